"""The admin in the site's colours, nothing in its menus that leads elsewhere, and the pages that have to stay."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.pages import admin_urls, desk, keeping, rights
from cms.pages.files import file_chooser

# Help entries that lead to the maker's pages: an intranet may not reach them, and the help is ours to give.
ELSEWHERE = ("editor-guide", "whats-new-in-wagtail")
# What takes a page, or many at once, from where it is found.
TAKE_AWAY = ("delete", "unpublish", "move")


@hooks.register("insert_global_admin_css")
def site_colours() -> SafeString:
    """The site's ink and amber in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("sunshine/css/admin.css"))


@hooks.register("construct_help_menu")
def only_our_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Take away what leads out of the site."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(ELSEWHERE)]


@hooks.register("register_admin_menu_item")
def public_site() -> MenuItem:
    """The way to the public site. A full address, for "/" would be marked as current on every page."""
    return MenuItem(
        _("Public site"), f"{settings.WAGTAILADMIN_BASE_URL}/", name="public-site", icon_name="site", order=10
    )


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete or take down a page that is needed."""
    return keeping.refused(request, [page], "wagtailadmin_pages:edit", page.pk)


@hooks.register("before_move_page")
def keep_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page that is needed: its address is printed on papers."""
    return keep_page(request, page)


@hooks.register("before_bulk_action")
def keep_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Refuse all of what was ticked when a page that is needed is among it."""
    if action_type not in TAKE_AWAY:
        return None
    return keeping.refused(request, [one for one in objects if isinstance(one, Page)], action.next_url)


@hooks.register("construct_homepage_panels", order=20)
def disclosure_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What clerks and reviewers of disclosures have to do."""
    desk.add_panels(request, panels)


@hooks.register("register_admin_urls")
def desk_of_disclosures() -> list[Any]:
    return admin_urls.urlpatterns


class DisclosuresItem(MenuItem):
    """“Disclosures”, for clerks and reviewers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may_enter(request.user)


@hooks.register("register_admin_menu_item")
def disclosures_item() -> MenuItem:
    return DisclosuresItem(
        _("Disclosures"), reverse("disclosure_list"), name="disclosures", icon_name="doc-full", order=30
    )


@hooks.register("register_admin_viewset")
def files_of_disclosures() -> Any:
    return file_chooser
