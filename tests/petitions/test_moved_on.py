"""What was asked for, joined or counted before the case moved on holds no more than it should afterwards."""

from __future__ import annotations

import pytest
from factories import (
    AGRICULTURE,
    CIVIL_AFFAIRS,
    OPINION,
    TOWNSHIP,
    accusation,
    act,
    offered,
    sees,
    staff,
    to_in_progress,
    to_in_review,
    to_registered,
    to_transferred,
    unit,
)

from accounts.models import Membership
from intake.petitions import nearness
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture(autouse=True)
def everybody(county: None) -> None:
    for name in ("officer", "officer_head", "officer2", "petition_office", "petition_head", "inspector"):
        staff(name)


def fresh(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


def joined_reports() -> tuple[Petition, Petition]:
    first, again = accusation().petition, accusation().petition
    act(again, "merge", "inspector", first=first.shown_number, reason="同一问题")
    return first, fresh(again)


def test_a_report_to_which_others_are_joined_is_not_released_with_them():
    first, again = joined_reports()
    staff("inspector_head")
    asked = act(first, "release", "inspector", reason="没有检举对象", consent="agreed")
    with pytest.raises(RuleViolation):
        act(asked, "grant", "inspector_head")
    assert not sees("petition_office", again) and not sees("petition_office", first)


def test_a_report_that_is_joined_to_what_is_none_any_more_opens_to_nobody_by_that():
    first, again = joined_reports()
    Petition.objects.filter(pk=first.pk).update(petition_class="appeal")
    act(again, "note", "inspector", reason="留存")
    assert not sees("petition_office", again)


def test_a_body_too_near_to_whom_a_joined_report_complains_of_is_too_near_to_the_first():
    first = accusation(reported_party="", body="有人冒领补贴。", title="冒领补贴").petition
    again = accusation().petition
    act(again, "merge", "inspector", first=first.shown_number, reason="同一问题")
    near = nearness.too_near(fresh(again))
    assert near and near <= nearness.too_near_with_joined(fresh(first))


def test_a_case_is_not_closed_for_want_of_what_has_come_meanwhile():
    petition = act(to_registered(), "ask_supplement", "petition_office", reason="写明在哪个村")
    petition = act(petition, "lapse", "petition_office", reason="无法确定地点")
    petition = act(petition, "supply", "P", text="在荷叶埂村三组。")
    assert petition.state == "registered" and not petition.approvals.filter(state="asked").exists()
    assert "grant" not in offered("petition_head", petition)
    assert "transfer" in offered("petition_office", petition)


def test_more_time_is_not_asked_for_while_an_answer_waits_for_the_head():
    petition = act(to_in_progress(), "issue_opinion", "officer", **OPINION)
    assert "extend" not in offered("officer", petition)
    again = act(to_in_progress(), "extend", "officer", reason="案情复杂")
    assert "extend" not in offered("officer", again)


def test_whether_a_case_is_linked_is_told_by_no_button_to_who_may_not_know_of_the_other():
    one, other = to_registered(), to_registered()
    act(one, "link", "petition_office", other=other.shown_number)
    assert "unlink" in offered("petition_head", fresh(one))
    act(other, "seal", "petition_office")
    assert "unlink" not in offered("petition_head", fresh(one))


def test_the_first_acceptance_counts_still_when_the_new_lead_gives_the_case_back():
    petition = to_in_progress()
    clock = petition.deadlines.get(rule="handle_60")
    petition = act(
        petition, "change_lead", "petition_office", organisation=unit(CIVIL_AFFAIRS), reason="联席会议指定"
    )
    petition = act(petition, "recall", "petition_office", reason="另行指定")
    clock.refresh_from_db()
    assert clock.is_open and clock.handling is None and petition.state == "registered"
    petition = act(petition, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="另行指定")
    petition = act(petition, "accept", "officer")
    clocks = petition.deadlines.open().filter(rule="handle_60")
    assert [row.pk for row in clocks] == [clock.pk] and clocks[0].handling == petition.handlings.last()


def test_a_case_that_ends_while_no_unit_has_it_owes_no_answer_any_more():
    petition = to_in_progress()
    petition = act(
        petition, "change_lead", "petition_office", organisation=unit(CIVIL_AFFAIRS), reason="联席会议指定"
    )
    petition = act(petition, "recall", "petition_office", reason="另行指定")
    said = {"basis": "《信访工作条例》第二十二条。", "destination": "县人大", "reason": "属于人大职权"}
    petition = act(petition, "redirect", "petition_office", **said)
    assert petition.state == "redirected" and not petition.deadlines.open().exists()


def test_an_extension_stays_with_the_matter_whoever_leads():
    petition = act(to_in_progress(), "extend", "officer", reason="案情复杂")
    petition = act(petition, "grant", "officer_head")
    petition = act(
        petition, "change_lead", "petition_office", organisation=unit(TOWNSHIP), reason="联席会议指定"
    )
    assert petition.extended and petition.handlings.last().extended
    petition = act(petition, "recall", "petition_office", reason="另行指定")
    petition = act(petition, "transfer", "petition_office", organisation=unit(AGRICULTURE), reason="另行指定")
    assert petition.extended and "extend" not in offered("officer", act(petition, "accept", "officer"))


def test_a_repeat_is_not_simple():
    petition = to_transferred()
    Petition.objects.filter(pk=petition.pk).update(repeat=True)
    assert "accept_simple" not in offered("officer", fresh(petition))


def test_a_review_whose_reviewers_are_all_gone_goes_to_whom_the_office_names():
    petition = act(to_in_review(), "accept_review", "review_officer")
    Membership.objects.filter(role__in=("review_officer", "review_head")).delete()
    assert "name_review_body" in offered("petition_office", petition)
    named = {"organisation": unit(TOWNSHIP), "reason": "原复查机关无人"}
    petition = act(petition, "name_review_body", "petition_office", **named)
    review = petition.reviews.get()
    assert (review.organisation, review.state) == (unit(TOWNSHIP), "requested")
    assert petition.deadlines.open().filter(review=review, rule="review_opinion_30").exists()
