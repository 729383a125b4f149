"""The admin's home page and menu for who works on cases, and for who does not."""

from __future__ import annotations

import factories
import pytest
from desk import address
from django.urls import reverse

from accounts.models import Membership, Role
from intake.petitions import policies
from intake.workbench.approvals import waiting
from intake.workbench.panels import count_in_hand

pytestmark = pytest.mark.django_db


def home(client) -> str:
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def test_the_petition_office_finds_what_waits_for_registration(at):
    petition = factories.file_petition().petition
    assert address(petition) in home(at("petition_office"))
    assert address(petition) not in home(at("officer"))


def test_the_petition_office_finds_what_it_registered_and_has_not_sent_on(at):
    petition = factories.to_registered()
    assert address(petition) in home(at("petition_office"))


def test_an_officer_finds_the_own_cases_and_what_waits_for_the_unit(at):
    mine, waiting = factories.to_in_progress(), factories.to_transferred()
    page = home(at("officer"))
    assert address(mine) in page and address(waiting) in page
    other = home(at("officer2"))
    assert address(mine) not in other and address(waiting) not in other


def test_a_head_finds_the_approvals_that_are_for_the_head_to_decide(at):
    petition = factories.to_in_progress()
    factories.act(petition, "issue_opinion", "officer", **factories.OPINION)
    assert address(petition) in home(at("officer_head"))
    assert address(petition) not in home(at("officer2_head"))
    assert address(petition) not in home(at("petition_head"))


def test_the_discipline_intake_finds_what_a_unit_of_one_asks_to_conclude(at):
    petition = factories.accusation().petition
    unit = factories.unit(factories.TOWNSHIP_DISCIPLINE)
    factories.act(petition, "pass_on", "inspector", organisation=unit, reason="属地")
    for action, reason in (("accept", ""), ("dispose", "核实"), ("conclude", "查实")):
        factories.act(petition, action, "township_inspector", reason=reason, disposal="preliminary")
    assert [row.petition_id for row in waiting(factories.staff("inspector"))] == [petition.pk]
    assert not waiting(factories.staff("superior_inspector")).exists()


def test_a_head_elsewhere_who_only_handles_here_is_offered_no_approval(at):
    petition = factories.to_in_progress()
    factories.act(petition, "issue_opinion", "officer", **factories.OPINION)
    head_elsewhere = factories.staff("officer2_head")
    Membership.objects.create(
        user=head_elsewhere, role=Role.HANDLER, organisation=factories.unit(factories.AGRICULTURE)
    )
    offered = policies.waiting_for(factories.staff("officer_head"))
    assert [row.petition_id for row in offered] == [petition.pk]
    assert not policies.waiting_for(factories.staff("officer2_head")).exists()


def test_the_sealed_queue_is_on_the_page_of_the_discipline_intake_alone(at):
    petition = factories.accusation().petition
    assert address(petition) in home(at("inspector"))
    for name in ("petition_office", "petition_head", "township_inspector", "leader", "operator"):
        assert address(petition) not in home(at(name)), name


@pytest.mark.parametrize("name", ["petition_office", "officer", "inspector"])
def test_who_has_no_pages_is_not_shown_wagtails_own_panels(at, name):
    page = home(at(name))
    assert "wb-dashboard" in page
    assert "w-summary" not in page


@pytest.mark.parametrize(
    ("name", "there"), [("officer", True), ("inspector", True), ("clerk", False), ("operator", False)]
)
def test_the_menu_leads_to_the_desk_only_for_who_works_on_cases(at, name, there):
    assert (f'"{reverse("workbench:queue")}"' in home(at(name))) is there


def test_the_menu_counts_what_waits_for_ones_own_offices(county):
    factories.file_petition()
    petition = factories.to_transferred()
    assert count_in_hand(factories.staff("petition_office")) == "1"
    assert count_in_hand(factories.staff("officer")) == "1"
    assert count_in_hand(factories.staff("officer2")) == ""
    factories.act(petition, "recall", "petition_office", reason="转错了")
    assert count_in_hand(factories.staff("petition_office")) == "2"
    assert count_in_hand(factories.staff("officer")) == ""
    assert count_in_hand(factories.staff("leader")) == ""


def test_the_menu_counts_a_case_once_for_who_works_at_its_unit_and_at_its_intake(county):
    factories.to_transferred()
    officer = factories.staff("officer")
    office = factories.unit(factories.PETITION_OFFICE)
    Membership.objects.create(user=officer, role=Role.HANDLER, organisation=office)
    assert count_in_hand(factories.staff("officer")) == "1"
