"""What is approved for an hour is public from it, each page by itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import factories
import publishing
import pytest
import time_machine
from django.test import Client
from structlog.testing import capture_logs
from wagtail.models import Revision

from cms.pages import schedule
from cms.pages.models import DisclosurePage
from cms.pages.publishing import stop

NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)
HOUR = NOON + datetime.timedelta(hours=5)


@pytest.fixture
def clock(site) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def approved(item: str) -> DisclosurePage:
    return publishing.approve(publishing.draft(item, go_live_at=HOUR))


def status(page: DisclosurePage) -> int:
    return Client().get(page.path_on_site).status_code


def test_one_that_cannot_be_published_keeps_no_other_waiting_and_is_named_on_the_desk(clock) -> None:
    broken, sound = approved("D021"), approved("D023")
    content = Revision.objects.get(approved_go_live_at__isnull=False, object_id=str(broken.pk))
    content.content["lede"] = "电话 19900010001"  # as a version from before a rule was made
    content.save()
    clock.move_to(HOUR + datetime.timedelta(minutes=10))
    with capture_logs() as logs:
        schedule.on_time()
    assert (status(broken), status(sound)) == (404, 200)
    assert [entry["event"] for entry in logs] == ["page not changed at its hour"]
    assert "19900010001" not in str(logs)
    clerk = Client()
    clerk.force_login(factories.staff("clerk"))
    assert "未能公开" in clerk.get("/admin/disclosures/").content.decode()


def test_one_that_is_stopped_while_another_is_published_stays_stopped(clock, monkeypatch) -> None:
    first, second = approved("D021"), approved("D023")
    publish = Revision.publish

    def slowly(revision: Revision, **given: object) -> None:
        """As a big table takes its time: meanwhile a reviewer stops the other."""
        if revision.object_id == str(first.pk):
            stop(DisclosurePage.objects.get(pk=second.pk), by=factories.staff("reviewer"), reason="合计不对")
        publish(revision, **given)

    monkeypatch.setattr(Revision, "publish", slowly)
    clock.move_to(HOUR + datetime.timedelta(minutes=1))
    schedule.on_time()
    second = DisclosurePage.objects.get(pk=second.pk)
    assert (status(first), status(second), second.stopped_because) == (200, 404, "合计不对")


def test_what_was_to_be_public_until_an_hour_goes_at_it(clock) -> None:
    page = publishing.approve(publishing.draft("D021", expire_at=HOUR))
    assert status(page) == 200
    clock.move_to(HOUR)
    schedule.on_time()
    assert status(page) == 404
