"""A report of wrongdoing that was passed on: what its writer is promised depends on whose law the body works by."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import AGRICULTURE, TOWNSHIP_DISCIPLINE, accusation, act, staff, unit
from petitions_public.resident import opened, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somebody_there(in_the_county: None) -> None:
    """A body where nobody could open a report is not given one."""
    for name in ("officer", "township_inspector"):
        staff(name)


PROMISE = "15 working days of receipt"
NO_PROMISE = "no day can be promised here"


def steps(client: Client, code: str, *actions: str) -> tuple[str, list[object]]:
    """The words of the case page, and the steps to come, once the body with that code has the case."""
    made = accusation()
    body = unit(code)
    petition = act(made.petition, "pass_on", "inspector", organisation=body, reason="按权限")
    for action in actions:
        petition = act(petition, action, "officer" if code == AGRICULTURE else "township_inspector")
    page = opened(client, made)
    return text(page), page.context["steps"]


def test_a_discipline_unit_owes_word_by_a_day(client: Client) -> None:
    words, coming = steps(client, TOWNSHIP_DISCIPLINE)
    assert coming[0].due is not None
    assert NO_PROMISE not in words


def test_no_day_is_promised_for_a_body_that_works_by_a_law_of_its_own(client: Client) -> None:
    words, coming = steps(client, AGRICULTURE)
    assert coming[0].due is None
    assert NO_PROMISE in words and PROMISE not in words
    assert "not of the discipline side" in words
    assert unit(AGRICULTURE).name not in words and unit(AGRICULTURE).short_name not in words


def test_the_days_of_the_discipline_side_count_again_once_it_comes_back(client: Client) -> None:
    made = accusation()
    petition = act(made.petition, "pass_on", "inspector", organisation=unit(AGRICULTURE), reason="按权限")
    act(petition, "pass_back", "officer", reason="不属本单位")
    page = opened(client, made)
    assert page.context["steps"][0].due is not None
    assert NO_PROMISE not in text(page)


@pytest.mark.parametrize("code", [AGRICULTURE, TOWNSHIP_DISCIPLINE])
def test_once_accepted_only_the_result_is_to_come(client: Client, code: str) -> None:
    words, coming = steps(client, code, "accept")
    assert [str(step.heading) for step in coming] == ["The result is told to you"]
    assert NO_PROMISE not in words
