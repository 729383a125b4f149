"""The pages of a notice in one language each, but for what people wrote."""

from __future__ import annotations

from collections.abc import Callable

import factories
import notice_making as making
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from matrix import test_one_language_a_page as matrix
from wagtail.users.models import UserProfile

from cms.notices import process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def strange(client: Client, path: str, language: str) -> list[str]:
    pattern, other = (matrix.HAN, "zh") if language == "en" else (matrix.WORD, "en")
    text = matrix.seen(BeautifulSoup(client.get(path).content, "html.parser"), other)
    shown = [f"{person.post}{surname}某" for surname in "汤龙" for person in people()]
    for words in sorted(shown, key=len, reverse=True):
        text = text.replace(words, " ")
    return pattern.findall(matrix.MASKED.sub(" ", matrix.CODE.sub(" ", matrix.typed(pattern).sub(" ", text))))


def people() -> list:
    from cms.notices.models import Person

    return list(Person.objects.all())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_in_one_language(at: Callable[[str], Client], language: str) -> None:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False):
        notice = making.published()
        case = notice.cases.first()
        process.take_down(notice.pk, factories.staff("inspector_head"), "revoked", "撤销", case_id=case.pk)
        waiting = making.submitted(making.data(number="砚纪通〔2026〕9号"))
        head = factories.staff("inspector_head")
        UserProfile.objects.update_or_create(user=head, defaults={"preferred_language": language})
        desk = [
            reverse(f"notices_desk:{name}", args=[row.pk])
            for name in ("notice", "preview")
            for row in (notice, waiting)
        ]
        found = {path: strange(at("inspector_head"), path, language) for path in desk}
        prefix = "/en" if language == "en" else ""
        for path in (f"{prefix}/notices/{notice.pk}/", f"{prefix}/notices/"):
            found[path] = strange(Client(), path, language)
        assert not any(found.values()), found
