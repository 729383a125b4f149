"""The chart of a ledger: horizontal bars, drawn by the server, and the same figures as a table beside it.

Widths are parts of the drawing's own width, heights are pixels: words keep their size on any screen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import wording
from .figures import MONTH
from .models import LedgerVersion
from .schema import Field

LINE, BAR, GAP, APART = 24, 12, 3, 8


@dataclass(frozen=True)
class Bar:
    """One bar. ``series`` counts from one; a negative sum is drawn as an outline."""

    y: int
    width: str
    series: int
    negative: bool


@dataclass(frozen=True)
class Group:
    """A label, an amount for each series, and a bar for each that is not zero."""

    label: str
    text_y: int
    bars: tuple[Bar, ...]
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """One of the columns that are compared."""

    number: int
    name: str
    unit: str


@dataclass(frozen=True)
class Chart:
    """All that the template draws."""

    by: str
    series: tuple[Series, ...]
    groups: tuple[Group, ...]
    height: int
    bar: int = field(default=BAR)

    @property
    def title(self) -> str:
        """What is compared, by what."""
        names = " / ".join(one.name for one in self.series)
        return _("%(names)s by %(by)s") % {"names": names, "by": self.by.lower()}

    @property
    def description(self) -> str:
        """For who can't see the bars."""
        count = len(self.groups)
        said = ngettext("%(count)d group, as in the table.", "%(count)d groups, as in the table.", count)
        return said % {"count": count}


def of_version(version: LedgerVersion) -> Chart | None:
    """The chart of a version, if it has one."""
    figures = version.figures
    if not figures:
        return None
    fields = [version.kind.field(name) for name in figures["of"]]
    by = _("Month") if figures["by"] == MONTH else wording.column(version.kind.field(figures["by"]))
    rows = [(label, [Decimal(one) for one in amounts]) for label, *amounts in figures["groups"]]
    longest = max((abs(one) for _label, amounts in rows for one in amounts), default=Decimal(0))
    groups, y = [], 0
    for label, amounts in rows:
        group = _group(_label(label, figures["by"]), amounts, longest, fields, y)
        groups.append(group)
        y += LINE + max(len(group.bars), 1) * (BAR + GAP) + APART
    series = tuple(
        Series(number, wording.column(one), wording.unit(one)) for number, one in enumerate(fields, start=1)
    )
    return Chart(by, series, tuple(groups), y)


def _label(label: str, by: str) -> str:
    if not label:
        return _("All others")
    return wording.month(label) if by == MONTH else label


def _group(label: str, amounts: list[Decimal], longest: Decimal, fields: list[Field], y: int) -> Group:
    drawn = [(series, amount) for series, amount in enumerate(amounts, start=1) if amount]
    bars = tuple(
        Bar(y + LINE + at * (BAR + GAP), _part(amount, longest), series, amount < 0)
        for at, (series, amount) in enumerate(drawn)
    )
    said = tuple(wording.amount(amount, about) for amount, about in zip(amounts, fields, strict=True))
    return Group(label, y + LINE - 6, bars, said)


def _part(amount: Decimal, longest: Decimal) -> str:
    """Its part of the longest, in percent; a small one is still seen."""
    return f"{max(abs(amount) * 100 / longest, Decimal('0.5')):.2f}%"
