"""What papers say in whose language, and the clock of a reporter who gives a real name later."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone, translation
from factories import (
    AGRICULTURE,
    DIVERTED,
    NOT_ACCEPTED,
    OPINION,
    PETITION_OFFICE,
    accusation,
    act,
    staff,
    to_in_progress,
    to_registered,
    to_replied,
    to_transferred,
    unit,
)

from intake.clock import store
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.petitions.models.case import State
from intake.petitions.process import Person, own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_a_letter_between_offices_is_chinese_to_its_last_date_whatever_the_petitioner_reads():
    petition = to_transferred(language="en")
    letter = petition.notices.get(code="transfer_letter")
    assert re.findall("[A-Za-z]{3,}", letter.body.replace(petition.shown_number, "")) == []
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日", letter.body)
    told = petition.notices.get(code="forwarded_notice")
    assert "年" not in told.body and re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}", told.body)


def phone_added(petition: Petition) -> Petition:
    own.correct_contact(petition.pk, phone="19900010001", address="", email="")
    return Petition.objects.get(pk=petition.pk)


def test_a_reporter_who_adds_a_telephone_to_the_name_is_owed_word_of_acceptance_from_that_day():
    petition = accusation(people=[Person(name="覃见山")]).petition
    assert petition.next_due is None
    petition = phone_added(petition)
    due = store.due("discipline_accept_15wd", timezone.localdate()).due
    assert [clock.due for clock in petition.deadlines.open()] == [due]
    assert petition.next_due == due and set(petition.keys.values_list("next_due", flat=True)) == {due}
    phone_added(petition)
    assert petition.deadlines.count() == 1


def test_no_word_of_acceptance_is_owed_for_a_report_that_was_accepted_nor_for_a_petition():
    staff("inspector")
    kept = act(accusation(people=[Person(name="覃见山")]).petition, "keep", "inspector")
    assert phone_added(kept).deadlines.filter(rule="discipline_accept_15wd").count() == 0
    ordinary = to_in_progress(people=[Person(name="覃见山")])
    assert not phone_added(ordinary).deadlines.filter(rule="discipline_accept_15wd").exists()


def test_an_order_is_answered_to_who_gave_it_with_a_closing_report():
    due = timezone.localdate() + datetime.timedelta(days=20)
    order = {"organisation": unit(AGRICULTURE), "report_due": due, "reason": "限期办结"}
    petition = act(to_registered(withhold_name=True), "assign", "petition_office", **order)
    petition = act(act(petition, "accept", "officer"), "start", "officer")
    petition = act(act(petition, "issue_opinion", "officer", **OPINION), "grant", "officer_head")
    report = petition.notices.get(code="closing_report")
    assert report.to_organisation == petition.notices.get(code="order_letter").issued_by
    assert report.issued_by == unit(AGRICULTURE) and "结" in report.document_number
    assert OPINION["facts"] in report.body and OPINION["decision"] in report.body
    assert petition.deadlines.get(rule="report_due").met_at is not None


@pytest.mark.parametrize(
    ("action", "data"),
    [("not_accept_here", NOT_ACCEPTED), ("divert_here", DIVERTED)],
)
def test_an_order_that_ends_without_an_answer_is_reported_on_all_the_same(action, data):
    due = timezone.localdate() + datetime.timedelta(days=20)
    order = {"organisation": unit(AGRICULTURE), "report_due": due, "reason": "限期办结"}
    petition = act(to_registered(), "assign", "petition_office", **order)
    petition = act(petition, action, "officer", reason="已经起诉到法院", **data)
    if petition.approvals.filter(state="asked").exists():
        petition = act(petition, "grant", "officer_head")
    report = petition.notices.get(code="closing_report")
    with translation.override("zh-hans"):
        assert "已经起诉到法院" in report.body and str(State(petition.state).label) in report.body
    assert report.body.startswith(unit(PETITION_OFFICE).name), "to who gave the order, not where to go next"
    assert petition.deadlines.get(rule="report_due").met_at is not None


def test_the_notice_names_the_lawful_route_the_body_and_its_time_limit_and_the_case_keeps_the_route():
    petition = act(to_registered(), "divert", "petition_office", reason="属于诉讼事项", **DIVERTED)
    assert petition.lawful_route == "courts"
    told = petition.notices.get(code="divert_notice").body
    assert all(words in told for words in ("诉讼、行政复议", "县人民法院", "三年内起诉。"))
    petition = act(petition, "reopen", "petition_office", reason="法院不受理")
    assert act(petition, "grant", "petition_head").lawful_route == ""


@pytest.mark.parametrize("left_out", ["lawful_route", "destination", "route"])
def test_a_case_is_diverted_only_with_the_route_the_body_and_the_way_to_it(left_out):
    for who, make, action in (
        ("petition_office", to_registered, "divert"),
        ("officer", to_transferred, "divert_here"),
    ):
        with pytest.raises(RuleViolation):
            act(make(), action, who, reason="另有途径", **(DIVERTED | {left_out: ""}))


def test_what_asks_a_body_to_do_its_duty_is_done_by_the_unit_itself():
    given = DIVERTED | {"lawful_route": "duty", "destination": ""}
    petition = act(to_transferred(), "divert_here", "officer", reason="请求查处", **given)
    assert petition.state == "diverted" and petition.lawful_route == "duty"
    assert unit(AGRICULTURE).name in petition.notices.get(code="divert_notice").body
    with pytest.raises(RuleViolation):
        act(to_registered(), "divert", "petition_office", reason="请求查处", **given)


def test_a_case_that_was_only_transferred_owes_its_sender_no_report():
    assert not to_replied().notices.filter(code="closing_report").exists()
