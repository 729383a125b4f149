"""A disclosure and its village in the search: found while they are public, gone with the withdrawal."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.test import Client

from cms.pages.publishing import withdraw
from delivery import outbox
from regions.models import Region
from search.engines.base import Engine

from .conftest import titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(county: None, index: Engine) -> None:
    factories.site()


def test_a_disclosure_is_found_by_a_two_character_word_until_it_is_withdrawn(
    site: None, client: Client
) -> None:
    page = publishing.published("D021")
    outbox.drain()
    asked = {"q": "收入", "kind": "disclosure", "region": factories.VILLAGE}
    answer = client.get("/api/v1/search/", asked)
    assert titles(answer) == [page.title]
    [category] = answer.json()["facets"]["category"]
    assert category["label"] != category["value"]
    withdraw(page, by=factories.staff("reviewer"), reason="重复公开，以9月那一期为准")
    assert titles(client.get("/api/v1/search/", asked)) == []
    outbox.drain()
    assert client.get("/api/v1/search/", asked).json()["total"] == 0


def test_a_village_is_found_by_its_name_and_by_what_people_call_it(site: None, client: Client) -> None:
    outbox.drain()
    village = Region.objects.get(code=factories.VILLAGE)
    for name in (village.short_name, village.aliases[0]):
        [first, *_others] = client.get("/api/v1/search/", {"q": name}).json()["results"]
        assert first["url"] == f"http://testserver/r/{village.code}/", name
    shown = client.get("/search/", {"q": village.short_name}).content.decode()
    assert village.name in shown and village.aliases[0] not in shown
