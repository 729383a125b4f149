"""What kind of line each row under the headings is: data, a total, what was there before, a remark, nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .layout import Column, Layout
from .sheets import Cell
from .values import Bad, money, text_of
from .words import DIGITS, any_of

_TOTAL = re.compile(f"(?:{any_of('totals_of')}|[{DIGITS}十]+组|第?[0-9]+组)?{any_of('totals')}")
_RUNNING = re.compile("(?:本年|本季|全年)?累计")
_REMARK = re.compile(any_of("remarks") + ".{0,12}[:：]")
# Where a label may stand: not far to the right.
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

    def __iter__(self) -> Iterator[Line]:
        rows = self.layout.sheet.rows
        for index in range(self.layout.header + 1, len(rows)):
            yield self._line(index, rows[index])

    def _line(self, index: int, cells: list[Cell]) -> Line:
        texts = [re.sub(r"\s", "", text_of(cell)) for cell in cells]
        if not any(self._text(texts, column) for column in self.layout.columns) and not _label(texts):
            return Line(index, Kind.OTHER, cells)
        kind, label = self._kind(texts)
        if kind in (Kind.OPENING, Kind.CLOSING):
            return Line(index, kind, cells, label, self._amount(cells))
        if kind is Kind.DATA:
            cells = [self._filled.get((index, at), cell) for at, cell in enumerate(cells)]
        return Line(index, kind, cells, label)

    def _text(self, texts: list[str], column: Column) -> str:
        return texts[column.index] if column.index < len(texts) else ""

    def _kind(self, texts: list[str]) -> tuple[Kind, str]:
        for label in filter(None, texts[:LABEL_COLUMNS]):
            if _TOTAL.fullmatch(label):
                return Kind.TOTAL, label
            if _RUNNING.fullmatch(label):
                return Kind.OTHER, label
            if label in self.layout.schema.opening:
                return Kind.OPENING, label
            if label in self.layout.schema.closing:
                return Kind.CLOSING, label
        if self._repeats_headings(texts) or self._is_remark(texts):
            return Kind.OTHER, ""
        return Kind.DATA, ""

    def _repeats_headings(self, texts: list[str]) -> bool:
        """A form that is printed on several pages has its headings on each."""
        same = [
            self.layout.schema.heading(self._text(texts, column)) == column.field
            for column in self.layout.columns
        ]
        return sum(same) > 2

    def _is_remark(self, texts: list[str]) -> bool:
        filled = [text for text in texts if text]
        amounts = [
            column for column in self.layout.columns if column.field.is_amount and self._text(texts, column)
        ]
        return not amounts and bool(filled) and (bool(_REMARK.match(filled[0])) or len(filled) == 1)

    def _amount(self, cells: list[Cell]) -> Decimal | None:
        """The sum of what stands in the columns of money: cash and bank, or the one balance."""
        found = [
            _money_or_none(cells, column) for column in self.layout.columns if column.field.type == "money"
        ]
        amounts = [amount for amount in found if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None


def _label(texts: list[str]) -> str:
    return next((text for text in texts[:LABEL_COLUMNS] if text), "")


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
