"""Every place has a page that shows what it published, and nothing before its time."""

from __future__ import annotations

import datetime

import factories
import publishing
import pytest
from django.test import Client
from ledgers import made

from cms.pages.models import DisclosurePage, RegionPage
from cms.pages.publishing import withdraw
from regions.models import Region
from regions.snapshot import telling


def test_every_place_has_a_page_and_each_leads_to_the_next(site, client: Client) -> None:
    places = Region.objects.filter(level__in=("county", "township", "village")).current()
    assert {page.region_id for page in RegionPage.objects.live()} == {place.pk for place in places}
    assert f'href="/r/{factories.VILLAGE}/"' in client.get("/r/990121103000/").content.decode()
    village = client.get(f"/r/{factories.VILLAGE}/").content.decode()
    assert 'href="/r/990121103000/"' in village and "Nothing was made public here yet" not in village
    assert "这里还没有公开的内容" in village


def test_a_place_is_not_found_below_another(site, client: Client) -> None:
    assert client.get(f"/r/990121103000/{factories.VILLAGE}/").status_code == 404


def test_what_a_village_published_stands_on_its_page_by_year_and_category(site, client: Client) -> None:
    publishing.published("D021")
    publishing.published("D036", period_from=datetime.date(2025, 1, 1), period_to=datetime.date(2025, 12, 31))
    publishing.draft("D022")
    page = f"/r/{factories.VILLAGE}/"
    everything = client.get(page).content.decode()
    assert "2026年10月各项收入明细" in everything
    assert "2025年耕地地力保护补贴" in everything
    assert "各项支出明细" not in everything
    of_2025 = client.get(f"{page}?year=2025").content.decode()
    assert "2025年耕地地力保护补贴" in of_2025
    assert "2026年10月各项收入明细" not in of_2025
    assert "2026年10月各项收入明细" in client.get(f"{page}?category=finance").content.decode()


@pytest.mark.parametrize("query", ["?year=x&category=y&page=zzz", "?page=99999999", "?year=9999"])
def test_an_address_that_makes_no_sense_still_shows_the_place(site, client: Client, query: str) -> None:
    assert client.get(f"/r/{factories.VILLAGE}/{query}").status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_and_feeds_stand_in_caches_without_a_cookie(site, client: Client, prefix: str) -> None:
    disclosure = publishing.published("D021")
    for path in (
        f"/r/{factories.VILLAGE}/", disclosure.path_on_site, "/disclosures/", "/disclosures/feed/",
        f"/r/{factories.VILLAGE}/feed/",
    ):  # fmt: skip
        response = client.get(prefix + path)
        assert response.status_code == 200, path
        assert "public" in response["Cache-Control"] and not response.cookies, path
        assert "Cookie" not in response.get("Vary", "")


def test_pages_take_few_queries_however_much_was_published(
    site, client: Client, django_assert_max_num_queries
) -> None:
    disclosure = publishing.published("D021")
    for item in ("D022", "D023", "D024", "D025", "D031"):
        publishing.published(item)
    for path, most in ((disclosure.path_on_site, 8), (f"/r/{factories.VILLAGE}/", 16), ("/disclosures/", 8)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_a_new_village_gets_a_page_and_one_that_moved_keeps_its_address(site, client: Client) -> None:
    other = Region.objects.get(code="990121201000")
    disclosure = publishing.published("D021")
    village = Region.objects.get(code=factories.VILLAGE)
    with telling(Region):
        village.parent = other
        village.path = f"{other.path}{village.code}/"
        village.save()
    assert client.get(disclosure.path_on_site).status_code == 200
    assert 'href="/r/990121201000/"' in client.get(f"/r/{factories.VILLAGE}/").content.decode()


def test_a_ledger_stands_in_its_disclosure_and_is_taken_away_with_it(
    site, client: Client, django_assert_max_num_queries
) -> None:
    page = publishing.with_ledger(publishing.draft("D021"), made.monthly().content)
    version = page.ledgers.first().version
    download = f"/ledgers/{version.pk}.csv"
    assert client.get(download).status_code == 404
    publishing.approve(page)
    client.get(page.path_on_site)
    with django_assert_max_num_queries(8):
        shown = client.get(page.path_on_site).content.decode()
    assert "<table" in shown and download in shown
    assert client.get(download).status_code == 200
    withdraw(DisclosurePage.objects.get(), by=factories.staff("reviewer"), reason="有错")
    assert client.get(download).status_code == 404
