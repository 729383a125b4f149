"""Which figures may be shown, so that none that is hidden can be worked out (小数抑制). Pure: tables in, names out.

A *table* counts one thing (petitions received, answers due …) by row (unit, township, category) and month. Its columns
have totals that are public, its rows have sums by quarter and year; whatever is hidden must stay open in all of it.

**A month.** A row is listed when it counts at least ``smallest``. All that is not listed stands together as "others",
which is the total less what is listed, so it must hold at least ``smallest`` too, and still do so for somebody who
knows the largest row in it: a unit knows its own count. Where it does not, the smallest listed row joins it.
``REST``, the cases that are in no row at all, is always among the others: nobody outside knows how many those are.

**A quarter or year.** A row of which every month is listed is listed as well: its sum tells nothing new. With hidden
months, the sum tells what they hold together. It is listed only if they lie in two parts of the period at least, hold
``smallest`` together and less than the most that they could, and if in each of those months the rows that stay free,
with ``REST`` among them, hold so much (by the same rule as above) that what is taken from one month can be put into
the other. Then any hidden cell may be one more or one less, with a change the other way in another month and the
opposite in the free rows: so nothing is determined. Months that no public total tells apart count as one here.

**Parts.** What is part of another count (in time of due, satisfied of rated) gives its complement away, so both are
counted: a cell is a pair, and is listed only where the whole is, and where both are large enough. A complement of
none may be shown where it tells of nobody (nobody was late); where all said the same (``unanimous``), it may not.

What is decided stays decided: a month is decided from itself and the months before, a quarter from its months, a year
from both. A row that is listed now and then would be lost for the longer periods, where one hidden month could be
worked out. So it must have twice ``smallest`` to be listed in the first month or quarter of a year, and one that is not
listed is not listed any more in those that follow in the year: it hides in several then, and the year can show it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .periods import Period

# Cases in no row: never listed, always part of the others.
REST = ""
# One number, or a part and what is left of its whole.
Cell = tuple[int, ...]
Column = Mapping[str, Cell]
Listed = Mapping[Period, Collection[str]]


@dataclass(frozen=True)
class Table:
    """Cells by month and row; ``unanimous`` says that a complement of none tells what everybody said.

    ``totals`` are the months and quarters of which the sum of all rows is shown, beside that of the whole period.
    ``pooled`` is false for the line of totals, which stands alone.
    """

    columns: Mapping[Period, Column]
    smallest: int
    unanimous: bool = False
    pooled: bool = True
    totals: Collection[Period] = ()

    def cell(self, month: Period, row: str) -> Cell:
        return self.columns[month].get(row, (0,) * self.width)

    @property
    def width(self) -> int:
        return next((len(cell) for column in self.columns.values() for cell in column.values()), 1)

    def rows(self, months: Iterable[Period]) -> set[str]:
        return {row for month in months for row in self.columns[month]} - {REST}

    def is_large(self, cell: Cell, times: int = 1) -> bool:
        """Whether a cell may be shown, looked at alone; or is so many times as large as that takes."""
        least = self.smallest * times
        none_left = not self.unanimous and len(cell) > 1 and cell[1] == 0
        return cell[0] >= least and (len(cell) == 1 or cell[1] >= least or none_left)

    def sum(self, months: Iterable[Period], row: str) -> Cell:
        return total(self.cell(month, row) for month in months)

    def covers(self, hidden: Column) -> int | None:
        """The part of the cells of which the hidden ones hold too little to hide each other; None if they do."""
        if not self.pooled:
            return None
        for part in range(self.width):
            amounts = [cell[part] for cell in hidden.values()]
            known = max((cell[part] for row, cell in hidden.items() if row != REST), default=0)
            if sum(amounts) - known < self.smallest:
                return part
        return None


def total(cells: Iterable[Cell]) -> Cell:
    """Cells added up."""
    return tuple(map(sum, zip(*cells, strict=True)))


def list_rows(
    table: Table,
    period: Period,
    decided: Listed,
    among: Collection[str] | None = None,
    last: Collection[str] | None = None,
) -> set[str]:
    """The rows of a table that may be shown for a period.

    ``decided`` says which were for the months, and for a year the quarters, that it consists of. ``among`` are those
    that may be at all: the rows listed of the whole, or those that an earlier version showed. ``last`` are those of
    the month or quarter before it in the year; None where it is the first.
    """
    rows = table.rows(period.months)
    rows &= rows if among is None else set(among)
    steady = rows & set(last) if last is not None else rows
    if _nothing_left(table, period):
        # The total says so already, if it may: then no row hides anything.
        return rows if table.pooled else steady
    if period != period.whole_year and last is None:
        steady = {row for row in rows if table.is_large(table.sum(period.months, row), times=2)}
    return (
        _list_sums(table, period, decided, rows, steady)
        if period.children
        else _list_month(table, period, steady)
    )


def _nothing_left(table: Table, period: Period) -> bool:
    """Whether the part is the whole everywhere: then it shows what the whole shows, and no more."""
    cells = [cell for month in period.months for cell in table.columns[month].values()]
    return table.width == 2 and not table.unanimous and sum(cell[1] for cell in cells) == 0


def _list_month(table: Table, month: Period, rows: set[str]) -> set[str]:
    column = table.columns[month]
    listed = {row for row in rows if table.is_large(table.cell(month, row))}
    while listed:
        short = table.covers({row: cell for row, cell in column.items() if row not in listed})
        if short is None:
            return listed
        givers = [(column[row][short], row) for row in listed if column[row][short] > 0]
        if not givers:
            return set()
        listed.discard(min(givers)[1])
    return listed


def _list_sums(table: Table, period: Period, decided: Listed, rows: set[str], steady: set[str]) -> set[str]:
    hidden = {row: hidden_months(row, period, decided) for row in (*rows, *table.rows(period.months), REST)}
    sure = {row for row in rows if not hidden[row]}
    told = {row for row in steady - sure if _may_be_told(table, period, row, hidden[row])}
    sums = {row: table.sum(hidden[row], row) for row in told}
    while told:
        bare = _bare_column(table, period, told, hidden)
        if not bare:
            break
        told.discard(min((sums[row], row) for row in told if bare.intersection(hidden[row]))[1])
    return sure | told


def hidden_months(row: str, period: Period, decided: Listed) -> list[Period]:
    """The months of a period of which a row's count is in no public figure, and in no public sum of the parts."""
    return [
        month
        for month in period.months
        if row not in decided.get(month, ())
        and (month.quarter == period or row not in decided.get(month.quarter, ()))
    ]


