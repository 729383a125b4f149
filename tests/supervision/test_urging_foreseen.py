"""Before letters of supervision go out, the page says for which of the ticked cases none can be made, and why."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
from django.urls import reverse
from django.utils import timezone
from factories import act

from intake.petitions import numbers
from intake.petitions.models import Petition, Urge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def tick(petition: Petition) -> str:
    return f"{petition.number}.{Petition.objects.get(pk=petition.pk).version}"


def foreseen(client, *ticked: str) -> tuple[list[str], dict[str, str]]:
    """The cases that the form still holds, and why each other one is left out, by its number."""
    page = client.post(reverse("supervision:urge"), {"case": ticked}).content.decode()
    left_out = dict(
        re.findall(r'<li><b class="mono">([^<]*)</b>[^<]*<small>(.*?)</small>', page.partition("left-out")[2])
    )
    return re.findall(r'name="case" value="([^"]*)"', page), left_out


def test_what_can_not_be_urged_is_said_before_anything_is_written(at):
    fine, urged, changed = (factories.to_transferred() for _time in range(3))
    due = timezone.localdate() + datetime.timedelta(days=7)
    act(urged, "urge", "petition_office", reason="逾期未受理", due=due)
    stale = tick(changed)
    act(changed, "note", "petition_office", reason="电话联系过")
    waiting, answered = factories.to_registered(), factories.to_replied()
    closed = act(factories.received(factories.to_replied()), "accept_result", "P")
    kept, why = foreseen(
        at("petition_office"), tick(fine), tick(urged), stale, *map(tick, (waiting, answered, closed))
    )
    assert kept == [tick(fine)] and Urge.objects.count() == 1
    assert "已经督办" in why[urged.shown_number] or "已督办" in why[urged.shown_number]
    assert "已有变动" in why[changed.shown_number]
    assert "不向自己发督办函" in why[waiting.shown_number]
    assert "已经答复" in why[answered.shown_number] and "已经办结" in why[closed.shown_number]


def test_with_no_letter_to_make_there_is_nothing_to_send(at):
    page = at("petition_office").post(
        reverse("supervision:urge"), {"case": [tick(factories.to_registered())]}
    )
    html = page.content.decode()
    assert "都不能发督办函" in html and 'name="reason"' not in html


def test_a_case_out_of_sight_is_left_out_like_one_that_does_not_exist(at):
    hidden = factories.to_transferred()
    act(hidden, "recuse", "petition_head", user=factories.staff("petition_office"), reason="近亲属")
    told = []
    for number in (hidden.number, numbers.draw_number(2026)):
        _kept, why = foreseen(at("petition_office"), f"{number}.3")
        told.append(why[numbers.show_number(number)])
    assert told[0] == told[1]
