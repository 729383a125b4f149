"""Which figures of units in a finished quarter may be shown (小数抑制): the public figures' rule, for one column."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from intake.statistics import suppression
from intake.statistics.periods import Period

from .facts import REST, Counted

# One column of counts stands alone here: which month it is called by is all the same.
_COLUMN = Period(2000, 1, 1)


def shown(
    counted: Counted,
    whole: str,
    part: str = "",
    among: Collection[int] | None = None,
    *,
    unanimous: bool = False,
) -> set[int]:
    """The units of which a count, or a part of it beside what is left, may be shown."""
    column: dict[str, suppression.Cell] = {}
    for unit, cases in counted[whole].items():
        number = len(counted[part].get(unit, ())) if part else 0
        row = suppression.REST if unit == REST else str(unit)
        column[row] = (number, len(cases) - number) if part else (len(cases),)
    table = suppression.Table({_COLUMN: column}, settings.SUNSHINE_SMALLEST_FIGURE, unanimous)
    rows = {row for row in column if row != suppression.REST}
    allowed = rows if among is None else rows & {str(unit) for unit in among}
    # Not twice as large as in the public figures: no month and no year of these is ever shown beside the quarter.
    return {int(row) for row in suppression.list_rows(table, _COLUMN, {}, allowed, rows)}


def total(counted: Counted, measure: str) -> int | None:
    """The county's number; None while it is too small to be shown: few and none alike."""
    number = sum(map(len, counted[measure].values()))
    return number if number >= settings.SUNSHINE_SMALLEST_FIGURE else None


def total_part(counted: Counted, part: str, whole: str, *, unanimous: bool = False) -> int | None:
    """The county's number of a part, where neither it nor what is left of its whole is too small."""
    number, of = total(counted, part), total(counted, whole)
    if number is None or of is None:
        return None
    left = sum(map(len, counted[whole].values())) - number
    enough = left >= settings.SUNSHINE_SMALLEST_FIGURE or (left == 0 and not unanimous)
    return number if enough else None
