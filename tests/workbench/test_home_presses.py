"""On a unit's own home page: letters of supervision that wait for its answer, and objections that were refused."""

from __future__ import annotations

import datetime
import re

import factories
import pytest
from desk import QUEUE, address
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import act

pytestmark = pytest.mark.django_db


def panel(client, title: str) -> str:
    """The part of the home page under a heading, nothing where it has none."""
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    found = re.search(rf"<h2>{title}</h2>.*?</section>", page, re.S)
    return found.group(0) if found else ""


def urged(petition, who: str = "urge", **more):
    due = timezone.localdate() + datetime.timedelta(days=7)
    return act(petition, who, "petition_office", reason="逾期未受理", due=due, **more)


def test_a_unit_that_was_urged_finds_it_on_its_home_until_it_has_answered(at):
    petition = urged(factories.to_transferred())
    assert address(petition) in panel(at("officer"), "督办待答复")
    assert address(petition) in panel(at("officer_head"), "督办待答复")
    listed = at("officer").get(reverse(QUEUE), {"tab": "urged"}).content.decode()
    assert petition.shown_number in listed
    for name in ("officer2", "petition_office"):
        assert not panel(at(name), "督办待答复"), name
    act(petition, "answer_urge", "officer", answer="adopted", reason="本周内受理")
    assert not panel(at("officer"), "督办待答复")


def test_so_does_a_review_body(at):
    petition = urged(factories.to_in_review(), "urge_review")
    assert address(petition) in panel(at("review_officer"), "督办待答复")
    assert not panel(at("officer"), "督办待答复"), "its own work is done"


def test_a_unit_whose_objection_was_refused_finds_it_until_it_takes_the_case_up(at):
    petition = act(factories.to_transferred(), "object", "officer", reason="不属于本单位职权")
    title = "异议未获同意，须由本单位受理"
    assert not panel(at("officer"), title), "nobody has decided yet"
    petition = act(petition, "refuse_objection", "petition_office", reason="属于你单位职权")
    assert address(petition) in panel(at("officer"), title)
    assert not panel(at("officer2"), title) and not panel(at("petition_office"), title)
    act(petition, "accept", "officer")
    assert not panel(at("officer"), title)


def questions(client) -> int:
    client.get(reverse("wagtailadmin_home"))  # what is kept for a while is there
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("wagtailadmin_home"))
    return len(queries)


def test_both_cost_the_home_page_one_question_each_and_nothing_where_they_are_not(at):
    client = at("officer")
    before = questions(client)
    urged(factories.to_transferred())
    petition = act(factories.to_transferred(), "object", "officer", reason="不属于本单位职权")
    pressed = questions(client)
    act(petition, "refuse_objection", "petition_office", reason="属于你单位职权")
    assert questions(client) <= pressed + 1 and pressed <= before + 2


def test_who_reviews_finds_the_own_tab_open(at):
    petition = factories.to_in_review()
    page = at("review_officer").get(reverse(QUEUE)).content.decode()
    assert petition.shown_number in page and re.search(r'tab=reviews"[^>]*aria-current', page)
