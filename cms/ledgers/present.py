"""A ledger as the public sees it: caption, totals, a page of its rows, chart, downloads, versions.

``show`` gives what ``ledgers/ledger.html`` needs, with two queries however long the ledger is. A page that includes it
puts ``ledgers/head.html`` into its head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from . import chart, stored, wording
from .models import LedgerVersion
from .schema import Field
from .values import Value

# So many rows to a page; fewer of a ledger with many columns, for the page's weight.
PAGE_ROWS, PAGE_ROWS_WIDE = 100, 50
# A table with more columns than this scrolls in a box of its own, and is a list of slips on a phone.
NARROW = 4
WIDE = 7
MOST_VERSIONS = 20
# What is no longer than a name or the first words of a list does not break.
SHORT = 5
DAYS = ("date", "yearmonth", "year")
# A spreadsheet of more rows takes a server too long to write for anybody who asks.
MOST_XLSX = 20_000
FORMATS = ("xlsx", "csv", "json")
# A page of the site may show several ledgers, each with a parameter of its own: page, page2 …
PARAMETER = "page"


@dataclass(frozen=True)
class Heading:
    """A column as its heading says it."""

    name: str
    unit: str
    is_amount: bool
    leads: bool  # what a row is about: its name on a slip
    is_day: bool


@dataclass(frozen=True)
class Cell:
    """A cell, with its heading."""

    text: str
    heading: Heading

    @property
    def holds(self) -> bool:
        """Whether it stays on one line: a day, a name, a short word."""
        return len(self.text) <= SHORT or self.heading.is_day


@dataclass(frozen=True)
class Row:
    """A row; ``anchor`` is where a link to it leads."""

    anchor: str
    cells: tuple[Cell, ...]


def show(
    version: LedgerVersion, query: Mapping[str, str] | None = None, parameter: str = PARAMETER
) -> dict[str, Any]:
    """What the template needs to show a version, at the page of rows that the query asks for. Raises ``Http404``."""
    common = {"version": version, "key": key(version), "versions": versions(version)}
    if version.state == LedgerVersion.State.REDACTED:
        return common | {"redacted": True}
    page, pages = _page(version, query or {}, parameter)
    headings, start = headings_of(version.fields), (page - 1) * page_rows(version)
    return common | {
        "title": wording.title(version),
        "period": wording.period(version),
        "in_chinese": wording.in_chinese(),
        "headings": headings,
        "totals": totals(version),
        "sums": [
            Cell(_sum(version, one), heading) for one, heading in zip(version.fields, headings, strict=True)
        ],
        "rows": rows_shown(version, start, headings),
        "stacks": len(headings) > NARROW,
        "wide": len(headings) > WIDE,
        "covers_names": any(one.public == "masked" for one in version.fields),
        "chart": chart.of_version(version) if page == 1 else None,
        "downloads": downloads(version),
        "page": page,
        "pages": pages,
        "first_row": start + 1,
        "last_row": min(start + page_rows(version), version.row_count),
        "links": _links(query or {}, parameter, page, pages, key(version)),
    }


def key(version: LedgerVersion) -> str:
    """What tells this ledger from others on a page, for anchors."""
    return f"l{version.ledger.hex[:8]}"


def page_rows(version: LedgerVersion) -> int:
    """How many rows a page of it has: always the same, so that links to a row stay."""
    return PAGE_ROWS_WIDE if len(version.columns) > WIDE else PAGE_ROWS


def headings_of(fields: list[Field]) -> list[Heading]:
    """The headings; what a row is about is its first required text, or its first column."""
    leader = next((one for one in fields if one.required and not one.is_amount), fields[0])
    return [
        Heading(wording.column(one), wording.unit(one), one.is_amount, one is leader, one.type in DAYS)
        for one in fields
    ]


def rows_shown(version: LedgerVersion, start: int, headings: list[Heading]) -> list[Row]:
    """A page of rows."""
    shown = stored.rows(version, start, start + page_rows(version))
    return [
        row(values, version.fields, headings, f"{key(version)}-{start + at}")
        for at, values in enumerate(shown, start=1)
    ]


def row(values: Mapping[str, Value], fields: list[Field], headings: list[Heading], anchor: str = "") -> Row:
    """One row, for people."""
    cells = (
        Cell(wording.cell(values.get(one.name), one), heading)
        for one, heading in zip(fields, headings, strict=True)
    )
    return Row(anchor, tuple(cells))


def totals(version: LedgerVersion) -> list[dict[str, str]]:
    """The sums, by name."""
    kind = version.kind
    return [
        {
            "name": wording.column(kind.field(name)),
            "amount": wording.amount(Decimal(amount), kind.field(name)),
            "unit": wording.unit(kind.field(name)),
        }
        for name, amount in version.totals.items()
    ]


def _sum(version: LedgerVersion, about: Field) -> str:
    amount = version.totals.get(about.name)
    return "" if amount is None else wording.amount(Decimal(amount), about)


def versions(version: LedgerVersion) -> list[dict[str, Any]]:
    """The newest versions of its ledger with their addresses; nothing when there is only one."""
    found = list(stored.history(version.ledger)[:MOST_VERSIONS])
    if len(found) < 2 and all(one.is_readable for one in found):
        return []
    readable = {one.number for one in found if one.is_readable}
    return [
        {
            "version": one,
            "is_this": one.pk == version.pk,
            "url": address(one) if one.is_readable else "",
            "changes_url": changes_address(one) if {one.number, one.number - 1} <= readable else "",
        }
        for one in found
    ]


def address(version: LedgerVersion) -> str:
    """The page of a version alone."""
    return reverse("ledgers:version", args=[version.pk])


def changes_address(version: LedgerVersion) -> str:
    """The page that says what a version changed."""
    return reverse("ledgers:changes", args=[version.pk])


def download_address(version: LedgerVersion, form: str) -> str:
    """Where a version is taken away as ``csv``, ``xlsx`` or ``json``."""
    return reverse(f"ledger_files:{form}", args=[version.pk])


def row_address(version: LedgerVersion, position: int) -> str:
    """The page and place of a row, counted from one."""
    page = (position - 1) // page_rows(version) + 1
    asking = _asking({}, PARAMETER, page) if page > 1 else ""
    return f"{address(version)}{asking}#{key(version)}-{position}"


def is_given_as(version: LedgerVersion, form: str) -> bool:
    """Whether there is such a file of the version: of a draft or a redacted one there is none."""
    return version.is_readable and (form != "xlsx" or version.row_count <= MOST_XLSX)


def downloads(version: LedgerVersion) -> list[dict[str, str]]:
    """What the version is given as, and where."""
    forms = [one for one in FORMATS if is_given_as(version, one)]
    return [{"form": one.upper(), "url": download_address(version, one)} for one in forms]


def _page(version: LedgerVersion, query: Mapping[str, str], parameter: str) -> tuple[int, int]:
    pages = max(1, -(-version.row_count // page_rows(version)))
    asked = query.get(parameter, "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= pages):
        raise Http404
    return int(asked), pages


def _links(query: Mapping[str, str], parameter: str, page: int, pages: int, anchor: str) -> dict[str, str]:
    """Addresses of the other pages. Of what else was asked only the pages of other ledgers stay in them."""
    others = {name: said for name, said in query.items() if name.startswith(PARAMETER) and name != parameter}
    asked = {"first": 1, "previous": page - 1, "next": page + 1, "last": pages}
    here = {name: at for name, at in asked.items() if 1 <= at <= pages and at != page}
    return {name: f"{_asking(others, parameter, at)}#{anchor}" for name, at in here.items()}


def _asking(others: Mapping[str, str], parameter: str, page: int) -> str:
    given = dict(others) if page == 1 else dict(others) | {parameter: str(page)}
    return f"?{urlencode(given)}" if given else "?"
