"""Published figures put together for people: tiles, tables, a line of months. Reads ``Figure`` and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from .measures import ACCUSATIONS, ALL, BY_CODE, DIMENSIONS, OTHERS, TOTAL, Measure
from .models import Closing, Figure
from .names import ROWS, Names, names_of, period_name, short_name
from .periods import MONTH, QUARTER, YEAR, Period

Values = dict[tuple[str, str, str], int]
SHOWN_MONTHS = 12


def rate(part: int | None, whole: int | None) -> Decimal | None:
    """A share in per cent with one place; None where either is not shown, or there is nothing to share."""
    if part is None or not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass
class Cell:
    """A figure of a table, with its share of the whole where it is a part; no value where it is not listed."""

    measure: Measure
    value: int | None
    share: Decimal | None


@dataclass
class Line:
    """A row of a table."""

    key: str
    label: str
    cells: list[Cell]
    url: str = ""

    @property
    def is_others(self) -> bool:
        return self.key == OTHERS


@dataclass
class Sheet:
    """A table: what its rows are, its columns, its rows, what all others hold, and the sum."""

    dimension: str
    title: str
    measures: list[Measure]
    lines: list[Line]
    total: Line | None = None


def cells(values: Values, dimension: str, key: str, measures: Iterable[Measure]) -> list[Cell]:
    found = []
    for measure in measures:
        value = values.get((dimension, key, measure.code))
        whole = values.get((dimension, key, measure.part_of)) if measure.part_of else None
        # What "others" holds are other rows for the part than for the whole: no share of each other.
        found.append(Cell(measure, value, rate(value, whole) if key != OTHERS else None))
    return found


def sheet(dimension: str, values: Values, names: Names) -> Sheet:
    """The table of a dimension, the largest row first."""
    there = {code for by, _, code in values if by == dimension}
    measures = [one for one in BY_CODE.values() if dimension in one.dimensions and one.code in there]
    if not measures:
        return Sheet(dimension, str(DIMENSIONS[dimension]), [], [])
    keys = {key for by, key, _ in values if by == dimension}
    first = measures[0].code
    order = sorted(keys - {OTHERS}, key=lambda key: (-values.get((dimension, key, first), 0), key))
    lines = [
        Line(
            key,
            names[dimension, key],
            cells(values, dimension, key, measures),
            reverse("statistics:row", args=[dimension, key]),
        )
        for key in order
    ]
    if OTHERS in keys:
        lines.append(Line(OTHERS, names[dimension, OTHERS], cells(values, dimension, OTHERS, measures)))
    total = Line(ALL, "", cells(values, TOTAL, ALL, measures)) if lines else None
    return Sheet(dimension, str(DIMENSIONS[dimension]), measures, lines, total)


@dataclass
class Report:
    """All that is published of a period, and the months before it beside it."""

    period: Period
    values: Values
    months: dict[Period, Values]
    names: Names

    @property
    def title(self) -> str:
        return period_name(self.period)

    @property
    def sheets(self) -> list[Sheet]:
        return [sheet(dimension, self.values, self.names) for dimension in ROWS]

    @property
    def totals(self) -> list[Cell]:
        return cells(self.values, TOTAL, ALL, list(BY_CODE.values()))

    @property
    def accusations(self) -> int | None:
        return self.values.get((TOTAL, ALL, ACCUSATIONS))

    def total(self, measure: str) -> int | None:
        return self.values.get((TOTAL, ALL, measure))


def report(period: Period) -> Report:
    """What is published of a period, with the totals of the twelve months up to its end; one question, and names."""
    first = period.months[-1]
    for _ in range(SHOWN_MONTHS - 1):
        first = first.previous
    series = Q(grain=MONTH, start__gte=first.start, start__lt=period.after, dimension=TOTAL)
    rows = Figure.objects.current().filter(Q(grain=period.grain, start=period.start) | series).order_by()
    values: Values = {}
    months: dict[Period, Values] = {}
    for grain, start, dimension, key, measure, value in rows.values_list(
        "grain", "start", "dimension", "key", "measure", "value"
    ):
        about = Period.of(grain, start)
        if about == period:
            values[dimension, key, measure] = value
        if grain == MONTH and dimension == TOTAL:
            months.setdefault(about, {})[dimension, key, measure] = value
    return Report(period, values, dict(sorted(months.items())), names_of((by, key) for by, key, _ in values))


@dataclass
class Archive:
    """The months that are closed, and what follows: which quarters and years are."""

    closings: list[Closing]

    @classmethod
    def read(cls) -> Archive:
        """Every version of every closed month, oldest first."""
        return cls(list(Closing.objects.order_by("month", "version")))

    @property
    def months(self) -> list[Period]:
        return sorted({one.period for one in self.closings})

    def holds(self, period: Period) -> bool:
        """Whether all months of a period are closed."""
        closed = {one.period for one in self.closings}
        return all(month in closed for month in period.months)

    @property
    def newest(self) -> Period | None:
        """The quarter that was closed last; before there is one, the month."""
        months = self.months
        quarters = [month.quarter for month in months if self.holds(month.quarter)]
        return quarters[-1] if quarters else months[-1] if months else None

    def of(self, period: Period) -> list[Closing]:
        return [
            one
            for one in self.closings
            if period.first <= one.period.first <= period.last and one.period.year == period.year
        ]

    def corrections(self, period: Period) -> list[Closing]:
        return [one for one in self.of(period) if one.version > 1]

    def version(self, period: Period) -> int:
        """How often the figures of a period were published: once, and once more for each correction."""
        return 1 + len(self.corrections(period))

    def years(self) -> list[dict[str, Any]]:
        """For the list of periods, newest first: each year with its quarters and months, as far as they are closed."""
        found = []
        for year in sorted({month.year for month in self.months}, reverse=True):
            whole = Period(year, 1, 12)
            found.append(
                {
                    "year": year,
                    "whole": whole if self.holds(whole) else None,
                    "quarters": [(one, short_name(one)) for one in whole.children if self.holds(one)],
                    "months": [(one, short_name(one)) for one in self.months if one.year == year],
                }
            )
        return found


__all__ = [
    "MONTH",
    "QUARTER",
    "YEAR",
    "Archive",
    "Cell",
    "Line",
    "Report",
    "Sheet",
    "cells",
    "rate",
    "report",
    "sheet",
]
