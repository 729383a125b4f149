"""Review (复查) and second review (复核) of a written opinion, articles 35 and 36, by the commands alone."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from factories import (
    AGRICULTURE,
    CITY,
    COUNTY,
    GROUNDS,
    OPINION,
    REVIEW,
    REVIEW_REFUSED,
    act,
    file_petition,
    offered,
    received,
    sees,
    staff,
    to_in_rereview,
    to_in_review,
    to_replied,
    to_reviewed,
    unit,
)

from intake.documents.rendering import date_text
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def at(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T10:00:00+08:00")


def due(petition: Petition, rule: str) -> datetime.date:
    return petition.deadlines.open().get(rule=rule).due


def decided(petition: Petition, outcome: str, **more: str) -> Petition:
    petition = act(petition, "accept_review", "review_officer")
    petition = act(petition, "decide_review", "review_officer", **(REVIEW | {"outcome": outcome} | more))
    return act(petition, "grant", "review_head")


def test_an_opinion_is_reviewed_and_reviewed_again_and_that_is_final():
    petition = to_in_review()
    review = petition.reviews.get()
    assert (petition.state, review.kind, review.organisation.code) == ("in_review", "first", COUNTY)
    assert petition.deadlines.get(rule="review_opinion_30").review == review
    assert unit(COUNTY).name in petition.notices.get(code="review_receipt").body
    petition = act(petition, "accept_review", "review_officer")
    assert unit(COUNTY).name in petition.notices.get(code="review_accept_notice").body
    petition = act(petition, "decide_review", "review_officer", **REVIEW)
    assert petition.state == "in_review", "its head has not approved yet"
    petition = act(petition, "grant", "review_head")
    assert petition.state == "reviewed"
    assert not petition.deadlines.open().filter(rule="review_opinion_30").exists()
    opinion = petition.notices.get(code="review_opinion")
    assert opinion.issued_by.code == COUNTY and REVIEW["decision"] in opinion.body
    assert unit(CITY).name in opinion.body, "it says who may be asked next"

    for name in ("city_review_officer", "city_review_head"):
        assert not sees(name, petition)
    petition = act(received(petition, "review_opinion"), "request_rereview", "P", text=GROUNDS)
    assert petition.state == "in_rereview" and sees("city_review_officer", petition)
    petition = act(petition, "accept_review", "city_review_officer")
    petition = act(petition, "decide_rereview", "city_review_officer", **(REVIEW | {"outcome": "maintain"}))
    petition = act(petition, "grant", "city_review_head")
    assert petition.state == "final" and petition.concluded_at is not None
    assert not petition.deadlines.open().exclude(rule="rating_30").exists()
    assert offered("P", petition) <= {"rate"}
    issued = petition.notices.filter(
        code__in=("review_accept_notice", "review_opinion", "rereview_opinion")
    ).values_list("code", "document_number")
    assert len(issued) == 4 and all(number for _code, number in issued)


def test_the_thirty_days_are_counted_from_the_receipt_of_the_opinion():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = to_replied()
        assert not petition.deadlines.filter(rule="review_request_30").exists()
        with pytest.raises(RuleViolation):
            act(petition, "request_review", "P", text=GROUNDS)  # not read yet
        clock.move_to(at("2026-03-05"))
        petition = received(petition)
        assert due(petition, "review_request_30") == datetime.date(2026, 4, 7), "4 to 6 April are off"
        clock.move_to(at("2026-04-07"))
        petition = act(petition, "request_review", "P", text=GROUNDS)
        assert due(petition, "review_opinion_30") == datetime.date(2026, 5, 7)


def test_an_opinion_that_lay_unopened_counts_as_received_after_seven_days():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = to_replied()
        clock.move_to(at("2026-03-09"))
        sweep()
        assert due(petition, "review_request_30") == datetime.date(2026, 4, 8)


def test_after_the_thirty_days_nobody_asks_any_more():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = received(to_replied())
        clock.move_to(at("2026-04-02"))
        assert due(petition, "review_request_30") == datetime.date(2026, 4, 1)
        with pytest.raises(RuleViolation):
            act(petition, "request_review", "P", text=GROUNDS)
        sweep()
        petition.refresh_from_db()
        assert petition.state == "concluded"
        with pytest.raises(NotAllowed):
            act(petition, "request_review", "P", text=GROUNDS)


def test_a_review_opinion_opens_the_next_thirty_days_as_any_reply_does():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = to_reviewed()
        with pytest.raises(RuleViolation):
            act(petition, "request_rereview", "P", text=GROUNDS)
        clock.move_to(at("2026-03-09"))
        sweep()
        assert due(petition, "rereview_request_30") == datetime.date(2026, 4, 8)
        clock.move_to(at("2026-04-09"))
        sweep()
        petition.refresh_from_db()
        assert petition.state == "concluded"
        assert "2026年4月8日届满" in petition.notices.get(code="conclude_notice").body
        with pytest.raises(NotAllowed):
            act(petition, "request_rereview", "P", text=GROUNDS)


def test_only_a_written_opinion_is_reviewed():
    petition = act(file_petition(petition_class="suggestion").petition, "register", "petition_office")
    petition = act(petition, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="职责")
    for action, data in (
        ("accept", {}),
        ("start", {}),
        ("reply_suggestion", {"outcome": "adopted", "decision": "列入明年计划。", "facts": "明年安排。"}),
    ):
        petition = act(petition, action, "officer", **data)
    petition = received(petition, "suggestion_reply")
    assert "request_review" not in offered("P", petition)
    with pytest.raises(NotAllowed):
        act(petition, "request_review", "P", text=GROUNDS)


def test_grounds_are_written_and_reach_the_body_alone_with_those_who_have_the_case():
    petition = received(to_replied())
    with pytest.raises(RuleViolation):
        act(petition, "request_review", "P", text="  ")
    petition = to_in_review()
    assert petition.texts.get(kind="material").text == GROUNDS
    for name in ("review_officer", "review_head", "officer", "officer_head", "petition_office"):
        assert sees(name, petition), name
    for name in ("officer2", "township_officer", "inspector", "leader", "clerk", "city_review_officer"):
        assert not sees(name, petition), name


def test_there_is_one_open_review_at_a_time():
    petition = to_in_review()
    with pytest.raises(NotAllowed):
        act(petition, "request_review", "P", text=GROUNDS)
    assert petition.reviews.count() == 1


def test_others_decide_nothing_in_a_review():
    petition = act(to_in_review(), "accept_review", "review_officer")
    for name in ("petition_office", "officer", "officer_head"):
        assert not {"decide_review", "refuse_review", "hear"} & offered(name, petition), name
        with pytest.raises(NotAllowed):
            act(petition, "decide_review", name, **REVIEW)
    with pytest.raises(NotFound):
        act(petition, "decide_review", "city_review_officer", **REVIEW)
    assert "decide_rereview" not in offered("review_officer", petition)
    assert "hear" not in offered("review_officer", petition), (
        "only a second review stands still for a hearing"
    )


def test_nobody_approves_a_review_opinion_of_ones_own_and_others_do_not_see_it_before():
    petition = act(to_in_review(), "accept_review", "review_head")
    petition = act(petition, "decide_review", "review_head", **REVIEW)
    with pytest.raises(NotAllowed):
        act(petition, "grant", "review_head")
    assert "grant" not in offered("review_officer", petition), "only a head"
    assert not {"grant", "refuse", "withdraw_ask"} & offered("officer_head", petition)
    asked = events.history("petition", petition.pk).get(action="ask.decide_review")
    assert "outcome" not in asked.data
    assert not petition.notices.filter(code="review_opinion").exists()


def test_a_review_opinion_holds_what_article_32_asks_for_before_its_head_is_asked():
    petition = act(to_in_review(), "accept_review", "review_officer")
    for wrong in (
        {"facts": " "},
        {"outcome": "supported"},
        {"outcome": "revoked_redo", "unit": factories.DISCIPLINE},
    ):
        with pytest.raises(RuleViolation):
            act(petition, "decide_review", "review_officer", **(REVIEW | wrong))
    assert not petition.approvals.filter(state="asked").exists()


def test_a_request_that_is_not_accepted_leaves_the_days_that_are_left():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = to_in_review()
        petition = act(petition, "refuse_review", "review_officer", **REVIEW_REFUSED)
        assert petition.state == "in_review", "its head decides"
        petition = act(petition, "grant", "review_head")
        assert petition.state == "replied" and petition.reviews.get().state == "refused"
        told = petition.notices.get(code="review_refuse_notice").body
        assert REVIEW_REFUSED["reason"] in told and "在2026年4月1日前（含当日）" in told
        assert due(petition, "review_request_30") == datetime.date(2026, 4, 1)
        petition = act(petition, "request_review", "P", text=GROUNDS)
        clock.move_to(at("2026-04-03"))
        petition = act(petition, "refuse_review", "review_officer", **REVIEW_REFUSED)
        petition = act(petition, "grant", "review_head")
        assert petition.state == "concluded", "the thirty days are over"
        assert "没有收到" not in petition.notices.get(code="conclude_notice").body, "a request did come"
        told = petition.notices.filter(code="review_refuse_notice").latest("issued_at").body
        assert "仍然可以请求" not in told, "there is nothing left to ask for"
        assert not petition.deadlines.open().exclude(rule="rating_30").exists()


def test_a_request_is_withdrawn_until_it_is_decided_and_an_approval_ends_with_it():
    petition = act(to_in_review(), "accept_review", "review_officer")
    petition = act(petition, "decide_review", "review_officer", **REVIEW)
    petition = act(petition, "withdraw_review", "P")
    assert petition.state == "replied" and petition.reviews.get().state == "withdrawn"
    assert petition.approvals.get(action="decide_review").state == "lapsed"
    assert not petition.deadlines.open().filter(rule="review_opinion_30").exists()
    window = petition.deadlines.open().get(rule="review_request_30")
    told = petition.notices.get(code="review_withdrawal_receipt").body
    assert f"在{date_text(window.due, 'zh-hans')}前（含当日）仍然可以请求" in told
    petition = decided(act(petition, "request_review", "P", text=GROUNDS), "maintain")
    assert petition.state == "reviewed"
    with pytest.raises(NotAllowed):
        act(petition, "withdraw_review", "P")


def test_a_second_request_that_is_withdrawn_leaves_the_review_opinion():
    petition = act(to_in_rereview(), "withdraw_review", "P")
    assert petition.state == "reviewed"
    assert "request_rereview" in offered("P", petition)


def test_revoked_the_matter_begins_anew_at_the_unit_with_sixty_days_of_its_own():
    with time_machine.travel(at("2026-08-03"), tick=False) as clock:
        petition = decided(to_in_review(), "revoked_redo")
        assert petition.state == "in_progress" and petition.owner.code == AGRICULTURE
        handling = petition.handlings.get(round=2)
        assert handling.sent_by.code == COUNTY and handling.accepted_at is not None
        work = petition.deadlines.open().get(rule="handle_60")
        assert work.handling == handling and work.due == datetime.date(2026, 10, 8)
        assert unit(AGRICULTURE).name in petition.notices.get(code="redo_notice").body
        petition = received(petition, "review_redo")
        assert not petition.deadlines.filter(rule="rereview_request_30").exists(), (
            "the next opinion has its own"
        )
        clock.shift(datetime.timedelta(days=20))
        petition = act(petition, "issue_opinion", "officer", **OPINION)
        petition = received(act(petition, "grant", "officer_head"))
        assert "request_review" in offered("P", petition), "the new opinion may be reviewed like any other"
        assert act(petition, "request_review", "P", text=GROUNDS).state == "in_review"


def test_revoked_the_matter_may_go_to_another_unit_and_the_first_one_has_it_no_more():
    petition = decided(to_in_review(), "revoked_redo", unit=factories.CIVIL_AFFAIRS)
    assert petition.owner.code == factories.CIVIL_AFFAIRS
    assert sees("officer2", petition) and not sees("officer", petition)


def test_a_hearing_in_the_second_review_does_not_count():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = act(to_in_rereview(), "accept_review", "city_review_officer")
        assert due(petition, "rereview_opinion_30") == datetime.date(2026, 4, 1)
        clock.move_to(at("2026-03-20"))
        with pytest.raises(RuleViolation):
            act(petition, "hear", "city_review_officer", reason="情况复杂", place="市政府")
        petition = act(
            petition,
            "hear",
            "city_review_officer",
            reason="情况复杂",
            hearing_on="四月八日九时",
            place="市政府",
        )
        assert petition.hearing and petition.next_due is None
        assert "四月八日九时" in petition.notices.get(code="hearing_notice").body
        assert "decide_rereview" not in offered("city_review_officer", petition)
        clock.move_to(at("2026-04-20"))
        sweep()
        petition.refresh_from_db()
        assert not petition.overdue and not events.history("petition", petition.pk).filter(
            action="mark_overdue"
        )
        clock.move_to(at("2026-04-21"))
        petition = act(petition, "end_hearing", "city_review_officer")
        # 32 days stood still: 1 April and 32 days is 3 May, a day off, and the fourth and fifth are off too.
        row = petition.deadlines.open().get(rule="rereview_opinion_30")
        assert (row.due_unmoved, row.due) == (datetime.date(2026, 5, 3), datetime.date(2026, 5, 6))
        told = events.history("petition", petition.pk).get(action="end_hearing").data
        assert (told["from"], told["due"]) == ("2026-04-01", "2026-05-06")
        assert petition.next_due == datetime.date(2026, 5, 6)
        clock.move_to(at("2026-05-07"))
        sweep()
        petition.refresh_from_db()
        assert petition.overdue, "from here on it counts again"


def test_what_was_late_before_the_hearing_stays_late_during_it():
    with time_machine.travel(at("2026-03-02"), tick=False) as clock:
        petition = act(to_in_rereview(), "accept_review", "city_review_officer")
        clock.move_to(at("2026-04-10"))
        sweep()
        petition = act(
            petition,
            "hear",
            "city_review_officer",
            reason="情况复杂",
            hearing_on="四月二十日",
            place="市政府",
        )
        assert petition.overdue
        clock.move_to(at("2026-04-20"))
        petition = act(petition, "end_hearing", "city_review_officer")
        assert petition.overdue and petition.next_due == datetime.date(2026, 4, 13), "11 April is a Saturday"


def test_grounds_that_accuse_the_petition_office_seal_the_case_and_end_the_review():
    staff("inspector")
    petition = received(to_replied())
    petition = act(
        petition,
        "request_review",
        "P",
        text="县信访局局长收了施工单位的钱，把我的材料转给了他们，我要检举县信访局。",
    )
    assert not sees("petition_office", petition) and not sees("review_officer", petition)
    assert petition.is_accusation and petition.state == "submitted"
    assert petition.reviews.get().state == "ended"
    assert {row.rule for row in petition.deadlines.open()} <= {"discipline_accept_15wd"}
