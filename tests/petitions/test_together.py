"""Several units on one matter: a lead and its co-handlers, each with its own state and its own clocks."""

from __future__ import annotations

import datetime
from typing import Any

import factories
import pytest
from desk import address
from django.utils import timezone
from factories import (
    AGRICULTURE,
    CIVIL_AFFAIRS,
    OPINION,
    TOWNSHIP,
    act,
    offered,
    sees,
    staff,
    to_in_progress,
    to_registered,
    to_transferred,
    unit,
)

from accounts.models import Membership
from intake.petitions import timeline
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import CaseKey, Petition
from intake.petitions.process import following
from intake.petitions.process.sweep import sweep
from records import events
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture(autouse=True)
def everybody(county: None) -> None:
    for name in ("officer", "officer_head", "officer2", "officer2_head", "township_officer", "township_head"):
        staff(name)


def with_co(*codes: str, petition: Petition | None = None, **data: Any) -> Petition:
    """A case in progress at the agricultural bureau, with co-handlers that the lead named."""
    return act(
        petition or to_in_progress(),
        "add_co",
        "officer",
        cos=[unit(code) for code in codes or (CIVIL_AFFAIRS,)],
        reason="涉及补贴发放",
        **data,
    )


def co(petition: Petition, code: str = CIVIL_AFFAIRS) -> Any:
    return petition.handlings.filter(role="co", organisation__code=code).latest("received_at")


def running(handling: Any) -> set[str]:
    return set(handling.deadlines.open().values_list("rule", flat=True))


def test_a_transfer_names_lead_and_co_handlers_at_once():
    petition = act(
        to_registered(),
        "transfer",
        "petition_office",
        organisation=unit(AGRICULTURE),
        cos=[unit(CIVIL_AFFAIRS), unit(TOWNSHIP)],
        reason="主办和协办",
    )
    assert petition.state == "forwarded" and petition.owner.code == AGRICULTURE
    assert sees("officer2", petition) and sees("township_officer", petition)
    assert running(co(petition)) == {"notify_forwarded_15", "objection_5wd"}
    letter = petition.notices.get(code="co_letter", to_organisation=unit(CIVIL_AFFAIRS))
    assert unit(AGRICULTURE).name in letter.body and letter.document_number
    notice = petition.notices.get(code="forwarded_notice")
    assert unit(CIVIL_AFFAIRS).name in notice.body and unit(TOWNSHIP).name in notice.body
    told = [f"{entry.heading} {entry.text}" for entry in timeline.entries(petition)]
    assert any(unit(CIVIL_AFFAIRS).name in words for words in told)


@pytest.mark.parametrize("named", [(CIVIL_AFFAIRS, TOWNSHIP), (TOWNSHIP, CIVIL_AFFAIRS)])
def test_co_handlers_of_one_step_are_shown_in_one_order_whoever_was_named_or_works_first(named, client):
    petition = act(with_co(*named), "co_accept", "township_officer")
    client.force_login(staff("officer"))
    shown = client.get(address(petition)).content.decode()
    beside = [f"<b>{unit(code).name}</b><small>协办" for code in (CIVIL_AFFAIRS, TOWNSHIP)]
    assert 0 < shown.index(beside[0]) < shown.index(beside[1])


def test_what_a_co_handler_does_changes_neither_the_petitioners_state_nor_dates():
    petition = with_co()
    before = (petition.state, petition.next_due)
    petition = act(petition, "co_accept", "officer2")
    assert (petition.state, petition.next_due) == before
    assert running(co(petition)) == {"handle_60"}
    assert petition.deadlines.filter(rule="handle_60", met_at=None, cancelled_at=None).count() == 2
    assert petition.notices.filter(code="accept_notice").count() == 1, "the lead alone tells the petitioner"


def test_the_lead_cannot_answer_while_it_waits_for_a_co_handler():
    petition = act(with_co(), "co_accept", "officer2")
    assert "issue_opinion" not in offered("officer", petition)
    with pytest.raises(NotAllowed):
        act(petition, "issue_opinion", "officer", **OPINION)
    petition = act(petition, "report_to_lead", "officer2", reason="补贴已经核对，数额无误。")
    assert co(petition).state == "replied" and not running(co(petition))
    petition = act(petition, "issue_opinion", "officer", **OPINION)
    petition = act(petition, "grant", "officer_head")
    assert petition.state == "replied"


def test_a_co_handler_that_was_added_meanwhile_stops_an_answer_that_is_being_approved():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    petition = with_co(petition=petition)
    with pytest.raises(RuleViolation):
        act(petition, "grant", "officer_head")
    petition = act(petition, "stop_waiting", "officer", co=unit(CIVIL_AFFAIRS), reason="材料已经齐全")
    petition = act(petition, "grant", "officer_head")
    assert petition.state == "replied"
    assert co(petition).state == "ended" and not running(co(petition)), "its work ends with the answer"


