"""The page on which the public searches, as a visitor without JavaScript sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import factories
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from delivery import outbox

from .conftest import LEDGER, PAY, ROAD, Shelf

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def hits(shown: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in shown.select(".hit h3 a")]


def facet(shown: BeautifulSoup, name: str) -> dict[str, str]:
    """What a facet offers: the words of each entry and where it leads."""
    links = [
        link
        for one in shown.select(".facet")
        if one.select_one("summary").get_text() == name  # type: ignore[union-attr]
        for link in one.select("a")
    ]
    return {link.get_text(" "): str(link["href"]) for link in links}


def test_a_two_character_word_finds_the_paper_and_is_marked_in_its_own_writing(
    client: Client, papers: Shelf
) -> None:
    shown = page(client, "/search/?q=路灯")
    assert hits(shown) == [ROAD.title]
    assert [mark.get_text() for mark in shown.select("mark")] == ["路燈"]
    assert shown.select_one(".hit h3 a")["href"] == "/papers/2/"  # type: ignore[index]
    assert shown.select_one(".hit .meta").get_text().startswith("纸")  # type: ignore[union-attr]


def test_what_is_in_the_title_comes_first_or_else_the_newest(client: Client, papers: Shelf) -> None:
    assert hits(page(client, "/search/?q=低保")) == [LEDGER.title, PAY.title]
    papers.put(replace(PAY, id="4", title="低保核查", published_on=ROAD.published_on))
    outbox.drain()
    newest = page(client, "/search/?q=低保&sort=newest")
    assert hits(newest) == [LEDGER.title, PAY.title, "低保核查"]


def test_each_facet_counts_with_all_filters_but_its_own_and_a_region_holds_what_lies_in_it(
    client: Client, papers: Shelf
) -> None:
    township = factories.OTHER_VILLAGE[:9] + "000"
    shown = page(client, f"/search/?region={township}&category=works")
    assert hits(shown) == [ROAD.title]
    assert set(facet(shown, "事项")) == {"全部", "报酬 1", "工程 1"}


def test_places_are_offered_step_by_step_down_the_tree(client: Client, papers: Shelf) -> None:
    townships = facet(page(client, "/search/"), "地方")
    assert len(townships) == 2
    deeper = page(client, f"/search/{next(iter(townships.values()))}")
    assert len(facet(deeper, "地方")) == 3, "all, the township, its village"


def test_a_filter_is_a_link_and_can_be_dropped(client: Client, papers: Shelf) -> None:
    assert not facet(page(client, "/search/?q=工程"), "年份"), "there is nothing to choose between"
    years = facet(page(client, "/search/"), "年份")
    assert list(years) == ["2026 2", "2025 1"]
    narrowed = page(client, f"/search/{years['2025 1']}")
    assert hits(narrowed) == [ROAD.title]
    [chip] = narrowed.select(".chips a")
    assert len(hits(page(client, f"/search/{chip['href']}"))) == 3


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_pages_follow_one_another_without_gap_or_repetition(client: Client, shelf: Shelf, order: str) -> None:
    shelf.put(*(replace(LEDGER, id=str(number), title=f"低保名单{number}") for number in range(23)))
    outbox.drain()
    seen: list[str] = []
    address = f"/search/?q=低保&sort={order}"
    while address:
        shown = page(client, address)
        seen += hits(shown)
        following = shown.select_one("a[rel=next]")
        address = f"/search/{following['href']}" if following else ""
    assert sorted(seen) == sorted(f"低保名单{number}" for number in range(23))


def test_what_was_withdrawn_is_never_shown_even_if_the_index_has_it(client: Client, papers: Shelf) -> None:
    papers.take_away("1", silently=True)
    shown = page(client, "/search/?q=低保")
    assert hits(shown) == [PAY.title]
    assert "31 户" not in shown.get_text()


def test_nothing_found_says_what_to_try(client: Client, papers: Shelf) -> None:
    misspelt = page(client, "/search/?q=底保")
    [guess] = misspelt.select(".found a")
    assert guess.get_text() == "低保"
    assert hits(page(client, f"/search/{guess['href']}"))
    [guess] = page(client, "/search/?q=底保+飞船&year=2025").select(".found a")
    assert guess["href"] == "?q=%E4%BD%8E%E4%BF%9D"
    narrow = page(client, "/search/?q=低保&year=2025")
    [dropped] = narrow.select(".found li a")
    assert len(hits(page(client, f"/search/{dropped['href']}"))) == 2
    assert narrow.select_one(".asked a")["href"] == "/petition/new/"  # type: ignore[index]


def test_where_nothing_has_all_words_what_has_most_of_them_is_shown_and_said_so(
    client: Client, papers: Shelf
) -> None:
    shown = page(client, "/search/?q=荷叶埂村+低保+飞船")
    assert hits(shown) == [LEDGER.title]
    assert "没有" in shown.select_one(".found").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query",
    ["year=soon", "sort=best", "cursor=x", "cursor=r99999", "kind=secret", f"q={'长' * 101}", "region=%00"],
)
def test_what_cannot_be_read_is_refused_in_words(client: Client, papers: Shelf, query: str) -> None:
    shown = page(client, f"/search/?{query}", 400)
    assert shown.select(".callout li")
    assert not hits(shown)


def test_odd_questions_are_answered(client: Client, papers: Shelf) -> None:
    for asked in ("%00", "%F0%9F%8C%9E", "AND OR NOT", "%22(*%5B", "+", "%ED%A0%80", "a" * 100):
        page(client, f"/search/?q={asked}")
    assert "<script" not in str(page(client, "/search/?q=<script>alert(1)</script>").select("main"))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_is_cacheable_asks_little_and_touches_no_cookie(
    client: Client, papers: Shelf, prefix: str
) -> None:
    address = f"{prefix}/search/?q=低保&region={factories.VILLAGE}"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    assert len(asked) <= 8, [one["sql"] for one in asked]
    again: Any = client.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_visitor_of_the_english_site_gets_english_words_and_addresses(
    client: Client, papers: Shelf
) -> None:
    shown = page(client, "/en/search/?q=低保")
    assert shown.select_one(".hit h3 a")["href"] == "/en/papers/1/"  # type: ignore[index]
    assert "2 results" in shown.get_text()


def test_while_changes_wait_the_page_says_so(client: Client, papers: Shelf) -> None:
    papers.put(replace(LEDGER, id="9"))
    assert page(client, "/search/?q=低保").select(".found .note")
    outbox.drain()
    assert not page(client, "/search/?q=低保").select(".found .note")
