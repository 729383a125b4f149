"""A case that changes hands: sealed, taken back, opened again. Nobody keeps what is no longer theirs to know."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.utils import timezone
from factories import (
    DIVERTED,
    NOT_ACCEPTED,
    OPINION,
    act,
    file_petition,
    offered,
    sees,
    staff,
    to_in_progress,
    to_registered,
    to_transferred,
    unit,
)

from accounts.models import Membership
from intake.petitions import desks, timeline
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process import receipt
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.process.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def running(petition: Petition) -> set[str]:
    return set(petition.deadlines.open().values_list("rule", flat=True))


def test_a_unit_that_had_the_case_before_it_was_sealed_sees_it_no_more():
    petition = act(to_transferred(), "not_accept_here", "officer", reason="不属于职权范围", **NOT_ACCEPTED)
    petition = act(petition, "grant", "officer_head")
    petition = act(petition, "reopen", "petition_office", reason="有新事实")
    petition = act(petition, "grant", "petition_head")
    petition = act(petition, "seal", "petition_office")
    assert petition.owner.code == factories.DISCIPLINE
    assert not sees("officer", petition) and not sees("petition_office", petition)


def test_sealing_ends_what_was_asked_for_and_the_intake_can_go_on():
    petition = act(to_registered(), "not_accept", "petition_office", reason="重复", **NOT_ACCEPTED)
    petition = act(petition, "seal", "petition_office")
    assert {"keep", "pass_on", "release"} <= offered("inspector", petition)
    assert not petition.approvals.filter(state="asked").exists()


def test_taking_the_case_from_an_accused_unit_ends_what_it_had_asked_for():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    petition = act(petition, "accuse", "petition_office", organisation=unit(factories.AGRICULTURE))
    assert petition.state == "registered" and "transfer" in offered("petition_office", petition)


@pytest.mark.parametrize("last", ["object", "start", "reply"])
def test_accusing_the_petition_office_seals_the_case_whoever_holds_it(last):
    petition = to_transferred() if last == "object" else to_in_progress()
    if last == "object":
        petition = act(petition, "object", "officer", reason="不属于本局")
    if last == "reply":
        petition = act(petition, "issue_opinion", "officer", **OPINION)
        petition = act(petition, "grant", "officer_head")
    petition = act(petition, "accuse", "petition_office", organisation=unit(factories.PETITION_OFFICE))
    assert petition.is_accusation and petition.state == "submitted"
    assert {"keep", "pass_on"} <= offered("inspector", petition)
    assert running(petition) == {"discipline_accept_15wd"}
    assert not sees("officer", petition) and not sees("petition_office", petition)


def test_the_next_unit_has_its_whole_clock_when_an_objection_is_granted():
    petition = act(to_transferred(factories.CIVIL_AFFAIRS), "object", "officer2", reason="不属于民政职责")
    petition = act(
        petition,
        "grant_objection",
        "petition_office",
        organisation=unit(factories.AGRICULTURE),
        reason="同意",
    )
    assert running(petition) == {"notify_forwarded_15", "objection_5wd"}


@pytest.mark.parametrize("how", ["recall", "grant_objection"])
def test_a_case_that_comes_back_has_the_offices_own_clock_again(how):
    petition = to_registered()
    first = petition.deadlines.get(rule="transfer_15")
    petition = act(
        petition,
        "assign",
        "petition_office",
        organisation=unit(factories.CIVIL_AFFAIRS),
        reason="重要",
        report_due=datetime.date(2099, 1, 1),
    )
    if how == "grant_objection":
        petition = act(petition, "object", "officer2", reason="不属于民政职责")
    petition = act(petition, how, "petition_office", reason="同意")
    assert running(petition) == {"transfer_15"}
    assert petition.next_due == first.due


def test_met_duties_are_kept_as_met():
    petition = act(to_transferred(), "divert_here", "officer", reason="走诉讼", **DIVERTED)
    assert petition.deadlines.get(rule="notify_forwarded_15").met_at is not None


def test_a_suggestion_that_was_rated_closes_when_its_window_is_over():
    petition = answered(to_in_progress(petition_class="suggestion"))
    reply = petition.notices.get(code="suggestion_reply")
    receipt.open_notice(petition.pk, reply.pk)
    act(petition, "rate", "P", subject="handler", value="satisfied")
    sweep(reply.issued_at + datetime.timedelta(days=60))
    assert Petition.objects.get(pk=petition.pk).state == "concluded"


def test_the_window_of_an_earlier_answer_is_none_of_a_later_one():
    petition = answered(to_in_progress(petition_class="suggestion"))
    receipt.open_notice(petition.pk, petition.notices.get(code="suggestion_reply").pk)
    petition = act(petition, "rate", "P", subject="handler", value="mostly")
    first = petition.deadlines.get(rule="rating_30")
    act(petition, "accept_result", "P")
    act(petition, "reopen", "petition_office", reason="有新事实")
    petition = act(petition, "grant", "petition_head")
    act(petition, "transfer", "petition_office", organisation=unit(factories.AGRICULTURE), reason="职责")
    act(petition, "accept", "officer")
    petition = answered(act(petition, "start", "officer"))
    with pytest.raises(RuleViolation):
        act(petition, "rate", "P", subject="handler", value="satisfied")
    sweep(datetime.datetime.combine(first.late_from, datetime.time(1), tzinfo=datetime.UTC))
    assert Petition.objects.get(pk=petition.pk).state == "replied", "received today, to be rated for a month"


def answered(petition: Petition) -> Petition:
    return act(
        petition,
        "reply_suggestion",
        "officer",
        outcome="adopted_in_part",
        decision="先修一段。",
        facts="已安排现场勘查。",
    )


def test_an_opinion_is_its_units_even_when_its_writer_has_left():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    Membership.objects.filter(user__username="officer").delete()
    petition = act(petition, "grant", "officer_head")
    assert petition.notices.get(code="opinion").issued_by == unit(factories.AGRICULTURE)


def test_reopening_a_case_that_was_never_registered_registers_it():
    petition = act(file_petition().petition, "withdraw", "P")
    petition = act(petition, "reopen", "petition_office", reason="本人要求")
    petition = act(petition, "grant", "petition_head")
    assert petition.state == "registered"


def test_an_urgent_matter_is_reported_to_the_government_and_an_accusation_without_its_content():
    ordinary = act(to_registered(), "report_up", "petition_office", reason="可能造成影响")
    letter = ordinary.notices.get(code="report_up")
    assert letter.to_organisation == unit("990121-GOV") and ordinary.shown_number in letter.body
    sealed = act(factories.accusation().petition, "report_up", "inspector", reason="可能造成影响")
    letter = sealed.notices.get(code="report_up")
    assert sealed.shown_number not in letter.body and sealed.title not in letter.body


def test_a_petition_officer_can_be_recused_while_a_unit_has_the_case():
    petition = to_transferred()
    staff("petition_head")
    petition = act(petition, "recuse", "petition_head", user=staff("petition_office"), reason="近亲属")
    assert (
        not sees("petition_office", petition)
        and sees("petition_head", petition)
        and sees("officer", petition)
    )


def test_who_stands_under_whom_is_asked_anew_each_day():
    petition = to_transferred(reported_party="荷叶埂村委会")
    petition.keys.all().delete()
    sweep()
    assert sees("officer", petition)


def test_what_units_gave_back_in_an_earlier_round_is_nothing_against_a_later_one(settings):
    settings.SUNSHINE_RETURNS_ALERT = 2
    staff("petition_head")
    petition = to_transferred()
    for _ in range(2):
        petition = act(petition, "object", "officer", reason="不属于本局")
        petition = act(petition, "grant_objection", "petition_office", reason="同意")
        again = {"organisation": unit(factories.AGRICULTURE), "reason": "职责"}
        petition = act(petition, "transfer", "petition_office", **again)
    assert petition.returned_often
    petition = act(petition, "withdraw", "P")
    petition = act(act(petition, "reopen", "petition_office", reason="有新事实"), "grant", "petition_head")
    assert not petition.returned_often
    petition = act(petition, "transfer", "petition_office", **again)
    assert not act(petition, "object", "officer", reason="不属于本局").returned_often


@pytest.mark.parametrize("petition_class", ["suggestion", "request", "appeal"])
def test_a_sealed_petition_is_released_as_what_it_was(petition_class):
    staff("inspector_head")
    petition = act(file_petition(petition_class=petition_class).petition, "seal", "petition_office")
    petition = act(petition, "release", "inspector", reason="无人被控告", consent="agreed")
    assert act(petition, "grant", "inspector_head").petition_class == petition_class


def begun_without_the_office(how: str) -> Petition:
    if how == "redo":
        return factories.to_reviewed("revoked_redo")
    user = staff("officer")
    behalf = OnBehalf(user, desks.unit_desks(user)[0], timezone.localdate())
    return file_petition(channel="visit", behalf=behalf).petition


@pytest.mark.parametrize("how", ["redo", "direct"])
def test_an_office_that_gets_a_case_for_the_first_time_by_a_change_of_the_lead_has_its_own_days(how):
    with time_machine.travel("2026-11-02T04:00:00+00:00", tick=False):
        petition = begun_without_the_office(how)
    with time_machine.travel("2026-12-01T04:00:00+00:00", tick=False):
        other = unit(factories.CIVIL_AFFAIRS)
        petition = act(petition, "change_lead", "petition_office", organisation=other, reason="职责划分")
        petition = act(petition, "recall", "petition_office", reason="送错了")
        clock = petition.deadlines.open().get(rule="transfer_15")
        assert (clock.started_on, clock.due) == (datetime.date(2026, 12, 1), datetime.date(2026, 12, 16))
        petition = act(petition, "transfer", "petition_office", organisation=other, reason="职责所在")
    with time_machine.travel("2026-12-03T04:00:00+00:00", tick=False):  # they run on when it comes back again
        petition = act(petition, "recall", "petition_office", reason="送错了")
        assert petition.deadlines.open().get(rule="transfer_15").due == datetime.date(2026, 12, 16)


@pytest.mark.parametrize("far", ["forwarded", "in_progress", "material", "asked"])
def test_what_is_found_to_be_a_report_of_wrongdoing_is_sealed_by_the_office_until_it_is_answered(far):
    petition = to_transferred() if far == "forwarded" else to_in_progress()
    cos = [unit(factories.CIVIL_AFFAIRS)]
    petition = act(petition, "add_co", "petition_office", cos=cos, reason="涉及补贴")
    if far == "material":
        petition = act(petition, "ask_supplement_here", "officer", reason="请补合同")
    if far == "asked":
        petition = act(petition, "extend", "officer", reason="案情复杂")
    assert "seal" not in offered("officer", petition) and "seal" not in offered("officer2", petition)
    petition = act(petition, "seal", "petition_office")
    assert (petition.state, petition.owner.code) == ("submitted", factories.DISCIPLINE)
    for name in ("officer", "officer2", "petition_office"):
        assert not sees(name, petition), name
    assert running(petition) == {"discipline_accept_15wd"} and {"keep", "release"} <= offered(
        "inspector", petition
    )
    assert "纪检监察" in timeline.entries(petition)[-1].heading
    assert not petition.approvals.filter(state="asked").exists()


def test_an_answered_case_is_not_sealed():
    assert "seal" not in offered("petition_office", factories.to_replied())
