"""All tables of a period at once: which keys of each may be shown, and the figures that come of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from .measures import ALL, DIMENSIONS, MEASURES, OTHERS, TOTAL, Measure
from .periods import Period
from .suppression import Cell, Table, list_rows

# How many there are by dimension, key and measure, of each month of a period.
MonthCounts = Mapping[Period, Mapping[tuple[str, str, str], int]]
# By dimension and measure, the keys that are shown.
Shown = dict[tuple[str, str], set[str]]


class Value(NamedTuple):
    dimension: str
    key: str
    measure: str
    value: int


def plan(
    period: Period,
    counts: MonthCounts,
    decided: Mapping[Period, Shown],
    smallest: int,
    last: Shown | None = None,
    before: Shown | None = None,
) -> Shown:
    """What may be shown of a period. ``decided``: what is shown of the months and quarters in it.

    ``last`` is what is shown of the month or quarter before it, None for the first in its year; ``before`` is what an
    earlier version of the period itself showed: beyond that, nothing is.
    """
    shown: Shown = {}
    for dimension in DIMENSIONS:  # the totals first: without its total, a table shows nothing
        for measure in MEASURES:  # a whole before its parts
            table_of = (dimension, measure.code)
            if dimension not in measure.dimensions or (dimension != TOTAL and not shown[TOTAL, measure.code]):
                continue
            among: Collection[str] | None = (
                shown.get((dimension, measure.part_of), set()) if measure.part_of else None
            )
            if before is not None:
                old = before.get(table_of, set())
                among = old if among is None else old & set(among)
            earlier = {part: keys.get(table_of, set()) for part, keys in decided.items()}
            steady = None if last is None else last.get(table_of, set())
            totals = {part for part, keys in decided.items() if keys.get((TOTAL, measure.code))}
            cells = table(measure, dimension, period, counts, smallest, totals)
            shown[table_of] = list_rows(cells, period, earlier, among, steady)
    return shown


def table(
    measure: Measure,
    dimension: str,
    period: Period,
    counts: MonthCounts,
    smallest: int,
    totals: Collection[Period] = (),
) -> Table:
    """The counts of one measure by one dimension: single ones, or pairs of a part and what is left of its whole."""
    columns: dict[Period, dict[str, Cell]] = {month: {} for month in period.months}
    for month in period.months:
        for (by, key, code), number in counts[month].items():
            if by == dimension and code == (measure.part_of or measure.code):
                part = counts[month].get((by, key, measure.code), 0)
                columns[month][key] = (part, number - part) if measure.part_of else (number,)
    return Table(columns, smallest, measure.unanimous, pooled=dimension != TOTAL, totals=totals)


def figures(period: Period, counts: MonthCounts, shown: Shown) -> Iterator[Value]:
    """The values of what is shown; beside each table's rows, what all others hold together."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for month in period.months:
        for place, number in counts[month].items():
            sums[place] += number
    for (dimension, measure), keys in shown.items():
        for key in sorted(keys):
            yield Value(dimension, key, measure, sums[dimension, key, measure])
        if keys and dimension != TOTAL:
            listed = sum(sums[dimension, key, measure] for key in keys)
            yield Value(dimension, OTHERS, measure, sums[TOTAL, ALL, measure] - listed)
