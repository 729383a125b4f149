"""The few sums that a ledger's chart shows: by month where it spans several, else by what its form says.

Reckoned once, from what everybody sees, and kept with the version: a page reads them, however many rows there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .periods import Period
from .schema import Field, Schema
from .values import Value

# More bars than this say nothing; the smallest are shown together.
MOST_GROUPS = 12
MOST_MONTHS = 24
LEAST_GROUPS = 2
MONTH = "month"

Row = Mapping[str, Value]


def of_rows(kind: Schema, fields: Iterable[Field], period: Period, rows: Iterable[Row]) -> dict[str, Any]:
    """``by`` what, ``of`` which columns, and ``groups``: a label with an amount for each of them; ``rest`` tells that
    the last group is all others. Empty when there is nothing to compare.
    """
    here = {one.name for one in fields}
    of = [name for name in kind.chart.get("of", ()) if name in here]
    grouping = _grouping(kind, here, period)
    if not of or grouping is None:
        return {}
    by, label_of = grouping
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * len(of))
    for row in rows:
        label = label_of(row)
        if label:
            amounts = (row.get(name) for name in of)
            sums[label] = [
                total + amount if isinstance(amount, Decimal) else total
                for total, amount in zip(sums[label], amounts, strict=True)
            ]
    return _figures(by, of, sums)


def _grouping(kind: Schema, here: set[str], period: Period) -> tuple[str, Callable[[Row], str]] | None:
    months = (period.start.year, period.start.month) != (period.end.year, period.end.month)
    names = [*(kind.chart.get("months", ()) if months else ()), *kind.chart.get("by", ())]
    name = next((one for one in names if one in here), None)
    if name is None:
        return None
    if name in kind.chart.get("months", ()):
        return MONTH, lambda row: _month(row.get(name))
    return name, lambda row: str(row.get(name) or "")


def _month(value: Value) -> str:
    return f"{value:%Y-%m}" if isinstance(value, date) else str(value or "")


def _figures(by: str, of: list[str], sums: dict[str, list[Decimal]]) -> dict[str, Any]:
    if len(sums) < LEAST_GROUPS or (by == MONTH and len(sums) > MOST_MONTHS):
        return {}
    if by == MONTH:
        shown, others = sorted(sums), []
    else:
        labels = sorted(sums, key=lambda label: -_weight(sums[label]))
        shown, others = labels[:MOST_GROUPS], labels[MOST_GROUPS:]
    groups = [[label, *map(_text, sums[label])] for label in shown]
    if others:
        rest = [sum((sums[label][at] for label in others), Decimal(0)) for at in range(len(of))]
        groups.append(["", *map(_text, rest)])
    return {"by": by, "of": of, "groups": groups, "rest": bool(others)}


def _weight(amounts: list[Decimal]) -> Decimal:
    return sum(map(abs, amounts), Decimal(0))


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
