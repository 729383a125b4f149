"""What waits for a reviewer: of the own places alone, bounded, and at one price however much waits."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import factories
import publishing
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import TaskState

from accounts.models import Membership, Role
from cms.pages.desk import SHOWN, ReviewPanel
from cms.pages.models import DisclosurePage


@pytest.fixture
def reviewer(site) -> Client:
    client = Client()
    client.force_login(factories.staff("reviewer"))
    client.get("/admin/")
    return client


def waiting(count: int, of: str = factories.VILLAGE) -> list[DisclosurePage]:
    """So many disclosures of a place that were sent in, each of another day."""
    pages = []
    for number in range(DisclosurePage.objects.count(), DisclosurePage.objects.count() + count):
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
        page = publishing.draft("D021", of=of, period_from=day, period_to=day)
        publishing.send_in(page)
        pages.append(page)
    return pages


def shown(name: str) -> dict:
    """What the panel shows to somebody."""
    return ReviewPanel(SimpleNamespace(user=factories.staff(name))).get_context_data()


def queries(client: Client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/").status_code == 200
    return [query["sql"] for query in asked]


def test_the_home_page_asks_no_more_where_more_waits(reviewer: Client) -> None:
    waiting(3)
    few = queries(reviewer)
    waiting(9)
    many = queries(reviewer)
    assert len(many) == len(few), [sql[:120] for sql in many if sql not in few]


def test_as_much_is_read_as_is_shown_and_all_of_it_is_counted(reviewer: Client) -> None:
    pages = waiting(SHOWN + 3)
    with CaptureQueriesContext(connection) as asked:
        panel = shown("reviewer")
    assert panel["count"] == SHOWN + 3
    assert [page.pk for _state, page in panel["rows"]] == [page.pk for page in pages[:SHOWN]], "oldest first"
    read = [query["sql"] for query in asked if 'FROM "wagtailcore_taskstate"' in query["sql"]]
    assert read and all(f"LIMIT {SHOWN}" in sql or "COUNT(" in sql for sql in read)


def test_what_waits_elsewhere_or_was_sent_in_by_oneself_is_not_there(site) -> None:
    (own,) = waiting(1)
    place = publishing.place()
    place.save_revision(user=factories.staff("clerk"))
    publishing.send_in(place)
    waiting(1, of=factories.OTHER_VILLAGE)
    clerk, township = factories.staff("clerk"), factories.unit(factories.TOWNSHIP)
    Membership.objects.create(user=clerk, role=Role.REVIEWER, organisation=township)
    assert {page.pk for _state, page in shown("reviewer")["rows"]} == {own.pk, place.pk}
    assert shown("clerk")["count"] == 0
    assert set(TaskState.objects.reviewable_by(factories.staff("reviewer"))) == {
        own.current_workflow_task_state,
        place.current_workflow_task_state,
    }
