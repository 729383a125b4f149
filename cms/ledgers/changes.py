"""What a correction changed, as a page shows it: not more than a page holds, each cell with a way to its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import ngettext

from . import present, wording
from .differing import Change, Difference, Row, difference
from .models import LedgerVersion
from .schema import Field
from .stored import typed

MOST_SHOWN = 200
# Longer ledgers are not compared for anybody who asks: that takes a server seconds.
MOST_COMPARED = 5_000


def show(old: LedgerVersion, new: LedgerVersion) -> dict[str, Any]:
    """What ``ledgers/changes.html`` needs; both versions readable."""
    common = {"old": old, "new": new, "title": wording.title(new), "in_chinese": wording.in_chinese()}
    if max(old.row_count, new.row_count) > MOST_COMPARED:
        return common | {"too_long": True}
    found = difference(old, new)
    fields = [new.kind.field(name) for name in found.columns]
    most = max(len(found.cells), len(found.added), len(found.removed))
    return common | {
        "titles": found.title,
        "periods": (wording.period(old), wording.period(new)) if found.period else None,
        "totals": [_change(one, new) for one in found.totals],
        "cells": [_change(one, new) for one in found.cells[:MOST_SHOWN]],
        "cell_count": len(found.cells),
        "parts": _parts(found, fields),
        "cut": most > MOST_SHOWN,
    }


def _change(one: Change, version: LedgerVersion) -> dict[str, Any]:
    about = version.kind.field(one.column)
    return {
        "row": one.row,
        "url": present.row_address(version, one.row) if one.row else "",
        "column": wording.column(about),
        "before": wording.kept_cell(one.before, about),
        "after": wording.kept_cell(one.after, about),
        "is_amount": about.is_amount,
    }


def _parts(found: Difference, fields: list[Field]) -> list[dict[str, Any]]:
    added, removed = len(found.added), len(found.removed)
    parts = (
        (ngettext("%(count)d row added", "%(count)d rows added", added) % {"count": added}, found.added),
        (
            ngettext("%(count)d row taken out", "%(count)d rows taken out", removed) % {"count": removed},
            found.removed,
        ),
    )
    headings = present.headings_of(fields)
    return [
        {"heading": heading, "headings": headings, "rows": _rows(rows, fields, headings)}
        for heading, rows in parts
        if rows
    ]


def _rows(rows: Sequence[Row], fields: list[Field], headings: list[present.Heading]) -> list[present.Row]:
    return [
        present.row(
            {one.name: typed(kept, one) for one, kept in zip(fields, values, strict=True)}, fields, headings
        )
        for _position, values in rows[:MOST_SHOWN]
    ]
