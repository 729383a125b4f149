"""What is public now: the one query that pages, lists, feeds, API and search ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.utils import translation

from cms.pages.models.catalogue import Category
from search import indexing

if TYPE_CHECKING:
    from cms.ledgers.models import LedgerVersion
    from cms.pages.models import DisclosurePage
    from regions.models import Region

PER_PAGE = 50


def disclosures() -> QuerySet[DisclosurePage]:
    """The disclosures that everybody may read, the newest first, with what a line of a list shows."""
    from cms.pages.models import DisclosurePage

    return (
        DisclosurePage.objects.live()
        .select_related("item", "region", "publishing_unit")
        .defer("body", "figures", "draft_title", "search_description")
        .order_by("-published_on", "-pk")
    )


def _showing(version: LedgerVersion) -> QuerySet[DisclosurePage]:
    """The public disclosures that show a ledger, in whichever version."""
    return disclosures().filter(ledgers__version__ledger=version.ledger)


def shows(version: LedgerVersion) -> bool:
    """Whether a public disclosure shows the ledger of a version."""
    return _showing(version).exists()


def address_of(version: LedgerVersion) -> str:
    """The address of the disclosure that shows a ledger, in the visitor's language; empty without one."""
    page = _showing(version).first()
    return language_prefix() + page.path_on_site if page else ""


def ledger_changed(version: LedgerVersion) -> None:
    """Have the search read anew the disclosures that show a ledger."""
    from cms.pages.models.disclosures import KIND

    indexing.changed(KIND, *(str(pk) for pk in _showing(version).values_list("pk", flat=True)))


def language_prefix() -> str:
    """What the addresses of public pages begin with in the visitor's language."""
    return "/en" if translation.get_language() == "en" else ""


@dataclass(frozen=True)
class Choice:
    """A link that narrows a list: its words, its address, how much it leads to, whether it is chosen."""

    label: str
    query: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A page of a list, and what narrows it."""

    page: ListPage
    years: list[Choice]
    categories: list[Choice]
    query: str  # what is chosen, for the links to other pages


def of_place(region: Region, asked: Mapping[str, str]) -> Shown:
    """What a place published: by default all, narrowed by ``year`` and ``category``. Five queries at most."""
    return narrowed(disclosures().filter(region=region), asked)


def narrowed(rows: QuerySet[DisclosurePage], asked: Mapping[str, str]) -> Shown:
    """A list narrowed as asked. What makes no sense is passed over: an old link still shows something."""
    year = asked.get("year", "")
    category = asked.get("category", "")
    year = year if year.isascii() and year.isdecimal() and len(year) == 4 else ""
    category = category if category in Category.values else ""
    by_year = rows.filter(item__category=category) if category else rows
    by_category = rows.filter(year=int(year)) if year else rows
    found = by_category.filter(item__category=category) if category else by_category
    number = asked.get("page", "1")
    counted = _counts(by_year, "year")
    pages = Paginator(found, PER_PAGE)
    # The years have been counted: a count of its own would ask for the same again.
    pages.count = counted.get(int(year), 0) if year else sum(counted.values())
    return Shown(
        page=pages.get_page(number if len(number) < 6 else "1"),
        years=_years(counted, year, category),
        categories=_categories(by_category, year, category),
        query=_query(year, category),
    )


def _years(counted: dict[int, int], year: str, category: str) -> list[Choice]:
    return [
        Choice(
            str(one), _query("" if str(one) == year else str(one), category), counted[one], str(one) == year
        )
        for one in sorted(counted, reverse=True)
    ]


def _categories(rows: QuerySet[Any], year: str, category: str) -> list[Choice]:
    counted = _counts(rows, "item__category")
    return [
        Choice(str(one.label), _query(year, "" if one == category else one), counted[one], one == category)
        for one in Category
        if one in counted
    ]


def _counts(rows: QuerySet[Any], field: str) -> dict[Any, int]:
    counted: Iterable[tuple[Any, int]] = (
        rows.select_related(None).order_by().values_list(field).annotate(Count("pk"))
    )
    return dict(counted)


def _query(year: str, category: str) -> str:
    parts = [f"{name}={value}" for name, value in (("year", year), ("category", category)) if value]
    return "?" + "&".join(parts) if parts else ""
