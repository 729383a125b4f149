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
        who = "officer" if code == AGRICULTURE else "township_inspector"
        petition = act(
            petition, action, who, **({"reason": "请补转账凭证"} if "supplement" in action else {})
        )
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


@pytest.mark.parametrize(("code", "promised"), [(AGRICULTURE, False), (TOWNSHIP_DISCIPLINE, True)])
@pytest.mark.parametrize("asked", [False, True], ids=["at work", "asked for more"])
def test_once_accepted_only_the_result_is_to_come(
    client: Client, code: str, promised: bool, asked: bool
) -> None:
    words, coming = steps(client, code, "accept", *(["ask_supplement_here"] if asked else []))
    assert [str(step.heading) for step in coming] == ["The result is told to you"]
    assert ("15 working days after the work is done" in words) is promised
    assert (NO_PROMISE in words) is not promised
    assert "The discipline side needs" not in words


def test_no_clock_of_the_discipline_rules_runs_at_another_body(client: Client) -> None:
    made = accusation()
    act(made.petition, "pass_on", "inspector", organisation=unit(AGRICULTURE), reason="按权限")
    act(made.petition, "accept", "officer")
    for action in ("dispose", "conclude"):
        act(made.petition, action, "officer", reason="查清")
    petition = act(made.petition, "grant", "officer_head")
    assert not petition.deadlines.open().exists()
    opened(client, made)
    assert NO_PROMISE in text(client.get("/en/track/case/"))


def test_word_of_the_passing_on_says_which_days_hold(client: Client) -> None:
    made = accusation()
    petition = act(made.petition, "pass_on", "inspector", organisation=unit(AGRICULTURE), reason="按权限")
    paper = petition.notices.get(code="discipline_pass_on_notice")
    assert "回执上写的日期不再适用" in paper.body
