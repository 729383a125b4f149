"""The admin in the site's colours, and nothing in its menus that leads elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

# Help entries that lead to the maker's pages: an intranet may not reach them, and the help is ours to give.
ELSEWHERE = ("editor-guide", "whats-new-in-wagtail")


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
