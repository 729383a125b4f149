"""What the public reaches of a notice, when, and by which road; after the take-down by none."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

import factories
import notice_making as making
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cms.notices import process
from cms.notices.models import Notice
from search.documents import sources

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

FACTS = "汤某收取村集体碾坊租金"
TOWNSHIP_OF_FIRST = "990121101000"


@pytest.fixture(autouse=True)
def november() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel("2026-11-20T10:00:00+08:00", tick=False) as clock:
        yield clock


def roads(client: Client, notice: Notice) -> dict[str, str]:
    """Everything that anybody can ask of a notice, by where."""
    asked = {
        "page": f"/notices/{notice.pk}/",
        "english": f"/en/notices/{notice.pk}/",
        "list": "/notices/",
        "of a township": f"/notices/?region={TOWNSHIP_OF_FIRST}",
        "home": "/",
        "feed": "/notices/feed/",
        "feed of the region": f"/r/{TOWNSHIP_OF_FIRST}/notices/feed/",
        "api": f"/api/v1/notices/{notice.pk}/",
        "api list": "/api/v1/notices/",
    }
    found = {name: client.get(path).content.decode() for name, path in asked.items()}
    source = sources()["notice"]
    found["search"] = str([*source.documents(), *source.find([str(notice.pk)])])
    return found


def knowing(client: Client, notice: Notice, *words: str) -> set[str]:
    return {name for name, text in roads(client, notice).items() if any(word in text for word in words)}


def test_a_notice_says_who_what_the_decision_on_what_basis_and_until_when(client: Client) -> None:
    notice = making.published()
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    for words in (
        "中共砚川县纪律检查委员会",
        "砚纪通〔2026〕11号",
        "双碾坊村",
        "汤某",
        FACTS,
        "党内严重警告、退赔追缴",
        "38,600.00",
        "《中国共产党纪律处分条例》",
        "2028年3月18日",
        "县纪委常委会",
    ):
        assert words in page.replace("\u00a0", " ").replace("<wbr>", ""), words
    assert making.NAME not in page
    assert {"page", "english", "list", "home", "feed", "api", "api list", "search"} <= knowing(
        client, notice, notice.title
    )


def test_no_road_gives_a_whole_name(client: Client) -> None:
    notice = making.published()
    assert knowing(client, notice, making.NAME, making.OTHER) == set()
    assert {"page", "english", "api", "search", "feed"} <= knowing(client, notice, "汤某")


@pytest.mark.parametrize("state", ["draft", "submitted", "scheduled"])
def test_what_is_not_published_yet_is_nowhere(client: Client, state: str) -> None:
    notice = making.drafted() if state == "draft" else making.submitted()
    if state == "scheduled":
        later = timezone.now() + datetime.timedelta(hours=3)
        process.publish(notice.pk, factories.staff("inspector_head"), publish_at=later)
    process.sweep()
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert client.get(f"/api/v1/notices/{notice.pk}/").status_code == 404
    assert knowing(client, notice, notice.title, "汤某") == set()


def test_a_scheduled_notice_is_there_from_its_moment_on_and_the_search_is_told(
    client: Client, november: time_machine.Coordinates
) -> None:
    from delivery.models import OutboxMessage

    at = timezone.now() + datetime.timedelta(hours=3)
    notice = process.publish(making.submitted().pk, factories.staff("inspector_head"), publish_at=at)
    of_pages = list(OutboxMessage.objects.filter(topic="index").values_list("pk", flat=True))
    told = OutboxMessage.objects.filter(topic="index").exclude(pk__in=of_pages)
    assert not told.exists()
    november.move_to(at)
    assert client.get(f"/notices/{notice.pk}/").status_code == 200
    assert [process.sweep(), process.sweep()] == [1, 0]
    assert json.loads(told.get().payload) == {"kind": "notice", "ids": [str(notice.pk)]}


def test_each_case_comes_down_at_its_own_midnight_before_anything_runs(
    client: Client, november: time_machine.Coordinates
) -> None:
    notice = making.published()
    second = notice.cases.last()
    assert second.take_down_on == datetime.date(2027, 11, 20)
    shown = client.get(f"/notices/{notice.pk}/").content.decode()
    assert '<dt>公开到</dt><dd><time datetime="2027-11-20">2027年11月20日</time></dd>' in shown
    november.move_to("2027-11-19T23:59:59+08:00")
    assert "龙某" in client.get(f"/notices/{notice.pk}/").content.decode()
    november.move_to("2027-11-20T00:00:00+08:00")
    assert knowing(client, notice, "龙某", "蕨菜坡", "荒坡地") - {"home"} == set()  # home names every village
    assert {"page", "api", "feed", "search"} <= knowing(client, notice, "汤某")
    november.move_to("2028-03-18T00:00:00+08:00")
    assert knowing(client, notice, "汤某", notice.title, FACTS) == set()


def test_after_the_take_down_an_anonymised_page_stays_and_is_not_indexed(
    client: Client, november: time_machine.Coordinates
) -> None:
    notice = making.published()
    november.move_to("2030-01-01T00:00:00+08:00")
    process.sweep()
    response = client.get(f"/notices/{notice.pk}/")
    page = response.content.decode()
    assert response.status_code == 200 and response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert "村干部" in page and "侵占集体资金" in page and "党内严重警告" in page
    for gone in ("汤某", "双碾坊村", "原报账员", FACTS, notice.title, "今年8月以来"):
        assert gone not in page
    assert client.get(f"/api/v1/notices/{notice.pk}/").status_code == 404
    assert knowing(client, notice, str(notice.pk)) <= {"page", "english"}


def test_a_decision_that_was_revoked_leaves_nothing_but_that(client: Client) -> None:
    notice = making.published()
    case = notice.cases.first()
    head = factories.staff("inspector_head")
    process.take_down(notice.pk, head, "revoked", "复审撤销处分", case_id=case.pk)
    page = client.get(f"/notices/{notice.pk}/").content.decode()
    assert "处理决定已撤销" in page and "龙某" in page
    assert "侵占集体资金" not in page and "复审撤销处分" not in page
    assert knowing(client, notice, "汤某", FACTS) == set()
    process.take_down(notice.pk, head, "changed", "重新作出决定")
    assert Notice.objects.get().state == "taken_down"
    assert knowing(client, notice, "龙某", notice.title) == set()


def test_the_old_text_of_a_correction_goes_with_its_case(client: Client) -> None:
    notice = making.published()
    case, head = notice.cases.first(), factories.staff("inspector_head")
    change = process.ask_correction(
        notice.pk, factories.staff("inspector"), "facts", "汤某截留租金。", "表述不准确", case_id=case.pk
    )
    process.decide_correction(notice.pk, change.pk, head, accept=True)
    assert FACTS in client.get(f"/notices/{notice.pk}/").content.decode()
    process.take_down(notice.pk, head, "revoked", "撤销", case_id=case.pk)
    assert knowing(client, notice, FACTS, "截留租金", "表述不准确") == set()


def test_pages_are_for_every_cache_but_never_past_midnight(
    client: Client, november: time_machine.Coordinates
) -> None:
    notice = making.published()
    paths = ["/notices/", f"/notices/{notice.pk}/", "/notices/feed/", f"/api/v1/notices/{notice.pk}/"]
    for path in [*paths, f"/en{paths[1]}"]:
        response = client.get(path)
        assert response.cookies == {} and "cookie" not in response.get("Vary", "").lower(), path
        assert response["Cache-Control"].replace("max-age=60", "").strip(", ") == "public", path
        assert b"csrfmiddlewaretoken" not in response.content
    november.move_to("2026-11-20T23:59:50+08:00")
    for path in paths:
        assert "max-age=10" in client.get(path)["Cache-Control"], path


def test_a_list_and_a_page_ask_the_database_a_fixed_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    notice = making.published()
    for number in range(3):
        making.published(making.data(number=f"砚纪通〔2026〕2{number}号"))
    with django_assert_max_num_queries(8):
        client.get("/notices/")
    with django_assert_max_num_queries(8):
        client.get(f"/notices/{notice.pk}/")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/notices/")


def test_the_list_is_narrowed_by_year_township_and_drive(client: Client) -> None:
    making.published()
    for query, there in (
        ("", True), ("year=2026", True), ("year=2025", False), ("year=20x6", False), ("year=99999", False),
        (f"region={TOWNSHIP_OF_FIRST}", True), ("region=990121103000", False), ("region=nowhere", False),
        ("drive=农村集体三资管理专项整治", True), ("drive=别的", False), ("page=none", True), ("region=%00", False),
    ):  # fmt: skip
        page = client.get(f"/notices/?{query}").content.decode()
        assert ("关于2起" in page) is there, query
        assert there or "没有符合条件的通报" in page


def test_without_any_notice_the_list_says_so_and_the_home_page_has_no_panel(client: Client) -> None:
    assert "目前没有公开中的通报" in client.get("/notices/").content.decode()
    assert 'id="notices"' not in client.get("/").content.decode()


def test_the_api_refuses_what_it_does_not_know(client: Client) -> None:
    making.published()
    assert client.get("/api/v1/notices/?yaer=2026").status_code == 400
    assert client.get("/api/v1/notices/?year=0").status_code == 400
    assert client.get("/api/v1/notices/?year=2026").json()["count"] == 1
