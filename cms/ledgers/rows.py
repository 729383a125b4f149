"""What kind of line each row under the headings is: data, a total, what was there before, a remark, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from .layout import Column, Layout
from .schema import MONEY
from .sheets import Cell
from .values import Bad, money, text_of
from .words import DIGITS, any_of

_TOTAL = re.compile(
    f"(?:{any_of('totals_of')}|[{DIGITS}十]+组|第?[0-9]+组)?{any_of('totals')}(?:[:：(（].*)?"
)
_RUNNING = re.compile("(?:本年|本季|全年)?累计")
_REMARK = re.compile(any_of("remarks") + ".{0,12}[:：]")
# Where a label may stand: left of the amounts, or at least this far to the right.
LABEL_COLUMNS = 4


class Kind(Enum):
    DATA = "data"
    TOTAL = "total"
    OPENING = "opening"
    CLOSING = "closing"
    OTHER = "other"  # nothing, a remark, headings again, a running total


@dataclass(frozen=True)
class Line:
    """A row with its kind; for opening and closing lines the amount that they give, in 元."""

    index: int
    kind: Kind
    cells: list[Cell]
    label: str = ""
    amount: Decimal | None = None


class Lines:
    """The rows of a table, below its headings."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._filled = _filled_down(layout)
        self._amounts = [column for column in layout.columns if column.field.is_amount]
        self._labels_end = max(LABEL_COLUMNS, min((column.index for column in self._amounts), default=0))
        # Remembered for this table alone: names stand in these cells.
        self._heading = lru_cache(maxsize=5_000)(layout.schema.heading)
        self._label = lru_cache(maxsize=5_000)(_label)

    def __iter__(self) -> Iterator[Line]:
        rows = self.layout.sheet.rows
        for index in range(self.layout.header + 1, len(rows)):
            yield self._line(index, rows[index])

    def _line(self, index: int, cells: list[Cell]) -> Line:
        if not any(_has(cells, column) for column in self.layout.columns):
            return Line(index, Kind.OTHER, cells)
        labels = [self._label(cell) for cell in cells[: self._labels_end] if isinstance(cell, str)]
        kind, label = self._kind(labels, cells)
        if kind in (Kind.OPENING, Kind.CLOSING):
            return Line(index, kind, cells, label, self._amount(cells))
        if kind is Kind.DATA and self._filled:
            cells = [self._filled.get((index, at), cell) for at, cell in enumerate(cells)]
        return Line(index, kind, cells, label)

    def _kind(self, labels: list[str], cells: list[Cell]) -> tuple[Kind, str]:
        for label in filter(None, labels):
            if _TOTAL.fullmatch(label):
                return Kind.TOTAL, label
            if _RUNNING.fullmatch(label):
                return Kind.OTHER, label
            if label in self.layout.schema.opening:
                return Kind.OPENING, label
            if label in self.layout.schema.closing:
                return Kind.CLOSING, label
        amounts = [cells[column.index] for column in self._amounts if _has(cells, column)]
        if not all(isinstance(amount, str) for amount in amounts):
            return Kind.DATA, ""  # neither headings nor a remark
        if self._repeats_headings(cells) or (not amounts and self._is_remark(cells)):
            return Kind.OTHER, ""
        return Kind.DATA, ""

    def _repeats_headings(self, cells: list[Cell]) -> bool:
        """A form that is printed on several pages has its headings on each."""
        first, *others = (column for column in self.layout.columns if _has(cells, column))
        return self._is_heading(cells, first) and any(self._is_heading(cells, column) for column in others)

    def _is_heading(self, cells: list[Cell], column: Column) -> bool:
        cell = cells[column.index]
        return isinstance(cell, str) and self._heading(cell) == column.field

    def _is_remark(self, cells: list[Cell]) -> bool:
        filled = [text for cell in cells if (text := text_of(cell))]
        return len(filled) == 1 or bool(_REMARK.match(filled[0]))

    def _amount(self, cells: list[Cell]) -> Decimal | None:
        """The sum of what stands in the columns of money: cash and bank, or the one balance."""
        found = [
            _money_or_none(cells, column) for column in self.layout.columns if column.field.type == MONEY
        ]
        amounts = [amount for amount in found if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None


def _label(cell: str) -> str:
    """What a cell says, without spaces: a label is spread over its cell with them."""
    return re.sub(r"\s", "", text_of(cell))


def _has(cells: list[Cell], column: Column) -> bool:
    return column.index < len(cells) and cells[column.index] != ""


def _money_or_none(cells: list[Cell], column: Column) -> Decimal | None:
    try:
        return money(cells[column.index], column.unit) if column.index < len(cells) else None
    except Bad:
        return None


def _filled_down(layout: Layout) -> dict[tuple[int, int], Cell]:
    """What a cell merged over several rows says to each of them: a date or a word, never an amount."""
    texts = {column.index for column in layout.columns if not column.field.is_amount}
    filled: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in layout.sheet.merged:
        if top > layout.header and bottom > top and left == right and left in texts:
            cell = layout.sheet.rows[top][left]
            filled |= {(index, left): cell for index in range(top + 1, bottom + 1)}
    return filled
