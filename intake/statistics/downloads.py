"""The figures of a period to take away: CSV and JSON, with equal values and nothing that the page does not show."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from cms.ledgers.values import neutral

from .measures import BY_CODE, DIMENSIONS, YEARLY
from .models import Figure
from .names import names_of
from .periods import Period

COLUMNS = ("period", "from", "to", "by", "key", "name", "measure", "measure_name", "value")


def rows(period: Period) -> Iterator[dict[str, Any]]:
    """Each figure of a period as a row of plain values."""
    figures = list(Figure.objects.of(period))
    names = names_of((one.dimension, one.key) for one in figures)
    measures = BY_CODE | {YEARLY.code: YEARLY}
    for one in figures:
        yield {
            "period": period.code,
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "by": one.dimension,
            "key": one.key,
            "name": names[one.dimension, one.key],
            "measure": one.measure,
            "measure_name": str(measures[one.measure].label),
            "value": one.value,
        }


def to_csv(period: Period) -> bytes:
    """Text with commas in UTF-8, with the mark by which spreadsheet programs know it; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows(period):
        writer.writerow([neutral(value) if isinstance(value, str) else value for value in row.values()])
    return out.getvalue().encode("utf-8-sig")


def to_json(period: Period, **about: Any) -> bytes:
    """The same rows, with what they are about."""
    found = {
        "period": period.code,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        **about,
        "dimensions": {code: str(label) for code, label in DIMENSIONS.items()},
        "figures": list(rows(period)),
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
