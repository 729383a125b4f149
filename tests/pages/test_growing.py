"""The pages of places grow with the tree of regions, whatever changes in it at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import factories
import publishing
import pytest
from django.test import Client
from wagtail.models import Page

from cms.pages.indexing import PageSource
from cms.pages.models import DisclosurePage, RegionIndexPage, RegionPage
from regions import process
from regions.models import Region
from regions.snapshot import telling

OTHER_TOWN = "990121201000"


def place(code: str) -> Region:
    return Region.objects.get(code=code)


@contextmanager
def one_change() -> Iterator[None]:
    """Everything inside happens at once, as when a file of regions is loaded."""
    with telling(Region):
        yield
        process.settle()


def added(code: str, name: str, above: str) -> Region:
    level, kind = ("village", "village") if place(above).level == "township" else ("township", "town")
    return Region.objects.create(
        code=code,
        name=name,
        short_name=name[:-1],
        level=level,
        kind=kind,
        parent=place(above),
        path=process.path_below(place(above), code),
    )


def moved(code: str, to: str) -> None:
    Region.objects.filter(code=code).update(parent=place(to))


def renamed(code: str, name: str) -> None:
    Region.objects.filter(code=code).update(name=name)


def assert_as_the_tree() -> None:
    """The tree of pages is sound, and each place's page stands under its superior's, with its name and address."""
    assert not any(Page.find_problems())
    pages = {page.region_id: page for page in RegionPage.objects.select_related("region")}
    for place in Region.objects.filter(level__in=("county", "township", "village")).current():
        page = pages[place.pk]
        above = pages.get(place.parent_id) or RegionIndexPage.objects.get()
        assert page.get_parent().pk == above.pk, place.code
        assert {page.title, page.draft_title, page.title_en} == {place.name}
        assert page.url_path == f"{RegionIndexPage.objects.get().url_path}{place.code}/"


def test_a_village_is_added_where_another_one_is_moved_to_in_the_same_change(site) -> None:
    with one_change():
        added("990121201299", "新垦村", OTHER_TOWN)
        moved(factories.VILLAGE, to=OTHER_TOWN)
    assert_as_the_tree()


def test_a_new_township_gets_villages_of_others_and_one_of_its_own(site) -> None:
    disclosure = publishing.published("D021")
    with one_change():
        added("990121299000", "新设镇", "990121000000")
        added("990121299201", "新垦村", "990121299000")
        moved(factories.VILLAGE, to="990121299000")
        moved(factories.OTHER_VILLAGE, to="990121299000")
    assert_as_the_tree()
    assert DisclosurePage.objects.get(pk=disclosure.pk).get_parent().pk == publishing.place().pk


def test_what_was_published_moves_with_its_place_and_keeps_its_address(site, client: Client) -> None:
    before = publishing.published("D021")
    with one_change():
        moved(factories.VILLAGE, to=OTHER_TOWN)
    after = DisclosurePage.objects.get()
    assert after.url_path == before.url_path
    assert client.get(before.path_on_site).status_code == 200
    [village] = PageSource().find([str(publishing.place().pk)])
    assert village.url == f"/r/{factories.VILLAGE}/"
    assert client.get(village.url).status_code == 200


@pytest.mark.parametrize("seed", range(6))
def test_any_number_of_additions_moves_and_new_names_in_one_change_leaves_a_sound_tree(
    site, seed: int
) -> None:
    dice = random.Random(seed)
    publishing.published("D021")
    for change in range(3):
        with one_change():
            anything(dice, change)
        assert_as_the_tree()


def anything(dice: random.Random, change: int) -> None:
    """Some of everything that happens to a county, in any order."""
    new_towns = [f"99012139{change}0{number}0" for number in range(dice.randrange(3))]
    for code in new_towns:
        added(code, f"新设{code[-3:]}镇", "990121000000")
    towns = [*Region.objects.filter(level="township").order_by("code").values_list("code", flat=True)]
    villages = [*Region.objects.filter(level="village").order_by("code").values_list("code", flat=True)]
    done = [
        *(lambda code=f"9901213{change}{number:03}": added(code, f"新垦{code[-4:]}村", dice.choice(towns))
          for number in range(dice.randrange(1, 6))),
        *(lambda code=code: moved(code, to=dice.choice(towns))
          for code in {*dice.choices(villages, k=8), factories.VILLAGE}),
        *(lambda code=code: renamed(code, f"改名{code[-5:]}")
          for code in [*dice.choices(villages, k=4), dice.choice(towns)]),
    ]  # fmt: skip
    dice.shuffle(done)
    for one in done:
        one()
