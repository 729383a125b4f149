"""No further acceptance (不再受理): the same facts and grounds after the procedure has ended, article 36."""

from __future__ import annotations

import datetime
from typing import Any

import factories
import pytest
import time_machine
from factories import (
    AGRICULTURE,
    act,
    received,
    to_final,
    to_in_review,
    to_registered,
    to_replied,
    to_reviewed,
    to_transferred,
    unit,
)

from intake.petitions import numbers
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def after(earlier: Petition | str) -> dict[str, Any]:
    """What is said of the earlier case."""
    return {
        "reason": "同一事实和理由，复核已经终结。",
        "basis": "《信访工作条例》第三十六条。",
        "destination": "砚川县信访局",
        "earlier": earlier if isinstance(earlier, str) else earlier.shown_number,
    }


def concluded_unused() -> Petition:
    """An opinion of which nobody asked for review in time."""
    with time_machine.travel(
        datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=90), tick=False
    ) as clock:
        petition = received(to_replied())
        clock.shift(datetime.timedelta(days=45))
        sweep()
    petition.refresh_from_db()
    assert petition.state == "concluded"
    return petition


def test_what_was_reviewed_twice_is_no_longer_accepted_once_the_head_agrees():
    petition = act(to_registered(), "no_longer_accept", "petition_office", **after(to_final()))
    assert petition.state == "registered", "the head has not approved yet"
    petition = act(petition, "grant", "petition_head")
    assert petition.state == "no_longer_accepted"
    notice = petition.notices.get(code="no_longer_accept_notice")
    assert "第三十六条" in notice.body and notice.document_number
    assert not petition.deadlines.open().exists()


def test_what_nobody_asked_to_review_in_time_is_no_longer_accepted_where_the_county_says_so(settings):
    earlier = concluded_unused()
    petition = to_registered()
    settings.SUNSHINE_UNUSED_REVIEW_IS_FINAL = False
    with pytest.raises(RuleViolation) as refused:
        act(petition, "no_longer_accept", "petition_office", **after(earlier))
    assert [field for field, _words in refused.value.problems] == ["earlier"]
    settings.SUNSHINE_UNUSED_REVIEW_IS_FINAL = True
    petition = act(petition, "no_longer_accept", "petition_office", **after(earlier))
    assert act(petition, "grant", "petition_head").state == "no_longer_accepted"


def test_an_unused_second_review_counts_as_well():
    with time_machine.travel(
        datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=90), tick=False
    ) as clock:
        earlier = received(to_reviewed(), "review_opinion")
        clock.shift(datetime.timedelta(days=45))
        sweep()
    petition = act(to_registered(), "no_longer_accept", "petition_office", **after(earlier))
    assert petition.approvals.filter(state="asked").exists()


def test_who_asked_in_time_and_was_refused_has_not_left_the_time_unused():
    with time_machine.travel(
        datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=90), tick=False
    ) as clock:
        earlier = to_in_review()
        clock.shift(datetime.timedelta(days=45))
        refusal = {"reason": "不属于本机关", "basis": "第三十五条", "destination": "市政府"}
        earlier = act(earlier, "refuse_review", "review_officer", **refusal)
        earlier = act(earlier, "grant", "review_head")
    assert earlier.state == "concluded"
    with pytest.raises(RuleViolation):
        act(to_registered(), "no_longer_accept", "petition_office", **after(earlier))


def test_what_has_not_ended_so_is_accepted():
    accepted = act(received(to_replied()), "accept_result", "P")
    running = to_reviewed()
    petition = to_registered()
    for earlier in (accepted, running, petition):
        with pytest.raises(RuleViolation):
            act(petition, "no_longer_accept", "petition_office", **after(earlier))
    assert not petition.approvals.exists()


def test_a_case_out_of_sight_answers_like_one_that_does_not_exist():
    sealed = factories.accusation().petition
    petition = to_registered()
    words = set()
    for number in (sealed.shown_number, numbers.show_number(numbers.draw_number(2026)), "not a number", ""):
        with pytest.raises(RuleViolation) as refused:
            act(petition, "no_longer_accept", "petition_office", **after(number))
        words.add(str(dict(refused.value.problems)["earlier"]))
    assert len(words) == 1


def test_a_unit_may_say_so_of_what_was_sent_to_it():
    earlier = to_final()
    petition = to_transferred()
    petition = act(petition, "no_longer_accept_here", "officer", **after(earlier))
    petition = act(petition, "grant", "officer_head")
    assert petition.state == "no_longer_accepted"
    assert petition.notices.get(code="no_longer_accept_notice").issued_by == unit(AGRICULTURE)
    assert petition.handlings.get().state == "no_longer_accepted"


def test_a_unit_knows_only_its_own_earlier_cases():
    earlier = to_final()
    petition = to_transferred(factories.CIVIL_AFFAIRS)
    with pytest.raises(RuleViolation):
        act(petition, "no_longer_accept_here", "officer2", **after(earlier))
    with pytest.raises(NotAllowed):
        act(petition, "no_longer_accept", "petition_office", **after(earlier))
