"""When a village comes under another township, all that is public about it is found there, and no more where it was."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import factories
import notice_making
import publishing
import pytest
import time_machine
from django.test import Client
from summaries.conftest import answered, publish

from delivery import outbox
from delivery.models import OutboxMessage
from regions.models import Organisation, Region
from regions.process import save_organisation, save_region
from search import indexing
from search.engines.base import Engine

from .conftest import Shelf

pytestmark = pytest.mark.django_db

OLD, NEW = "990121103000", "990121201000"


@pytest.fixture
def site(county: None, index: Engine) -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))):
        factories.site()
        yield


def move(code: str = factories.VILLAGE, to: str = NEW) -> None:
    """As an operator does."""
    region = Region.objects.get(code=code)
    region.parent, region.path = Region.objects.get(code=to), ""
    save_region(region)


def found(client: Client, kind: str, place: str) -> int:
    """How many of a kind are found in a place. Facets say the same as the filter."""
    answer = client.get("/api/v1/search/", {"kind": kind, "region": place}).json()
    counted = client.get("/api/v1/search/", {"kind": kind}).json()["facets"]["region"]
    assert {one["value"]: one["count"] for one in counted}.get(place, 0) == answer["total"]
    return answer["total"]


def test_a_disclosure_a_notice_and_a_case_are_found_in_the_new_township_alone(
    site: None, client: Client
) -> None:
    village = Region.objects.get(code=factories.VILLAGE)
    publishing.published("D021")
    notice_making.published(notice_making.with_first(unit=factories.unit(factories.VILLAGE)))
    publish(answered(), region=village)
    outbox.drain()
    kinds = ("disclosure", "notice", "case")
    assert [found(client, kind, OLD) for kind in kinds] == [1, 1, 1]
    move()
    assert client.get("/api/v1/search/", {}).json()["_meta"]["stale"] is True
    outbox.drain()
    assert [found(client, kind, OLD) for kind in kinds] == [0, 0, 0]
    assert [found(client, kind, NEW) for kind in kinds] == [1, 1, 1]
    assert [found(client, kind, factories.VILLAGE) for kind in kinds] == [1, 1, 1]
    assert client.get("/api/v1/search/", {}).json()["_meta"]["stale"] is False


def test_a_village_s_page_is_found_in_the_new_township(site: None, client: Client) -> None:
    outbox.drain()
    before = found(client, "page", OLD), found(client, "page", NEW)
    move()
    outbox.drain()
    assert (found(client, "page", OLD), found(client, "page", NEW)) == (before[0] - 1, before[1] + 1)


def test_a_notice_about_two_villages_is_the_county_s_when_one_has_gone_elsewhere(
    site: None, client: Client
) -> None:
    first, second = notice_making.data().cases
    other = Organisation.objects.filter(parent__code=factories.TOWNSHIP, kind="village_committee")
    cases = [
        replace(first, unit=factories.unit(factories.VILLAGE)),
        replace(second, unit=other.exclude(code=factories.VILLAGE).first()),
    ]
    notice_making.published(notice_making.data(cases=cases))
    outbox.drain()
    assert found(client, "notice", OLD) == 1
    move()
    outbox.drain()
    assert (found(client, "notice", OLD), found(client, "notice", NEW)) == (0, 0)
    assert found(client, "notice", "990121000000") == 1


def test_what_becomes_public_while_its_place_moves_is_found_where_the_place_is_then(
    papers: Shelf, client: Client
) -> None:
    move()
    papers.put(replace(papers.papers["1"], id="4"))
    outbox.drain()
    assert (found(client, "paper", OLD), found(client, "paper", NEW)) == (0, 4)


def test_what_a_body_is_called_is_found_by_its_new_name(site: None, client: Client) -> None:
    bureau = factories.unit(factories.AGRICULTURE)
    notice_making.published(notice_making.with_first(unit=bureau))
    bureau.name = "砚川县田园振兴局"
    save_organisation(bureau)
    outbox.drain()
    answer = client.get("/api/v1/search/", {"q": "田园振兴局", "kind": "notice"})
    assert answer.json()["total"] == 1


def test_only_what_is_about_the_place_is_read_anew_so_many_to_a_message(
    papers: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "IDS_A_MESSAGE", 4)
    papers.put(*(replace(papers.papers["1"], id=str(number)) for number in range(10, 19)))
    outbox.drain()
    OutboxMessage.objects.all().delete()
    move()
    [told] = OutboxMessage.objects.all()
    assert told.topic == indexing.PLACES_TOPIC
    indexing.read_places_anew({"regions": [factories.VILLAGE]}, told.key)
    ids = [row.payload for row in OutboxMessage.objects.filter(topic=indexing.TOPIC)]
    assert len(ids) == 3 and not any('"2"' in payload for payload in ids)
