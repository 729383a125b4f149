"""A request for review that comes on paper: entered by the petition office, counted from the day on which it came."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from factories import (
    COUNTY,
    GROUNDS,
    REVIEW_REFUSED,
    act,
    offered,
    received,
    sees,
    staff,
    to_replied,
    to_reviewed,
)

from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def at(iso: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{iso}T10:00:00+08:00")


def day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def due(petition: Petition, rule: str) -> datetime.date:
    return petition.deadlines.open().get(rule=rule).due


def test_a_request_on_paper_is_entered_by_the_petition_office():
    staff("review_officer")
    petition = act(received(to_replied()), "request_review", "petition_office", text=GROUNDS)
    assert petition.state == "in_review" and petition.reviews.get().organisation.code == COUNTY
    assert events.history("petition", petition.pk).get(action="request_review").actor_kind == "staff"


def test_a_request_on_paper_counts_from_the_day_on_which_it_came():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        staff("review_officer")
        petition = received(to_replied())
        clock.move_to(at("2026-03-20"))
        for wrong in ("2026-03-21", "2026-03-01"):
            with pytest.raises(RuleViolation):
                act(petition, "request_review", "petition_office", text=GROUNDS, received_on=day(wrong))
        entered = act(
            petition, "request_review", "petition_office", text=GROUNDS, received_on=day("2026-03-10")
        )
        assert due(entered, "review_opinion_30") == day("2026-04-09")
        receipt = entered.notices.get(code="review_receipt").body
        assert "2026年3月10日" in receipt and "2026年4月9日" in receipt


def test_what_a_petitioner_sends_counts_from_today_whatever_day_is_named():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = received(to_replied())
        clock.move_to(at("2026-03-20"))
        petition = act(petition, "request_review", "P", text=GROUNDS, received_on=day("2026-03-10"))
        assert due(petition, "review_opinion_30") == day("2026-04-20")


def test_a_letter_that_lay_while_the_case_was_concluded_is_reviewed_all_the_same():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        staff("review_officer")
        petition = received(to_replied())
        clock.move_to(at("2026-04-03"))
        sweep()
        petition.refresh_from_db()
        assert petition.state == "concluded"
        assert "request_review" in offered("petition_office", petition)
        assert not {"request_review", "request_rereview"} & offered("P", petition)
        assert "request_rereview" not in offered("petition_office", petition)
        with pytest.raises(RuleViolation):
            act(petition, "request_review", "petition_office", text=GROUNDS, received_on=day("2026-04-02"))
        entered = act(
            petition, "request_review", "petition_office", text=GROUNDS, received_on=day("2026-04-01")
        )
        assert (entered.state, entered.concluded_at) == ("in_review", None)
        assert due(entered, "review_opinion_30") == day("2026-05-06"), "1 to 5 May are off"
        refused = act(entered, "refuse_review", "review_officer", **REVIEW_REFUSED)
        refused = act(refused, "grant", "review_head")
        assert refused.state == "concluded", "nothing is left of the thirty days"
        clock.move_to(at("2026-04-05"))
        sweep()
        refused.refresh_from_db()
        assert refused.state == "concluded"


def test_who_accepted_the_answer_asks_for_no_review_of_it_and_an_earlier_letter_still_counts():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        staff("review_officer")
        petition = received(to_replied())
        clock.move_to(at("2026-03-10"))
        petition = act(petition, "accept_result", "P")
        with pytest.raises(NotAllowed):
            act(petition, "request_review", "P", text=GROUNDS)
        clock.move_to(at("2026-03-12"))
        with pytest.raises(RuleViolation):
            act(petition, "request_review", "petition_office", text=GROUNDS, received_on=day("2026-03-11"))
        petition = act(
            petition, "request_review", "petition_office", text=GROUNDS, received_on=day("2026-03-09")
        )
        assert petition.state == "in_review"


def test_a_letter_asks_for_the_second_review_of_a_case_concluded_meanwhile_and_not_for_ever():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        for name in ("city_review_officer", "city_review_head"):
            staff(name)
        petition = received(to_reviewed(), "review_opinion")
        clock.move_to(at("2026-04-09"))
        sweep()
        petition.refresh_from_db()
        assert petition.state == "concluded"
        assert {"request_review", "request_rereview"} & offered("petition_office", petition) == {
            "request_rereview"
        }
        clock.move_to(at("2026-07-01"))
        assert "request_rereview" not in offered("petition_office", petition)
        clock.move_to(at("2026-04-10"))
        petition = act(
            petition, "request_rereview", "petition_office", text=GROUNDS, received_on=day("2026-03-31")
        )
        assert petition.state == "in_rereview" and sees("city_review_officer", petition)
