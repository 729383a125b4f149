"""Withdrawals and material that came on paper or in person, entered by the office that holds the case."""

from __future__ import annotations

import datetime

import factories
import pytest
from django.utils import timezone
from factories import accusation, act, offered, staff, to_in_progress, to_registered, to_transferred

from intake.petitions import timeline
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

SIGNED = {"signed": True, "files": 1}


@pytest.mark.parametrize(
    ("who", "other", "make"),
    [("petition_office", "officer", to_registered), ("officer", "petition_office", to_in_progress)],
)
def test_the_office_that_holds_the_case_enters_a_signed_withdrawal_and_the_petitioner_has_it_confirmed(
    who, other, make
):
    petition = make()
    assert "withdraw" in offered(who, petition) and "withdraw" not in offered(other, petition)
    came = timezone.localdate() - datetime.timedelta(days=2)
    petition = act(petition, "withdraw", who, received_on=came, **SIGNED)
    assert petition.state == "withdrawn" and not petition.deadlines.open().exists()
    assert petition.notices.filter(code="withdrawal_receipt", to_organisation=None).exists()
    told = timeline.entries(petition)[-1]
    assert told.paper is not None and f"{came.month}月{came.day}日" in told.text
    event = events.history("petition", petition.pk).get(action="withdraw")
    assert event.actor_id == staff(who).uuid and event.data == {
        "on": came.isoformat(),
        "signed": "petitioner",
    }


@pytest.mark.parametrize("given", [{"files": 1}, {"signed": True}, {}])
def test_no_office_ends_a_case_on_its_own_word(given):
    petition = to_in_progress()
    with pytest.raises(RuleViolation):
        act(petition, "withdraw", "officer", **given)
    assert Petition.objects.get(pk=petition.pk).state == "in_progress"


def test_a_joint_petition_is_withdrawn_on_paper_by_all_its_contacts_alone():
    petition = to_registered(joint=True, people_count=3)
    with pytest.raises(RuleViolation) as refused:
        act(petition, "withdraw", "petition_office", **SIGNED)
    assert [name for name, _words in refused.value.problems] == ["all_contacts"]
    assert act(petition, "withdraw", "petition_office", all_contacts=True, **SIGNED).state == "withdrawn"


def test_nobody_enters_a_withdrawal_of_who_wrote_without_a_name():
    petition = to_registered(people=[])
    assert "withdraw" not in offered("petition_office", petition)
    with pytest.raises(NotAllowed):
        act(petition, "withdraw", "petition_office", **SIGNED)


def test_where_the_name_is_withheld_the_petition_office_enters_it_and_the_paper_stays_there():
    petition = to_transferred(withhold_name=True)
    assert "withdraw" not in offered("officer", petition)
    assert act(petition, "withdraw", "petition_office", signed=True).state == "withdrawn"


def test_a_withdrawal_waits_for_no_approval_that_is_asked_for():
    petition = act(to_in_progress(), "issue_opinion", "officer", **factories.OPINION)
    assert "withdraw" in offered("officer", petition)
    petition = act(petition, "withdraw", "officer", **SIGNED)
    assert petition.state == "withdrawn" and petition.approvals.get().state == "lapsed"


def test_of_a_report_of_wrongdoing_the_holder_notes_it_once_and_goes_on():
    petition = accusation().petition
    assert "withdraw" in offered("inspector", petition)
    petition = act(petition, "withdraw", "inspector", **SIGNED)
    assert petition.withdrawal_noted and petition.state == "submitted"
    assert petition.notices.filter(code="withdrawal_noted").count() == 1
    assert "withdraw" not in offered("inspector", petition)
    assert "委" not in timeline.entries(petition)[-1].text


@pytest.mark.parametrize(
    ("who", "make", "ask", "action", "state"),
    [
        ("petition_office", to_registered, "ask_supplement", "supply", "registered"),
        ("officer", to_in_progress, "ask_supplement_here", "supply_here", "in_progress"),
    ],
)
def test_material_that_was_brought_meets_the_clock_and_the_case_goes_on(who, make, ask, action, state):
    petition = act(make(), ask, who, reason="请补充合同复印件")
    with pytest.raises(RuleViolation):
        act(petition, action, who, text=" ", files=0)
    petition = act(petition, action, who, text="合同在这里。", received_on=timezone.localdate())
    assert petition.state == state and petition.deadlines.get(rule="supplement_15").met_at
    assert petition.texts.get(kind="material").text == "合同在这里。"
    assert "补" in timeline.entries(petition)[-1].heading


def test_what_is_brought_and_charges_the_unit_takes_the_case_away_from_it():
    petition = act(to_in_progress(), "ask_supplement_here", "officer", reason="请补充")
    petition = act(petition, "supply_here", "officer", text="县农业农村局局长收受回扣。")
    assert not factories.sees("officer", petition)
