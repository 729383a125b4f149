"""Phrases that officers keep, and how they get into the texts of a case."""

from __future__ import annotations

import re

import factories
import pytest
from desk import address, do, seen
from django.urls import reverse

from intake.workbench.models import Phrase
from intake.workbench.phrases import MOST, usable_by

pytestmark = pytest.mark.django_db

PHRASES = reverse("workbench:phrases")


def one(row: Phrase) -> str:
    return reverse("workbench:phrase", args=[row.pk])


def keep(client, title="到现场", text="已到现场查看，情况属实。", **more):
    return client.post(PHRASES, {"title": title, "text": text, **more})


def html(response) -> str:
    return response.content.decode()


def titles(client, **query) -> list[str]:
    return re.findall(r"<li><b>([^<]+)</b>", html(client.get(PHRASES, query)))


def test_ones_own_phrase_is_seen_by_nobody_else(at):
    assert "还没有常用语" in html(at("officer").get(PHRASES))
    keep(at("officer"))
    assert titles(at("officer")) == ["到现场"]
    assert titles(at("officer_head")) == titles(at("petition_office")) == []


def test_the_head_keeps_the_units_phrases_and_its_officers_only_use_them(at):
    unit = factories.unit(factories.AGRICULTURE)
    keep(at("officer_head"), unit=unit.pk)
    row = Phrase.objects.get()
    assert titles(at("officer")) == ["到现场"] and titles(at("officer2")) == []
    assert at("officer").get(one(row)).status_code == at("officer2").get(one(row)).status_code == 404
    assert at("officer").post(one(row), {"delete": "on"}).status_code == 404
    at("officer_head").post(one(row), {"title": "改过", "text": "改过的话", "unit": unit.pk})
    assert titles(at("officer")) == ["改过"]
    at("officer_head").post(one(row), {"delete": "on"})
    assert not Phrase.objects.exists()


def test_an_officer_can_not_write_a_phrase_for_the_unit_nor_a_head_for_another(at):
    keep(at("officer"), unit=factories.unit(factories.AGRICULTURE).pk)
    assert Phrase.objects.get().user == factories.staff("officer")
    assert (
        keep(at("officer_head"), "别的", unit=factories.unit(factories.CIVIL_AFFAIRS).pk).status_code == 422
    )
    assert Phrase.objects.count() == 1


def test_phrases_are_found_by_a_part_of_the_title(at):
    for title in ("到现场查看", "电话联系"):
        keep(at("officer"), title)
    assert titles(at("officer"), q="现场") == ["到现场查看"]
    assert "没有" in html(at("officer").get(PHRASES, {"q": "没有的"}))
    assert at("officer").get(PHRASES, {"q": "\x00%_'"}).status_code == 200


def test_a_second_one_of_a_title_and_one_too_many_are_refused_with_what_was_typed(at):
    keep(at("officer"))
    again = keep(at("officer"), text="另一段话")
    assert again.status_code == 422 and "另一段话" in html(again)
    user = factories.staff("officer")
    Phrase.objects.bulk_create(Phrase(user=user, title=f"第{n}条", text="话") for n in range(MOST - 1))
    assert keep(at("officer"), "多一条").status_code == 422


def test_who_leaves_the_unit_loses_its_phrases(at):
    keep(at("officer_head"), unit=factories.unit(factories.AGRICULTURE).pk)
    officer = factories.staff("officer")
    assert usable_by(officer).exists()
    officer.memberships.all().delete()
    assert not usable_by(factories.staff("officer")).exists()


def test_a_case_offers_them_under_each_form_with_a_text_and_nowhere_when_there_are_none(at):
    petition = factories.to_in_progress()
    assert "data-phrase" not in html(at("officer").get(address(petition)))
    keep(at("officer"))
    page = html(at("officer").get(address(petition)))
    assert 'id="note-insert-phrase"' in page and page.count("data-phrase-text=") == 1
    assert 'id="recuse-insert-phrase"' in page


def test_without_javascript_a_phrase_is_put_behind_what_was_typed_and_nothing_is_done_yet(at):
    petition = factories.to_in_progress()
    keep(at("officer"))
    given = factories.OPINION | seen(petition) | {"facts": "先写的话", "basis": ""}
    given |= {"insert": "on", "phrase": Phrase.objects.get().pk, "into": "facts"}
    response = at("officer").post(do(petition, "issue_opinion"), given)
    page = html(response)
    assert response.status_code == 200 and "issue_opinion-basis_error" not in page
    assert "先写的话\n已到现场查看，情况属实。</textarea>" in page
    assert factories.OPINION["requests"] in page and 'value="supported"' in page
    assert re.search(r'value="supported"[^>]* checked', page)
    assert f'name="seen" value="{given["seen"]}"' in page
    assert not petition.approvals.exists()


def test_anothers_phrase_and_a_field_that_is_no_text_change_nothing(at):
    petition = factories.to_in_progress()
    keep(at("officer2"), text="别人的话")
    keep(at("officer"))
    for phrase, into in (
        (Phrase.objects.get(text="别人的话").pk, "reason"),
        (Phrase.objects.last().pk, "seen"),
    ):
        given = seen(petition) | {"reason": "原话", "insert": "on", "phrase": phrase, "into": into}
        page = html(at("officer").post(do(petition, "note"), given))
        assert "原话</textarea>" in page and f'name="seen" value="{given["seen"]}"' in page
        assert "别人的话" not in page


def test_who_works_on_no_case_has_no_phrases_page(at):
    assert at("leader").get(PHRASES).status_code == keep(at("leader")).status_code == 404
