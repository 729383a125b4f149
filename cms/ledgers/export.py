"""A ledger to take away: as CSV, XLSX and JSON. What comes out is read in again with equal values.

Only what may be public goes in. A text that a spreadsheet program would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from . import deciding
from .periods import Period
from .reading import Table
from .report import plain
from .schema import MONEY, NUMBER, Field, Schema
from .values import Value, neutral

TOTAL = "合计"
# Widths in characters, so that a title or a date is not cut.
_WIDTHS = {MONEY: 14, NUMBER: 12, "date": 12}
_TEXT_WIDTH = 18


@dataclass(frozen=True)
class Public:
    """A ledger as everybody may have it. ``fields`` are its columns, in their order."""

    schema: Schema
    title: str
    region_code: str
    period: Period
    fields: Sequence[Field]
    rows: Iterable[Mapping[str, Value]]
    totals: Mapping[str, Decimal]

    @classmethod
    def of(cls, table: Table) -> Public:
        """A table that was read, as it would be published. Without a time in it there is nothing to publish: raises
        ``ValueError``.
        """
        if table.period is None:
            raise ValueError("a ledger without a period")
        return cls(
            schema=table.schema,
            title=deciding.title(table),
            region_code=table.region_code or "",
            period=table.period,
            fields=deciding.public_fields(table),
            rows=[row.public for row in table.rows],
            totals=table.totals,
        )

    def cells(self) -> Iterator[list[Value]]:
        """The rows, cell by cell."""
        for row in self.rows:
            yield [row.get(one.name) for one in self.fields]

    def total_cells(self) -> list[Value]:
        """The line of totals; its word stands in the first column that is no amount."""
        cells: list[Value] = [self.totals.get(one.name) for one in self.fields]
        label = next((at for at, one in enumerate(self.fields) if not one.is_amount), None)
        if label is not None:
            cells[label] = TOTAL
        return cells


def to_csv(ledger: Public) -> bytes:
    """Text with commas in UTF-8, with the mark by which spreadsheet programs know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_text(ledger.title)])
    writer.writerow([_heading(one) for one in ledger.fields])
    for cells in [*ledger.cells(), ledger.total_cells()]:
        writer.writerow([_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(ledger: Public) -> bytes:
    """A spreadsheet: amounts as numbers, days as days, headings that stay in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ledger.schema.code)
    sheet.freeze_panes = "A3"
    for at, one in enumerate(ledger.fields, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(one.type, _TEXT_WIDTH)
    sheet.append([_bold(_cell(sheet, _text(ledger.title)))])
    sheet.append([_bold(_cell(sheet, _heading(one)), wrap=True) for one in ledger.fields])
    for cells in ledger.cells():
        sheet.append([_typed(sheet, cell, one) for cell, one in zip(cells, ledger.fields, strict=True)])
    total = zip(ledger.total_cells(), ledger.fields, strict=True)
    sheet.append([_bold(_typed(sheet, cell, one)) for cell, one in total])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def to_json(ledger: Public) -> bytes:
    """The ledger with its columns: money in 元 with two places as text, days by ISO 8601."""
    columns = [
        {
            "name": one.name,
            "title_en": one.title_en,
            "type": one.type,
            "unit": "元" if one.type == MONEY else None,
        }
        for one in ledger.fields
    ]
    found = {
        "schema": ledger.schema.code,
        "title": ledger.title,
        "region_code": ledger.region_code,
        "period": {"from": ledger.period.start.isoformat(), "to": ledger.period.end.isoformat()},
        "columns": columns,
        "rows": [{one.name: plain(row.get(one.name)) for one in ledger.fields} for row in ledger.rows],
        "totals": {name: plain(amount) for name, amount in ledger.totals.items()},
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


WAYS: Mapping[str, Callable[[Public], bytes]] = {".csv": to_csv, ".xlsx": to_xlsx, ".json": to_json}


def _heading(about: Field) -> str:
    return f"{about.name}（元）" if about.type == MONEY else about.name


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return neutral(value) if isinstance(value, str) else str(plain(value))


def _typed(sheet: Any, value: Value, about: Field) -> WriteOnlyCell:
    cell = _cell(sheet, value if isinstance(value, Decimal | date) else _text(value))
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00" if about.type == MONEY else "0.##"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _cell(sheet: Any, value: Decimal | date | str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value if value != "" else None)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, however it begins
    return cell


def _bold(cell: WriteOnlyCell, *, wrap: bool = False) -> WriteOnlyCell:
    cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
