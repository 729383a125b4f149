"""The site's own pages are edited by the operators of the county, as long as they are that, and by nobody else."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accounts.models import Membership, Role, User
from cms.pages import editing
from cms.pages.models import HomePage, PlainPage, SiteSettings
from cms.pages.setup import ensure_site
from regions.models import Region

EDITORS = {"operator"}
OTHERS = sorted(set(factories.STAFF) - EDITORS)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses() -> dict[str, str]:
    """What an editor opens: the explorer, a page and all that is done with it, the site settings."""
    home, page = HomePage.objects.get(), PlainPage.objects.get(slug="help")
    return {
        "explorer": f"/admin/pages/{home.pk}/",
        "edit": f"/admin/pages/{page.pk}/edit/",
        "edit home": f"/admin/pages/{home.pk}/edit/",
        "history": f"/admin/pages/{page.pk}/history/",
        "draft": f"/admin/pages/{page.pk}/view_draft/",
        "new page": f"/admin/pages/add/pages/plainpage/{home.pk}/",
        "unpublish": f"/admin/pages/{page.pk}/unpublish/",
        "compare": f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/",
        "settings": f"/admin/settings/pages/sitesettings/{Site.objects.get().pk}/",
    }


def opened(client: Client) -> set[str]:
    return {name for name, path in addresses().items() if client.get(path).status_code == 200}


def form_of_help(**changes: str) -> dict[str, str]:
    page = PlainPage.objects.get(slug="help")
    return nested_form_data(
        {"title": page.title, "slug": page.slug, "lede": page.lede, "title_en": page.title_en}
        | {"lede_en": page.lede_en, "seo_title": "", "search_description": ""}
        | {"body": streamfield([("heading", "先看这里")]), "body_en": streamfield([])}
        | changes
    )


def test_an_operator_of_the_county_opens_every_page_of_the_editor(site: Site) -> None:
    client = signed_in(factories.staff("operator"))
    assert opened(client) == set(addresses())
    assert "/admin/pages/" in client.get("/admin/").content.decode(), "the menu leads there"


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_opens_any(site: Site, name: str) -> None:
    client = signed_in(factories.staff(name))
    assert opened(client) == set()
    assert client.post(addresses()["edit"], form_of_help()).status_code in (302, 403, 404)
    assert PlainPage.objects.get(slug="help").latest_revision.user is None


def test_an_operator_of_a_township_edits_nothing(site: Site) -> None:
    user = User.objects.create(username="township_operator", display_name="试用镇")
    township = factories.unit(factories.TOWNSHIP)
    Membership.objects.create(user=user, role=Role.OPERATOR, organisation=township)
    assert opened(signed_in(user)) == set()


def test_what_an_editor_publishes_is_on_the_site_and_in_the_history(site: Site, client: Client) -> None:
    editor = signed_in(factories.staff("operator"))
    form = form_of_help(lede="不会上网，可以打电话。")
    editor.post(addresses()["edit"], form)
    assert "不会上网，可以打电话。" not in client.get("/help/").content.decode(), "a draft is not on the site"
    editor.post(addresses()["edit"], form | {"action-publish": "1"})
    assert "不会上网，可以打电话。" in client.get("/help/").content.decode()
    assert "试用operator" in editor.get(addresses()["history"]).content.decode()


def test_a_page_of_a_hundred_paragraphs_in_each_language_is_saved(site: Site) -> None:
    def paragraphs(words: str):
        return streamfield([("heading", f"{words} {number}") for number in range(100)])

    form = form_of_help() | nested_form_data({"body": paragraphs("第"), "body_en": paragraphs("Article")})
    assert len(form) > 800
    assert signed_in(factories.staff("operator")).post(addresses()["edit"], form).status_code == 302
    assert "Article 99" in str(PlainPage.objects.get(slug="help").get_latest_revision_as_object().body_en)


def test_an_editor_sees_the_page_before_it_is_published(site: Site) -> None:
    editor = signed_in(factories.staff("operator"))
    preview = f"{addresses()['edit']}preview/"
    assert editor.post(preview, form_of_help(lede="还没有发布。")).json()["is_valid"]
    assert "还没有发布。" in editor.get(preview).content.decode()


def test_an_editor_gains_nothing_besides(site: Site) -> None:
    user = factories.staff("operator")
    assert user.get_all_permissions() == {"wagtailadmin.access_admin"}
    root = Page.get_first_root_node()
    assert not root.permissions_for_user(user).can_add_subpage()
    client = signed_in(user)
    for path in ("/admin/images/", "/admin/documents/", "/admin/sites/", "/admin/collections/",
                 "/admin/users/", "/admin/workflows/list/", "/admin/redirects/"):  # fmt: skip
        assert client.get(path).status_code != 200, path


def test_the_right_ends_with_the_membership_at_once(site: Site) -> None:
    user = factories.staff("operator")
    client = signed_in(user)
    assert opened(client)
    user.memberships.get().delete()
    assert opened(client) == set()
    assert not user.groups.exists()


def test_the_right_begins_and_ends_with_the_days_of_the_membership(site: Site) -> None:
    user = factories.staff("operator")
    membership = user.memberships.get()
    Membership.objects.create(user=user, role=Role.LEADER, organisation=membership.organisation)
    membership.valid_to = timezone.localdate()
    membership.save()
    client = signed_in(user)
    assert opened(client) == set(addresses())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        client = signed_in(user)
        assert opened(client) == set()
        assert not user.groups.filter(name=editing.GROUP).exists()


def test_what_is_granted_by_hand_is_taken_back(site: Site) -> None:
    user = factories.staff("operator")
    group = Group.objects.get(name=editing.GROUP)
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=Permission.objects.get(codename="lock_page")
    )
    factories.staff("leader").groups.add(group)
    for name in ("operator", "leader"):
        membership = factories.staff(name).memberships.get()
        membership.save()
    assert {row.page.pk for row in group.page_permissions.all()} == {HomePage.objects.get().pk}
    assert list(group.user_set.all()) == [user]


def test_an_operator_who_was_there_before_the_site_edits_it_too(county: None) -> None:
    client = signed_in(factories.staff("operator"))
    ensure_site(Region.objects.get(level=Region.Level.COUNTY))
    assert opened(client) == set(addresses())


def test_the_settings_change_what_the_site_says_of_itself(site: Site, client: Client) -> None:
    editor = signed_in(factories.staff("operator"))
    page = editor.get(addresses()["settings"])
    assert "county" not in page.context["form"].fields
    data = {name: value or "" for name, value in page.context["form"].initial.items()}
    editor.post(addresses()["settings"], data | {"phone": "0990-5550199"})
    assert SiteSettings.objects.get().phone == "0990-5550199"
    assert "0990-5550199" in client.get("/").content.decode()
