"""Agreements, hearings, and who of a co-handler does its part."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from factories import (
    CIVIL_AFFAIRS,
    act,
    offered,
    staff,
    to_in_progress,
    unit,
)

from intake.petitions import timeline
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process import receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

AGREED = {
    "other_party": "柘木湾镇荷叶埂村村民委员会",
    "facts": "渠底比田面高二十二公分。",
    "agreement": "村委会在三十日内组织返工。",
    "signed": True,
}


@pytest.fixture(autouse=True)
def everybody(county: None) -> None:
    for name in ("officer", "officer_head", "officer2"):
        staff(name)


@pytest.mark.parametrize("how", ["mediate", "reconcile"])
def test_an_agreement_that_both_sides_signed_ends_the_matter_and_is_judged(how):
    petition = act(to_in_progress(), how, "officer", **AGREED)
    assert petition.state == "concluded" and not petition.deadlines.open().exists()
    paper = petition.notices.get(code="mediation_agreement")
    assert AGREED["agreement"] in paper.body and AGREED["other_party"] in paper.body and paper.document_number
    assert [entry.paper for entry in timeline.entries(petition)][-1] == paper
    receipt.open_notice(petition.pk, paper.pk)
    petition = act(petition, "rate", "P", subject="handler", value="satisfied")
    assert petition.ratings.get().organisation == unit("990121-NYNC")


@pytest.mark.parametrize("missing", ["other_party", "facts", "agreement", "signed"])
def test_an_agreement_says_all_that_it_must_and_is_signed(missing):
    petition = to_in_progress()
    with pytest.raises(RuleViolation) as refused:
        act(petition, "mediate", "officer", **(AGREED | {missing: ""}))
    assert [field for field, _words in refused.value.problems] == [missing]
    assert Petition.objects.get(pk=petition.pk).state == "in_progress"


def test_nothing_is_settled_while_a_co_handler_is_waited_for():
    petition = act(to_in_progress(), "add_co", "officer", cos=[unit(CIVIL_AFFAIRS)], reason="协办")
    with pytest.raises(NotAllowed):
        act(petition, "mediate", "officer", **AGREED)


def test_a_failed_mediation_is_noted_inside_and_the_days_run_on():
    petition = to_in_progress()
    due = petition.next_due
    lines = len(timeline.entries(petition))
    petition = act(petition, "mediation_failed", "officer", reason="双方差距过大")
    assert petition.state == "in_progress" and petition.next_due == due
    assert len(timeline.entries(petition)) == lines and "issue_opinion" in offered("officer", petition)


def test_a_suggestion_is_answered_and_neither_heard_nor_settled():
    petition = to_in_progress(petition_class="suggestion")
    assert not {"hear_here", "mediate", "reconcile", "mediation_failed"} & offered("officer", petition)


WHY = "牵涉两个村，各执一词，情况复杂"


def test_a_hearing_tells_the_petitioner_when_and_where_and_the_days_run_on():
    petition = to_in_progress()
    due, at = petition.next_due, timezone.now() + datetime.timedelta(days=9)
    petition = act(petition, "hear_here", "officer", hearing_at=at, place="墨池街道二楼会议室", reason=WHY)
    assert petition.hearing and petition.state == "in_progress" and petition.next_due == due
    notice = petition.notices.get(code="hearing_notice")
    assert WHY in notice.body, "why it is held"
    assert "墨池街道二楼会议室" in notice.body and f"{timezone.localtime(at):%H:%M}" in notice.body


@pytest.mark.parametrize(
    ("days", "place", "field"),
    [(-1, "二楼", "day"), (9, " ", "place"), (None, "二楼", "day"), (9, "二楼", "reason")],
)
def test_a_hearing_has_a_time_to_come_a_place_and_a_reason(days, place, field):
    at = timezone.now() + datetime.timedelta(days=days) if days is not None else None
    reason = "" if field == "reason" else WHY
    with pytest.raises(RuleViolation) as refused:
        act(to_in_progress(), "hear_here", "officer", hearing_at=at, place=place, reason=reason)
    assert [name for name, _words in refused.value.problems] == [field]


def test_a_co_handler_names_its_officer_among_its_own():
    petition = act(to_in_progress(), "add_co", "officer", cos=[unit(CIVIL_AFFAIRS)], reason="协办")
    petition = act(petition, "co_assign_officer", "officer2", user=staff("officer2"))
    assert petition.handlings.get(role="co").officer == staff("officer2")
    with pytest.raises(RuleViolation):
        act(petition, "co_assign_officer", "officer2", user=staff("officer"))
