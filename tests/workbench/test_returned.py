"""A case that no unit takes is put before the head of the office that sends it on."""

from __future__ import annotations

import factories
import pytest
from desk import QUEUE, address
from django.urls import reverse
from factories import act, unit

from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db

MARK = 'mark--strong">多次退回'


def given_back(petition: Petition, *, onward: str) -> Petition:
    """The agriculture bureau objects, the petition office agrees and sends it on."""
    petition = act(petition, "object", "officer", reason="不属于本单位职责")
    return act(petition, "grant_objection", "petition_office", organisation=unit(onward), reason="同意退回")


def shown(client, **query) -> str:
    return client.get(reverse(QUEUE), query).content.decode()


def test_the_second_return_puts_it_into_the_heads_tab_and_onto_the_heads_home_page(at):
    petition = given_back(factories.to_transferred(), onward=factories.AGRICULTURE)
    head = at("petition_head")
    assert address(petition) not in shown(head, tab="returned")
    act(petition, "object", "officer", reason="仍不属于本单位职责")
    page = shown(head, tab="returned")
    assert address(petition) in page and MARK in page
    home = head.get(reverse("wagtailadmin_home")).content.decode()
    assert f"{reverse(QUEUE)}?tab=returned" in home


def test_others_see_the_mark_and_have_no_such_tab(at):
    petition = given_back(factories.to_transferred(), onward=factories.AGRICULTURE)
    given_back(petition, onward=factories.CIVIL_AFFAIRS)
    for name in ("petition_office", "officer2"):
        page = shown(at(name), tab="all")
        assert address(petition) in page and MARK in page
        assert "tab=returned" not in page


def test_the_number_of_returns_is_a_setting(at, settings):
    settings.SUNSHINE_RETURNS_ALERT = 1
    petition = given_back(factories.to_transferred(), onward=factories.CIVIL_AFFAIRS)
    assert address(petition) in shown(at("petition_head"), tab="returned")


def test_it_leaves_the_tab_when_the_case_ends(at, settings):
    settings.SUNSHINE_RETURNS_ALERT = 1
    petition = given_back(factories.to_transferred(), onward=factories.CIVIL_AFFAIRS)
    act(petition, "withdraw", "P")
    assert address(petition) not in shown(at("petition_head"), tab="returned")


def test_what_discipline_units_gave_back_is_for_their_head_and_unknown_after_a_release(at, settings):
    settings.SUNSHINE_RETURNS_ALERT = 1
    body = unit(factories.TOWNSHIP_DISCIPLINE)
    petition = act(factories.accusation().petition, "pass_on", "inspector", organisation=body, reason="属地")
    petition = act(petition, "pass_back", "township_inspector", reason="不宜由本级办理")
    assert address(petition) in shown(at("inspector_head"), tab="returned")
    assert address(petition) not in shown(at("petition_head"), tab="returned")
    act(petition, "release", "inspector", reason="无人被控", consent="agreed")
    petition = act(petition, "grant", "inspector_head")
    page = shown(at("petition_head"), tab="all")
    assert address(petition) in page and MARK not in page
