"""The pages that the law and the foot need stay on the site, whatever an editor presses; others come and go."""

from __future__ import annotations

import json

import factories
import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from cms.pages.models import HomePage, PlainPage, SiteSettings

NEEDED = ["home", "help", "office", "privacy", "accessibility"]
WORDS = "留在原处"


@pytest.fixture
def editor(site: Site) -> Client:
    """An operator of the county, who may delete too: as the maker of all pages."""
    user = factories.staff("operator")
    Page.objects.filter(depth__gt=1).update(owner=user)
    client = Client()
    client.force_login(user)
    return client


def the(slug: str) -> Page:
    return Page.objects.get(slug=slug, depth__gt=1)


def plain(slug: str, parent: Page) -> Page:
    page = PlainPage(title=slug, slug=slug, owner=factories.staff("operator"))
    parent.add_child(instance=page)
    return page


def said(client: Client, address: str, data: dict[str, str] | None = None) -> str:
    return client.post(address, data or {}, follow=True).content.decode()


def are_all_there() -> bool:
    return Page.objects.filter(slug__in=NEEDED, depth__gt=1, live=True).count() == len(NEEDED)


@pytest.mark.parametrize("slug", NEEDED)
def test_a_needed_page_is_not_taken_down(editor: Client, slug: str) -> None:
    assert WORDS in said(editor, f"/admin/pages/{the(slug).pk}/unpublish/", {"include_descendants": "on"})
    assert are_all_there()


@pytest.mark.parametrize("slug", NEEDED[1:])
def test_a_needed_page_is_not_deleted(editor: Client, slug: str) -> None:
    assert WORDS in said(editor, f"/admin/pages/{the(slug).pk}/delete/")
    assert are_all_there()


def test_the_home_page_with_all_that_is_under_it_is_deleted_by_no_editor(editor: Client) -> None:
    said(editor, f"/admin/pages/{the('home').pk}/delete/")
    assert are_all_there()


@pytest.mark.parametrize("slug", NEEDED[1:])
def test_a_needed_page_keeps_its_address(editor: Client, slug: str) -> None:
    elsewhere = plain("elsewhere", HomePage.objects.get())
    before = the(slug).url_path
    assert WORDS in said(editor, f"/admin/pages/{the(slug).pk}/move/{elsewhere.pk}/confirm/")
    assert the(slug).url_path == before


@pytest.mark.parametrize("deed", ["delete", "unpublish", "move"])
def test_nor_are_several_at_once(editor: Client, deed: str) -> None:
    other = plain("other", HomePage.objects.get())
    elsewhere = plain("elsewhere", HomePage.objects.get())
    chosen = f"id={the('help').pk}&id={other.pk}&next=/admin/pages/"
    data = {"chooser": str(elsewhere.pk)} if deed == "move" else {}
    assert WORDS in said(editor, f"/admin/bulk/wagtailcore/page/{deed}/?{chosen}", data)
    assert are_all_there()
    assert Page.objects.get(pk=other.pk).live


@pytest.mark.parametrize("deed", ["delete", "unpublish", "move"])
def test_the_admins_own_api_does_nothing_to_pages(editor: Client, deed: str) -> None:
    address = f"/admin/api/main/pages/{the('help').pk}/action/{deed}/"
    asked = editor.post(address, json.dumps({}), content_type="application/json")
    assert asked.status_code == 404
    assert are_all_there()


def test_a_page_above_a_needed_one_stays_with_it(editor: Client) -> None:
    above = plain("above", HomePage.objects.get())
    SiteSettings.objects.update(help_page=plain("below", above))
    below = {"include_descendants": "on"}
    assert WORDS in said(editor, f"/admin/pages/{above.pk}/unpublish/", below)
    assert Page.objects.get(slug="below").live


def test_any_other_page_is_taken_down_and_deleted(editor: Client) -> None:
    page = plain("other", HomePage.objects.get())
    assert WORDS not in said(editor, f"/admin/pages/{page.pk}/unpublish/")
    assert not Page.objects.get(pk=page.pk).live
    assert WORDS not in said(editor, f"/admin/pages/{page.pk}/delete/")
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_page_whose_place_another_took_is_free(editor: Client) -> None:
    SiteSettings.objects.update(help_page=plain("other", HomePage.objects.get()))
    assert WORDS not in said(editor, f"/admin/pages/{the('help').pk}/delete/")
    assert not Page.objects.filter(slug="help").exists()


@pytest.mark.parametrize("chosen", ["nothing", "a draft"])
def test_the_settings_name_a_published_page_for_each_place(editor: Client, chosen: str) -> None:
    address = f"/admin/settings/pages/sitesettings/{Site.objects.get().pk}/"
    form = editor.get(address).context["form"]
    draft = plain("draft", HomePage.objects.get())
    Page.objects.filter(pk=draft.pk).update(live=False)
    given = {name: value or "" for name, value in form.initial.items()}
    page = said(editor, address, given | {"office_page": "" if chosen == "nothing" else str(draft.pk)})
    assert "请选择已经发布的页面" in page
    assert SiteSettings.objects.get().office_page == the("office")


def test_no_page_is_shut_to_the_public(editor: Client, client: Client) -> None:
    editor.post(f"/admin/pages/{the('office').pk}/privacy/", {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()
    assert client.get("/office/").status_code == 200


def test_no_page_has_a_day_on_which_it_goes(editor: Client) -> None:
    form = editor.get(f"/admin/pages/{the('office').pk}/edit/").context["form"]
    assert not {"go_live_at", "expire_at"} & set(form.fields)
