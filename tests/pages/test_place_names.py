"""A place's page is called as the place is: at once when that changes, and whatever anybody types or typed."""

from __future__ import annotations

from pathlib import Path

import factories
import publishing
import pytest
from django.conf import LazySettings
from django.test import Client
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.models import RegionPage
from delivery import outbox
from regions.models import Region
from regions.process import save_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def indexed(site: Site, tmp_path: Path, settings: LazySettings) -> None:
    settings.SUNSHINE_SEARCH_FOLDER = tmp_path / "search"
    outbox.drain()


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def rename(name: str) -> Region:
    """As an operator does in the list of regions."""
    village = Region.objects.get(code=factories.VILLAGE)
    data = {"code": village.code, "name": name, "short_name": name[:-1], "kind": village.kind, "note": ""}
    data |= {"parent": village.parent_id, "aliases": ""}
    answer = signed_in("operator").post(f"/admin/region/edit/{village.pk}/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    return village


def edit(client: Client, page: RegionPage, **changes: str):
    data = {"lede": "本村在河湾。", "body": streamfield([])}
    data |= {"office_holders": inline_formset([]), "comments": inline_formset([])} | changes
    return client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(data))


def found(client: Client, asked: str) -> list[str]:
    answer = client.get("/api/v1/search/", {"q": asked, "kind": "page"})
    return [one["url"].removeprefix("http://testserver") for one in answer.json()["results"]]


def test_a_new_name_stands_on_the_page_and_is_found_and_the_old_one_is_not(client: Client) -> None:
    old = publishing.place().title
    assert found(client, old)[:1] == [f"/r/{factories.VILLAGE}/"]
    rename("望江亭社区")
    page = publishing.place()
    assert (page.title, page.draft_title, page.title_en) == ("望江亭社区",) * 3
    shown = client.get(f"/r/{factories.VILLAGE}/").content.decode()
    assert "望江亭社区" in shown and old not in shown
    assert "望江亭社区" in client.get(f"/en/r/{factories.VILLAGE}/").content.decode()
    outbox.drain()
    assert found(client, "望江亭社区") == [f"/r/{factories.VILLAGE}/"]
    assert found(client, old) == []


def test_what_people_call_a_place_is_found_as_soon_as_it_is_known(client: Client) -> None:
    village = Region.objects.get(code=factories.VILLAGE)
    village.aliases = [*village.aliases, "鹭鸶滩"]
    save_region(village)
    outbox.drain()
    assert found(client, "鹭鸶滩") == [f"/r/{factories.VILLAGE}/"]


def test_a_draft_from_before_brings_the_old_name_not_back() -> None:
    page = publishing.place()
    page.lede = "本村在河湾。"
    page.save_revision(user=factories.staff("clerk"))
    rename("望江亭社区")
    publishing.place().get_latest_revision().publish()
    page = publishing.place()
    assert (page.title, page.draft_title, page.lede) == ("望江亭社区", "望江亭社区", "本村在河湾。")


def test_nobody_gives_a_page_of_a_place_another_title() -> None:
    page = publishing.place()
    clerk, name = signed_in("clerk"), page.title
    assert 'name="title"' not in clerk.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    typed = {"title": "别的村", "title_en": "Elsewhere", "draft_title": "别的村", "slug": "elsewhere"}
    assert edit(clerk, page, **typed).status_code == 302
    draft = publishing.place().get_latest_revision_as_object()
    assert (draft.title, draft.slug, draft.lede) == (name, factories.VILLAGE, "本村在河湾。")
    page.title = page.title_en = "别的村"
    page.save()
    page = publishing.place()
    assert (page.title, page.draft_title, page.title_en) == (name,) * 3
