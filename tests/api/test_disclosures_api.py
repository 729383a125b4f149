"""Disclosures in the API: what is public and nothing else, filtered, with their ledgers as files."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.test import Client
from django.utils.cache import get_max_age
from ledgers import made

from cms.ledgers import present, process
from cms.ledgers.models import LedgerVersion
from cms.pages.models import DisclosurePage

PATH = "/api/v1/disclosures/"


@pytest.fixture
def page(county: None) -> DisclosurePage:
    factories.site()
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


def files_of(client: Client) -> dict[str, int | None]:
    """What each of the three files answers; None where the API names none."""
    ledger = client.get(PATH).json()["results"][0]["ledgers"][0]
    addresses = {form: ledger[form] for form in ("json", "csv", "xlsx")}
    return {form: client.get(one).status_code if one else None for form, one in addresses.items()}


def test_a_file_that_there_is_not_has_no_address(county: None, client: Client) -> None:
    factories.site()
    page = publishing.with_ledger(publishing.draft("D021"), made.monthly().content)
    LedgerVersion.objects.update(
        row_count=present.MOST_XLSX + 1
    )  # a draft still; published it stays as it is
    version = publishing.approve(page).ledgers.get().version
    assert files_of(client) == {"json": 200, "csv": 200, "xlsx": None}
    process.redact(version, by=factories.staff("clerk"), reason="写了不该公开的内容")
    assert files_of(client) == {"json": None, "csv": None, "xlsx": None}


def test_the_schema_says_what_the_files_are_and_that_they_may_be_missing(client: Client) -> None:
    fields = client.get("/api/v1/schema/?format=json").json()["components"]["schemas"]["Ledger"]["properties"]
    for form in ("json", "csv", "xlsx"):
        assert (fields[form]["format"], fields[form]["nullable"]) == ("uri", True)
        assert "redacted" in fields[form]["description"]
    assert "20000" in fields["xlsx"]["description"]


@pytest.mark.parametrize("path", ["disclosures", "notices", "cases", "statistics", "regions"])
def test_a_list_is_kept_by_caches_for_a_minute_at_most(
    page: DisclosurePage, client: Client, path: str
) -> None:
    response = client.get(f"/api/v1/{path}/")
    assert 0 < get_max_age(response) <= 60 and "public" in response["Cache-Control"]


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