def _may_be_told(table: Table, period: Period, row: str, months: list[Period]) -> bool:
    """Whether what a row's hidden months hold together may be known, looked at alone."""
    parts = {month.quarter if period == period.whole_year else month for month in months}
    together = table.sum(months, row)
    most = (table.smallest - 1) * len(months)
    full = table.width == 1 and together[0] == most
    return len(parts) > 1 and min(together) >= table.smallest and not full


def _bare_column(
    table: Table, period: Period, told: set[str], hidden: Mapping[str, list[Period]]
) -> frozenset[Period]:
    """Months with a common total in which what stays free is too little to cover the rows whose sums are told."""
    for months in _columns(table, period):
        if any(months.intersection(hidden[row]) for row in told):
            free = {row: months.intersection(hidden[row]) for row in hidden if row not in told}
            if (
                table.covers({row: table.sum(sorted(kept), row) for row, kept in free.items() if kept})
                is not None
            ):
                return months
    return frozenset()


def _columns(table: Table, period: Period) -> list[frozenset[Period]]:
    """The months of a period, together where no total tells them apart."""
    columns: dict[Period, set[Period]] = {}
    for month in period.months:
        known = next((one for one in (month, month.quarter) if one in table.totals), period)
        columns.setdefault(known, set()).add(month)
    return [frozenset(months) for months in columns.values()]
