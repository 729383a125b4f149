"""What was read, as JSON values: money in 元 with two places as text, days and months by ISO 8601. Only what may be
public stands in the rows.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from .reading import Reading, Table
from .schema import NUMBER
from .sheets import column_letter
from .values import Value


def as_json(file_name: str, reading: Reading) -> dict[str, Any]:
    """The report on a file."""
    return {
        "file": file_name,
        "verdict": reading.verdict,
        "tables": [_table(table) for table in reading.tables],
        "problems": [asdict(one) | {"message": str(one.message)} for one in reading.all_problems],
        "personal": [asdict(one) for table in reading.tables for one in table.personal],
    }


def _table(table: Table) -> dict[str, Any]:
    period = table.period
    return {
        "schema": table.schema.code,
        "sheet": table.layout.sheet.name,
        "title": table.layout.title,
        "region_code": table.region_code,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()} if period else None,
        "unit": table.layout.unit,
        "columns": {one.field.name: column_letter(one.index) for one in table.layout.columns},
        "rows": [
            {"_row": row.number}
            | {name: plain(value) for name, value in row.public.items() if table.schema.field(name).is_public}
            for row in table.rows
        ],
        "totals": {name: _amount(table, name, value) for name, value in table.totals.items()},
    }


def _amount(table: Table, name: str, value: Decimal) -> str:
    return _count(value) if table.schema.field(name).type == NUMBER else f"{value:.2f}"


def _count(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def plain(value: Value) -> str | int | bool | None:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value
