"""Pages that have to stay: what the menus and the foot lead to, the office page (公开信访事项) of Art. 18 among them.

Their text is the editor's. They are not deleted, taken down or moved, for a site without them breaks the law or its own
promises; whoever wants another page in the place of one names it in the site settings first.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.pages.models import NAMED_PAGES, SiteSettings


def needed(pages: Iterable[Page]) -> list[Page]:
    """Those of some pages that are needed, or stand above one that is."""
    paths = _needed_paths()
    return [page for page in pages if any(path.startswith(page.path) for path in paths)]


def refused(request: HttpRequest, pages: Iterable[Page], back: str, *where: object) -> HttpResponse | None:
    """The way back with a word on each page that is needed; None if none is."""
    kept = needed(pages)
    for page in kept:
        messages.error(
            request,
            _(
                "“%(title)s” stays where it is: menus and foot lead to it, and the rules ask for it. Its text can be "
                "changed. To use another page instead, name that one in the site settings first."
            )
            % {"title": page.title},
        )
    return redirect(back, *where) if kept else None


def _needed_paths() -> set[str]:
    ids = {
        pk for row in SiteSettings.objects.values_list(*(f"{name}_id" for name in NAMED_PAGES)) for pk in row
    }
    ids |= set(Site.objects.values_list("root_page_id", flat=True))
    return set(Page.objects.filter(pk__in=ids).values_list("path", flat=True))
