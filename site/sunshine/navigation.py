"""The menu under the masthead and the list of pages in the foot: tables, read for one request.

An entry is shown only when its page exists: a named address that resolves, or a page that the site settings
name and that is live. A menu never leads to "not found".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sunshine.context import Frame

Target = Callable[["Frame"], str]


@dataclass(frozen=True)
class Link:
    """An entry as a template shows it."""

    label: str | Promise
    url: str
    current: bool = False
    # On a phone the row under the masthead holds the tasks alone; the rest is in the foot.
    task: bool = True


@dataclass(frozen=True)
class Group:
    """A heading in the foot and what stands under it."""

    label: str | Promise
    links: list[Link]


def _named(name: str, fragment: str = "") -> Target:
    def url(frame: Frame) -> str:
        try:
            return reverse(name) + fragment
        except NoReverseMatch:  # a room that is not installed has no entry
            return ""

    return url


def _page(field: str) -> Target:
    def url(frame: Frame) -> str:
        return frame.settings.page_link(field, frame.request)

    return url


def _home(fragment: str = "") -> Target:
    return lambda frame: frame.home_url + fragment


HOME = (_("Home"), _home())
NEW = (_("File a petition"), _named("petitions:new"))
TRACK = (_("Check progress"), _named("petitions:track"))
OPEN = (_("Disclosures"), _named("pages:disclosures"))
NOTICES = (_("Notices"), _named("notices:list"))
CASES = (_("Answered cases"), _named("cases:index"))
FIGURES = (_("Statistics"), _named("statistics:index"))
SEARCH = (_("Search"), _named("search:search"))
OFFICE = (_("Visit or call"), _page("office_page"))
HELP = (_("Help"), _page("help_page"))

MENU = (HOME, NEW, TRACK, OPEN, NOTICES, CASES, FIGURES, SEARCH, HELP)
# What the row under the masthead of a phone has room for.
TASKS = (NEW, TRACK, OPEN, SEARCH)

SITEMAP = (
    (_("Speak up"), (NEW, TRACK, (_("Lost number or password"), _named("petitions:lost")))),
    (
        _("In the open"),
        (
            (_("Choose my village"), _home("#villages")),
            OPEN,
            NOTICES,
            CASES,
            FIGURES,
            SEARCH,
            (_("Addresses, hours, procedure"), OFFICE[1]),
        ),
    ),
    (
        _("Help"),
        (
            (_("How to use this site"), HELP[1]),
            (_("Who sees what I write"), _page("privacy_page")),
            (_("Accessibility"), _page("accessibility_page")),
        ),
    ),
    (_("This site"), ((_("Large type"), _named("elder")), (_("Staff sign-in"), _named("account_login")))),
)


def menu(frame: Frame) -> list[Link]:
    """The entries of the menu that exist, the one of the page shown marked as current."""
    links = []
    for entry in MENU:
        label, target = entry
        if url := target(frame):
            links.append(Link(label, url, _is_current(url, frame), task=entry in TASKS))
    return links


def sitemap(frame: Frame) -> list[Group]:
    """The groups of the foot, empty ones left out."""
    groups = []
    for heading, entries in SITEMAP:
        links = [Link(label, url) for label, target in entries if (url := target(frame))]
        if links:
            groups.append(Group(heading, links))
    return groups


def _is_current(url: str, frame: Frame) -> bool:
    path = frame.request.path
    return path == url if url == frame.home_url else path.startswith(url)
