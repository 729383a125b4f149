"""Whose case it is said to be (承办单位) once it is answered or closed: the handling unit's, not the office's."""

from __future__ import annotations

import re

import factories
import pytest
from desk import QUEUE
from django.urls import reverse

pytestmark = pytest.mark.django_db


def unit_in_list(client, petition, tab: str) -> str:
    html = client.get(reverse(QUEUE), {"tab": tab}).content.decode()
    row = next(row for row in re.findall(r"<tr[ >].*?</tr>", html, re.S) if petition.shown_number in row)
    return re.search(r'<td class="h">(.*?)</td>', row).group(1)


def closed():
    return factories.act(factories.received(factories.to_replied()), "accept_result", "P")


def test_a_closed_case_is_listed_with_the_unit_that_handled_it(at):
    petition = closed()
    assert unit_in_list(at("petition_office"), petition, "closed") == "县农业农村局"
    assert unit_in_list(at("officer"), petition, "closed") == "县农业农村局"


def test_so_are_an_answered_one_and_one_under_review(at):
    assert unit_in_list(at("petition_office"), factories.to_replied(), "answered") == "县农业农村局"
    assert unit_in_list(at("petition_office"), factories.to_in_review(), "reviews") == "县农业农村局"


def test_a_case_that_a_unit_gave_back_stands_with_the_office_that_has_it(at):
    petition = factories.act(factories.to_transferred(), "object", "officer", reason="不属于本单位职权")
    petition = factories.act(petition, "grant_objection", "petition_office", reason="同意")
    assert unit_in_list(at("petition_office"), petition, "registered") == "县信访局"


def test_the_table_to_take_away_and_the_case_on_paper_name_the_same_unit(at):
    petition = closed()
    office = at("petition_office")
    table = office.get(reverse("workbench:export"), {"tab": "closed"}).content.decode()
    line = next(line for line in table.splitlines() if petition.shown_number in line)
    assert "县农业农村局" in line and "县信访局" not in line
    paper = office.get(reverse("workbench:print", args=[petition.shown_number])).content.decode()
    assert re.search(r"<dd>砚川县农业农村局</dd>", paper)
