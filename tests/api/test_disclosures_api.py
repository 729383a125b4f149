"""Disclosures in the API: what is public and nothing else, filtered, with their ledgers as files."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.test import Client
from ledgers import made

from cms.pages.models import DisclosurePage
from cms.pages.setup import ensure_site
from regions.models import Region

PATH = "/api/v1/disclosures/"


@pytest.fixture
def page(county: None) -> DisclosurePage:
    ensure_site(Region.objects.get(level=Region.Level.COUNTY))
    return publishing.approve(publishing.with_ledger(publishing.draft("D021"), made.monthly().content))


def test_a_disclosure_with_its_ledger_and_no_draft(page: DisclosurePage, client: Client) -> None:
    draft = publishing.draft("D022")
    answer = client.get(PATH).json()
    assert [one["title"] for one in answer["results"]] == ["2026年10月各项收入明细"]
    ledger = answer["results"][0]["ledgers"][0]
    assert ledger["totals"] == made.monthly().totals
    for form in ("json", "csv", "xlsx"):
        path = ledger[form].split("://", 1)[1].split("/", 1)[1]
        assert client.get(f"/{path}").status_code == 200
    assert client.get(f"{PATH}{page.pk}/").json()["url"].endswith(page.path_on_site)
    assert client.get(f"{PATH}{draft.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=990121103000", 1),
        (f"region={factories.VILLAGE}", 1),
        ("region=990121201000", 0),
        ("category=finance&year=2026&item=D021", 1),
        ("category=party", 0),
        ("year=2025", 0),
    ],
)
def test_it_is_found_by_what_it_is_about(
    page: DisclosurePage, client: Client, query: str, found: int
) -> None:
    assert client.get(f"{PATH}?{query}").json()["count"] == found


@pytest.mark.parametrize("query", ["live=0", "category=nothing", "year=x", "page=0"])
def test_what_it_does_not_know_is_refused(page: DisclosurePage, client: Client, query: str) -> None:
    assert client.get(f"{PATH}?{query}").status_code in (400, 404)


def test_the_list_takes_few_queries(
    page: DisclosurePage, client: Client, django_assert_max_num_queries
) -> None:
    for item in ("D022", "D023", "D024"):
        publishing.published(item)
    with django_assert_max_num_queries(5):
        client.get(PATH)
