"""Where in a sheet the table is: its title, its unit, which column is which, and where its rows begin.

Clerks put a title above, sometimes two rows of headings, one over several columns, and the unit in a corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from privacy.normalising import folded

from .periods import Period, named_in
from .schema import Field, Schema, plain
from .sheets import Sheet
from .values import UNITS, text_of

# How far down a heading may stand, and how few columns make a table.
LOOK_DOWN = 40
LEAST_MATCHED = 3
LONGEST_HEADING = 30

_UNIT = re.compile(r"单位[:：]?\s*[(（]?\s*(?:人民币)?\s*(亿元|万元|千元|百元|元)")
_UNIT_OF_COLUMN = re.compile(r"[(（\[【]\s*(亿元|万元|千元|百元|元)")


@dataclass(frozen=True)
class Column:
    """A column of the sheet that holds a field, and how many 元 it counts as one."""

    index: int
    field: Field
    unit: int = 1


@dataclass(frozen=True)
class Layout:
    """A table found in a sheet. Rows and columns are counted from nothing."""

    schema: Schema
    sheet: Sheet
    columns: tuple[Column, ...]
    header: int  # its last row
    above: tuple[str, ...]
    unit: str
    unmatched: tuple[tuple[int, str], ...] = ()  # columns with a heading that no field has
    doubled: tuple[tuple[int, str], ...] = ()  # columns whose field another column has already

    @property
    def title(self) -> str:
        """The longest line above the headings that is not about the unit or the clerk."""
        lines = [
            line for line in self.above if not re.match("(?:编制|填报|填表|制表)?(?:单位|日期|人)[:：]", line)
        ]
        return max(lines, key=len, default="")

    @property
    def period(self) -> Period | None:
        return named_in([self.title, *self.above, self.sheet.name])

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.field.name == name), None)


@dataclass
class _Heads:
    """The headings of one or two rows, column by column: each with what it may be read as, the best first.

    A second row counts only if each word in it means something as a heading; otherwise it is data.
    """

    last_row: int
    texts: list[list[str]] = field(default_factory=list)


def find(sheet: Sheet, schemas: Iterable[Schema]) -> Layout | None:
    """The table of a sheet, by the kind of ledger that most of its headings fit; None if none does."""
    best: Layout | None = None
    schemas = list(schemas)
    for heads in _candidates(sheet):
        for schema in schemas:
            layout = _match(sheet, schema, heads)
            if layout is not None and (best is None or _fits_better(layout, best)):
                best = layout
    return best


def _fits_better(layout: Layout, best: Layout) -> bool:
    """With more columns; or with as many when the same headings go on in the next row, where no data stands then."""
    if layout.schema == best.schema and layout.header == best.header + 1:
        return len(layout.columns) >= len(best.columns)
    return len(layout.columns) > len(best.columns)


def _candidates(sheet: Sheet) -> Iterable[_Heads]:
    rows = [_headings(row) for row in sheet.rows[: LOOK_DOWN + 1]]
    for number, upper in enumerate(rows[:LOOK_DOWN]):
        if sum(bool(text) for text in upper) < 2:
            continue
        yield _Heads(number, [[text] for text in upper])
        if number + 1 < len(rows):
            yield _Heads(number + 1, _two_rows(sheet, number, upper, rows[number + 1]))


def _headings(row: Sequence[object]) -> list[str]:
    """The texts of a row that may be headings: what is long is not."""
    texts = [text_of(cell) if isinstance(cell, str) else "" for cell in row]
    return [text if len(text) <= LONGEST_HEADING else "" for text in texts]


def _two_rows(sheet: Sheet, number: int, upper: list[str], lower: list[str]) -> list[list[str]]:
    """Two rows of headings as the lower, both together, the upper. A merged heading is over all its columns."""
    over = _spread(sheet, number, upper)
    width = max(len(over), len(lower))
    over, lower = over + [""] * (width - len(over)), lower + [""] * (width - len(lower))
    return [
        [below, above + below, above] if below else [above] for above, below in zip(over, lower, strict=True)
    ]


def _spread(sheet: Sheet, number: int, texts: list[str]) -> list[str]:
    spread = list(texts)
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom and left < len(spread):
            heading = spread[left]
            for column in range(left, min(right + 1, len(spread))):
                spread[column] = heading
    return spread


def _match(sheet: Sheet, schema: Schema, heads: _Heads) -> Layout | None:
    sheet_unit = _unit_of(above := _above(sheet, heads.last_row))
    columns: dict[str, Column] = {}
    unmatched, doubled = [], []
    for index, readings in enumerate(heads.texts):
        found = next((one for reading in readings if reading and (one := schema.heading(reading))), None)
        if len(readings) > 1 and not any(map(schema.heading, readings[:2])):
            return None
        if found is None:
            if any(plain(reading) for reading in readings):
                unmatched.append((index, readings[0]))
        elif found.name in columns:
            doubled.append((index, readings[0]))
        else:
            own = _UNIT_OF_COLUMN.search(readings[0])
            columns[found.name] = Column(index, found, UNITS[own[1] if own else sheet_unit])
    if len(columns) < LEAST_MATCHED:
        return None
    return Layout(
        schema=schema,
        sheet=sheet,
        columns=tuple(columns.values()),
        header=heads.last_row,
        above=above,
        unit=sheet_unit,
        unmatched=tuple(unmatched),
        doubled=tuple(doubled),
    )


def _above(sheet: Sheet, last_row: int) -> tuple[str, ...]:
    """Lines above the headings. With two rows of headings the upper one is among them; its short words do no harm."""
    lines = (text_of(cell) for row in sheet.rows[:last_row] for cell in row if isinstance(cell, str))
    return tuple(line for line in lines if len(line) > 3)


def _unit_of(lines: Iterable[str]) -> str:
    return next((match[1] for line in lines if (match := _UNIT.search(folded(line)))), "元")