def test_what_a_co_handler_reports_is_never_read_by_the_petitioner():
    petition = act(with_co(), "co_accept", "officer2")
    petition = act(petition, "report_to_lead", "officer2", reason="内部核查情况。")
    text = petition.texts.get(organisation=unit(CIVIL_AFFAIRS), kind="reason")
    assert text.text == "内部核查情况。" and not text.for_petitioner
    assert not any("内部核查情况" in entry.text for entry in timeline.entries(petition))


def test_a_co_handler_objects_to_who_named_it_and_only_once():
    petition = act(with_co(), "co_object", "officer2", reason="不属于民政职责")
    assert co(petition).state == "objected" and petition.state == "in_progress"
    letter = petition.notices.get(code="objection_letter")
    assert letter.to_organisation.code == AGRICULTURE and letter.issued_by.code == CIVIL_AFFAIRS
    assert "grant_co_objection" in offered("officer", petition) & offered("petition_office", petition)
    assert "grant_co_objection" not in offered("officer2", petition)
    petition = act(petition, "refuse_co_objection", "officer", co=unit(CIVIL_AFFAIRS), reason="补贴归民政")
    assert co(petition).state == "pending" and "co_object" not in offered("officer2", petition)


def test_a_co_handler_whose_objection_is_granted_loses_the_case_and_the_lead_goes_on():
    petition = act(with_co(), "co_object", "officer2", reason="不属于民政职责")
    petition = act(petition, "grant_co_objection", "officer", co=unit(CIVIL_AFFAIRS), reason="同意")
    assert not sees("officer2", petition) and "issue_opinion" in offered("officer", petition)
    assert not petition.returned_often


def test_the_office_that_named_a_co_handler_decides_its_objection_and_the_lead_does_not():
    petition = act(
        to_registered(),
        "transfer",
        "petition_office",
        organisation=unit(AGRICULTURE),
        cos=[unit(CIVIL_AFFAIRS)],
        reason="主办和协办",
    )
    petition = act(petition, "co_object", "officer2", reason="不属于民政职责")
    assert "grant_co_objection" not in offered("officer", petition)
    assert "grant_co_objection" in offered("petition_office", petition)


def test_a_co_handler_does_none_of_the_leads_steps():
    petition = act(with_co(), "co_accept", "officer2")
    own = {"report_to_lead", "co_assign_officer", "report_up", "note", "recuse"}
    assert offered("officer2", petition) == own
    assert offered("officer2_head", petition) == own | set()


def test_a_unit_that_is_complained_of_never_becomes_a_co_handler():
    petition = to_in_progress(reported_party="县民政局")
    with pytest.raises(RuleViolation) as refused:
        with_co(petition=petition)
    assert [field for field, _words in refused.value.problems] == ["cos"]
    assert not sees("officer2", petition)


@pytest.mark.parametrize("code", [AGRICULTURE, factories.PETITION_OFFICE, factories.DISCIPLINE])
def test_who_leads_or_takes_in_or_inspects_is_no_co_handler(code):
    petition = to_in_progress()
    with pytest.raises(RuleViolation):
        with_co(code, petition=petition)


def test_a_co_handler_that_is_named_as_accused_loses_the_case_at_once_and_the_lead_keeps_it():
    petition = act(with_co(), "co_accept", "officer2")
    petition = act(petition, "accuse", "petition_office", organisation=unit(CIVIL_AFFAIRS))
    assert not sees("officer2", petition) and not sees("officer2_head", petition)
    assert petition.state == "in_progress" and not running(co(petition))
    assert sees("officer", petition)


def test_what_the_petitioner_adds_against_a_co_handler_takes_the_case_from_it():
    petition = act(with_co(), "add_material", "P", text="县民政局局长收受回扣。")
    assert not sees("officer2", petition) and co(petition).state == "recalled"


def test_co_handlers_lose_the_case_with_the_lead_that_loses_it():
    petition = act(
        to_registered(),
        "transfer",
        "petition_office",
        organisation=unit(AGRICULTURE),
        cos=[unit(CIVIL_AFFAIRS)],
        reason="主办和协办",
    )
    petition = act(petition, "recall", "petition_office", reason="重新研究")
    assert (
        not sees("officer2", petition) and not petition.deadlines.open().filter(handling__role="co").exists()
    )


def test_a_withdrawn_petition_ends_the_co_handlers_work_and_they_may_still_read_it():
    petition = act(with_co(), "withdraw", "P")
    assert co(petition).state == "ended" and sees("officer2", petition)
    assert not petition.deadlines.open().exists()


def test_dropping_a_co_handler_closes_the_case_to_it():
    petition = act(with_co(), "drop_co", "officer", co=unit(CIVIL_AFFAIRS), reason="不再需要")
    assert not sees("officer2", petition) and "issue_opinion" in offered("officer", petition)


def test_a_co_handlers_own_lateness_is_its_own():
    petition = with_co(report_due=timezone.localdate() + datetime.timedelta(days=3))
    petition = act(petition, "co_accept", "officer2")
    later = timezone.now() + datetime.timedelta(days=6)
    sweep(later)
    petition.refresh_from_db()
    assert not petition.overdue
    late = [event for event in events.history("petition", petition.pk) if event.action == "mark_overdue"]
    assert [event.data["organisation"] for event in late] == [CIVIL_AFFAIRS]


