"""The search for machines: the shape that was agreed, its bounds, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace

import factories
import pytest
from django.test import Client

from delivery import outbox

from .conftest import LEDGER, PAY, Shelf, titles

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search/"


def test_an_answer_has_results_facets_and_word_of_how_fresh_it_is(client: Client, papers: Shelf) -> None:
    answer = client.get(ADDRESS, {"q": "低保", "kind": "paper", "region": factories.VILLAGE}).json()
    assert answer["_meta"]["engine"] == "embedded"
    assert answer["_meta"]["stale"] is False
    assert set(answer["_meta"]) == {"engine", "indexed_at", "stale", "took_ms"}
    assert answer["total"] == 1
    assert answer["results"] == [
        {
            "kind": "paper",
            "title": LEDGER.title,
            "url": "http://testserver/papers/1/",
            "region": factories.VILLAGE,
            "category": "allowance",
            "published_on": "2026-10-20",
            "highlights": ["荷叶埂村第四季度<mark>低保</mark>在保名单"],
        }
    ]
    assert set(answer["facets"]) == {"kind", "region", "category", "year", "organisation"}
    assert answer["facets"]["category"] == [{"value": "allowance", "label": "低保", "count": 1}]
    counts = {one["value"]: one["count"] for one in answer["facets"]["region"]}
    assert counts[factories.VILLAGE] == counts[factories.OTHER_VILLAGE] == 1
    assert counts["990121000000"] == 2
    assert answer["next"] is None


def test_the_next_page_is_an_address(client: Client, shelf: Shelf) -> None:
    shelf.put(*(replace(LEDGER, id=str(number), title=f"低保名单{number}") for number in range(12)))
    outbox.drain()
    first = client.get(ADDRESS, {"q": "低保", "sort": "newest"})
    second = client.get(first.json()["next"])
    assert len(set(titles(first) + titles(second))) == 12
    assert second.json()["next"] is None


def test_changes_that_wait_make_it_stale(client: Client, papers: Shelf) -> None:
    papers.put(replace(PAY, id="9"))
    assert client.get(ADDRESS).json()["_meta"]["stale"] is True
    outbox.drain()
    assert client.get(ADDRESS).json()["_meta"]["stale"] is False


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"page": "2"}, "page"),
        ({"q": "长" * 101}, "q"),
        ({"year": "26"}, "year"),
        ({"kind": "secret"}, "kind"),
        ({"sort": "best"}, "sort"),
        ({"cursor": "r1000"}, "cursor"),
        ({"cursor": "d5", "q": "低保"}, "cursor"),
        ({"q": ""}, "q"),
    ],
)
def test_what_is_unknown_or_too_much_is_refused_by_name(
    client: Client, papers: Shelf, given: dict[str, str], field: str
) -> None:
    answer = client.get(ADDRESS, given)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_without_an_index_it_is_a_problem_and_no_fault(client: Client, county: None, index: object) -> None:
    answer = client.get(ADDRESS, {"q": "低保"})
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"]
