"""The page of results as links: every filter, order and page has an address of its own, and needs no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search import labels
from search.engines.base import FACETS
from search.finding import Found
from search.labels import Value
from search.parameters import SORTS, Wanted
from search.suggestions import Suggestion

FACET_LABELS: dict[str, str | Promise] = {
    "kind": pgettext_lazy("facet", "Kind"),
    "region": pgettext_lazy("facet", "Place"),
    "category": pgettext_lazy("facet", "Subject"),
    "year": pgettext_lazy("facet", "Year"),
    "organisation": pgettext_lazy("facet", "Unit"),
}
SORT_LABELS: dict[str, str | Promise] = {"relevance": _("Best match"), "newest": _("Newest first")}
# Whoever needs the others asks for them by name: a page has its bounds.
SHOWN = 20
# Those that most people use stand open.
OPEN = ("kind", "region")


@dataclass(frozen=True)
class Link:
    """An entry of a list of choices, where it leads, and whether it is the choice that was made."""

    label: str | Promise
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    links: list[Link]
    open: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str | Promise
    value: str
    url: str


def context(found: Found) -> dict[str, Any]:
    """What the page shows beside the results."""
    wanted = found.wanted
    return {
        "chips": chips(wanted, found),
        "facets": [facet for name in FACETS if (facet := _facet(name, found)).links],
        "sorts": _sorts(wanted) if wanted.q else [],
        "next_url": address(wanted.but(cursor=found.next)) if found.next else "",
        "first_url": address(wanted.but()) if wanted.cursor else "",
    }


def address(wanted: Wanted) -> str:
    """The address of a question, relative to the page; never empty, for a link has to lead somewhere."""
    return wanted.query_string() or "?"


def chips(wanted: Wanted, found: Found | None = None) -> list[Chip]:
    """The filters that are on."""
    return [
        Chip(FACET_LABELS[name], _label(name, value, found), address(wanted.but(**{name: ""})))
        for name, value in wanted.filters.items()
    ]


def suggestion_links(suggestions: list[Suggestion]) -> dict[str, list[Link]]:
    """Other spellings, and filters to drop with their values."""
    return {
        "spellings": [
            Link(one.wanted.q, address(one.wanted), one.total) for one in suggestions if not one.without
        ],
        "droppable": [
            Link(FACET_LABELS[one.without], address(one.wanted), one.total)
            for one in suggestions
            if one.without
        ],
    }


def _label(name: str, value: str, found: Found | None) -> str:
    counted = found.facets[name] if found else []
    return next((one.label for one in counted if one.value == value), "") or labels.one(name, value)


def _sorts(wanted: Wanted) -> list[Link]:
    return [
        Link(SORT_LABELS[sort], address(wanted.but(sort=sort)), current=sort == wanted.sort) for sort in SORTS
    ]


def _facet(name: str, found: Found) -> Facet:
    wanted, chosen = found.wanted, found.wanted.filters.get(name, "")
    values = found.facets[name]
    if name == "region":
        values = _near(values, chosen)
    links = [
        Link(one.label, address(wanted.but(**{name: one.value})), one.count, one.value == chosen)
        for one in values[:SHOWN]
    ]
    if chosen:
        links.insert(0, Link(_("All"), address(wanted.but(**{name: ""}))))
    elif len(links) < 2 and name != "region":  # nothing to choose between
        links = []
    return Facet(name, FACET_LABELS[name], links, bool(chosen) or name in OPEN)


def _near(values: list[Value], chosen: str) -> list[Value]:
    """The regions one step below the chosen one; below the county as long as none is chosen, and beside a village."""
    below = [one for one in values if one.above == chosen] if chosen else _below_the_top(values)
    here = [one for one in values if one.value == chosen]
    if below or not here:
        return [*here, *below]
    return [one for one in values if one.above == here[0].above]


def _below_the_top(values: list[Value]) -> list[Value]:
    """The first step of the tree at which there is a choice."""
    known = {one.value for one in values}
    step = [one for one in values if one.above not in known]
    while len(step) == 1 and (below := [one for one in values if one.above == step[0].value]):
        step = below
    return step
