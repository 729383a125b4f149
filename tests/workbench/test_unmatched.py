"""A case for which the rules find no unit is watched over: it has a tab, a mark, and a place before the head."""

from __future__ import annotations

import factories
import pytest
from desk import QUEUE, address
from django.urls import reverse
from factories import act, unit

from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db

MARK = 'mark--strong">无匹配规则'


@pytest.fixture
def puzzling(county: None) -> Petition:
    """A petition whose words fit no category and no unit."""
    return factories.file_petition(title="反映一件事", body="请政府关心一下。").petition


def shown(client, **query) -> str:
    return client.get(reverse(QUEUE), query).content.decode()


def test_it_stands_in_a_tab_of_the_petition_office_with_a_mark_and_before_its_head(at, puzzling):
    usual = factories.file_petition().petition
    page = shown(at("petition_office"), tab="unmatched")
    assert address(puzzling) in page and MARK in page and address(usual) not in page
    home = at("petition_head").get(reverse("wagtailadmin_home")).content.decode()
    assert f"{reverse(QUEUE)}?tab=unmatched" in home and address(puzzling) in home


def test_it_leaves_the_tab_and_loses_the_mark_once_it_is_sent_to_a_unit(at, puzzling):
    act(puzzling, "register", "petition_office")
    assert address(puzzling) in shown(at("petition_office"), tab="unmatched")
    civil = unit(factories.CIVIL_AFFAIRS)
    act(puzzling, "transfer", "petition_office", organisation=civil, reason="按职责")
    assert address(puzzling) not in shown(at("petition_office"), tab="unmatched")
    assert MARK not in shown(at("officer2"), tab="all")


def test_units_have_no_such_tab_and_the_discipline_intake_has_its_own(at, puzzling):
    assert "tab=unmatched" not in shown(at("officer"))
    page = shown(at("inspector"), tab="unmatched")
    assert "tab=unmatched" in page and address(puzzling) not in page
    act(puzzling, "seal", "petition_office")
    Petition.objects.filter(pk=puzzling.pk).update(unmatched=True)
    assert address(puzzling) in shown(at("inspector"), tab="unmatched")
    assert address(puzzling) not in shown(at("petition_head"), tab="unmatched")


def test_one_that_was_closed_is_watched_no_more(at, puzzling):
    act(puzzling, "withdraw", "P")
    page = shown(at("petition_office"), tab="closed")
    assert address(puzzling) in page and MARK not in page
    assert address(puzzling) not in shown(at("petition_office"), tab="unmatched")
