"""The desk on what a petitioner says after the answer: the form, the panel, and the unit's own list."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from desk import address, do, seen
from django.urls import reverse
from django.utils import timezone
from factories import to_replied

pytestmark = pytest.mark.django_db


def test_a_follow_up_is_noted_and_the_unit_finds_what_it_has_to_do(county: None, at: Any) -> None:
    petition = to_replied()
    day = timezone.localdate().isoformat()
    given = {"asked_on": day, "way": "phone", "said": "not_yet", "reason": "还没有动工"}
    office = at("petition_office")
    missing = office.post(do(petition, "follow_up"), seen(petition) | given)
    assert missing.status_code == 422 and "due" in missing.context["form"].errors
    due = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    assert office.post(do(petition, "follow_up"), seen(petition) | given | {"due": due}).status_code == 302
    unit = at("officer")
    page = unit.get(address(petition)).content.decode()
    assert 'id="promise"' in page and "还没有落实" in page
    assert petition.shown_number in unit.get(f"{reverse('workbench:queue')}?tab=promised").content.decode()
    done = seen(petition) | {"reason": "已返工"}
    assert unit.post(do(petition, "promise_kept"), done).status_code == 302
    assert 'id="promise"' not in unit.get(address(petition)).content.decode()