def test_lists_sort_a_co_handlers_case_by_its_own_stage_and_date():
    due = timezone.localdate() + datetime.timedelta(days=3)
    petition = with_co(report_due=due)
    key = CaseKey.objects.get(petition=petition, key=f"o:{unit(CIVIL_AFFAIRS).pk}")
    assert (key.state, key.next_due, key.co) == ("forwarded", due, True)
    petition = act(petition, "co_accept", "officer2")
    petition = act(petition, "report_to_lead", "officer2", reason="已核对")
    key.refresh_from_db()
    assert (key.state, key.next_due) == ("replied", None)
    lead = CaseKey.objects.get(petition=petition, key=f"o:{unit(AGRICULTURE).pk}")
    assert (lead.state, lead.next_due, lead.co) == ("in_progress", petition.next_due, False)


def test_an_officer_who_withdraws_must_leave_somebody_to_the_co_handler():
    petition = act(with_co(), "co_accept", "officer2")
    petition = act(petition, "recuse", "officer2_head", user=staff("officer2"), reason="近亲属")
    assert not sees("officer2", petition) and sees("officer2_head", petition)
    assert co(petition).officer is None
    with pytest.raises(RuleViolation):
        act(petition, "recuse", "officer2_head", user=staff("officer2_head"), reason="也有关系")


def ended(code: str, successor: str | None = None) -> None:
    old = unit(code)
    old.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    old.successor = unit(successor) if successor else None
    save_organisation(old)


def test_a_co_handler_that_was_merged_goes_on_at_its_successor():
    petition = act(with_co(), "co_accept", "officer2")
    ended(CIVIL_AFFAIRS, TOWNSHIP)
    following.put_right(petition.pk)
    assert co(petition, TOWNSHIP).state == "in_progress" and sees("township_officer", petition)
    assert running(co(petition, TOWNSHIP)) == {"handle_60"} and not sees("officer2", petition)


def test_a_co_handler_that_was_merged_into_the_lead_is_a_co_handler_no_more():
    petition = act(with_co(), "co_accept", "officer2")
    ended(CIVIL_AFFAIRS, AGRICULTURE)
    following.put_right(petition.pk)
    assert not co(petition).is_open and "issue_opinion" in offered("officer", petition)


def test_a_lead_that_was_merged_into_its_co_handler_leads_there():
    petition = act(with_co(), "co_accept", "officer2")
    ended(AGRICULTURE, CIVIL_AFFAIRS)
    following.put_right(petition.pk)
    petition.refresh_from_db()
    assert petition.owner.code == CIVIL_AFFAIRS and not co(petition).is_open
    assert "issue_opinion" in offered("officer2", petition)


def test_a_co_handler_where_nobody_works_any_more_is_taken_out():
    petition = act(with_co(), "co_accept", "officer2")
    Membership.objects.filter(organisation=unit(CIVIL_AFFAIRS)).delete()
    following.put_right(petition.pk)
    assert co(petition).state == "recalled" and "issue_opinion" in offered("officer", petition)


def test_another_lead_keeps_the_days_of_the_first_acceptance():
    petition = with_co()
    due = petition.deadlines.open().get(rule="handle_60", handling__role="lead").due
    petition = act(
        petition, "change_lead", "petition_office", organisation=unit(TOWNSHIP), reason="联席会议指定"
    )
    assert petition.state == "forwarded" and petition.owner.code == TOWNSHIP
    assert not sees("officer", petition) and sees("officer2", petition), (
        "the co-handler works on beside the new lead"
    )
    later = timezone.now() + datetime.timedelta(days=10)
    petition = act(petition, "accept", "township_officer", now=later)
    clock = petition.deadlines.open().get(rule="handle_60", handling__role="lead")
    assert clock.due == due
    notice = petition.notices.filter(code="accept_notice").latest("issued_at")
    assert f"{due.year}年{due.month}月{due.day}日" in notice.body


def test_a_co_handler_that_becomes_the_lead_has_one_handling():
    petition = with_co()
    petition = act(
        petition, "change_lead", "petition_office", organisation=unit(CIVIL_AFFAIRS), reason="主要问题在民政"
    )
    assert petition.owner.code == CIVIL_AFFAIRS and not co(petition).is_open
    key = CaseKey.objects.get(petition=petition, key=f"o:{unit(CIVIL_AFFAIRS).pk}")
    assert (key.state, key.co) == ("forwarded", False)


def test_where_both_insist_the_common_superior_is_asked_once():
    petition = act(to_transferred(), "object", "officer", reason="不属于本局")
    assert "escalate" in offered("petition_office", petition) & offered("officer_head", petition)
    assert "escalate" not in offered("officer", petition)
    petition = act(petition, "escalate", "petition_office", reason="双方意见不一致")
    letter = petition.notices.get(code="escalation_letter")
    assert letter.to_organisation.code == "990121-GOV" and unit(AGRICULTURE).name in letter.body
    assert petition.state == "forwarded" and "escalate" not in offered("officer_head", petition)
    assert {"grant_objection", "refuse_objection"} <= offered("petition_office", petition)
