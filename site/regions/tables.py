"""Bringing a table from a CSV file into the database: all of the file or, when a line is wrong, nothing.

A row that the file does not have stays: others refer to it. Loading twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from .lines import Line, Malformed, lines
from .loading import LoadReport
from .rows import Problem, said


@dataclass(frozen=True)
class Table:
    """Which columns a file must have, how a line is read, and what of a stored row the file may change.

    ``read`` makes a row of a line's cells and raises ``ValidationError``; ``key`` is the field by which the row is
    known again.
    """

    model: type[models.Model]
    columns: Collection[str]
    read: Callable[[dict[str, str]], models.Model]
    key: str
    brings: Collection[str]


def load_table(table: Table, path: str | Path) -> LoadReport:
    """Load a UTF-8 file; whatever is wrong inside it is in the report.

    Raises ``OSError`` or ``UnicodeDecodeError`` when the file can't be read.
    """
    report = LoadReport()
    rows: dict[Any, models.Model] = {}
    first: dict[Any, int] = {}
    try:
        for line in lines(path, table.columns):
            try:
                row = _read(table, line)
                key = getattr(row, table.key)
                if first.setdefault(key, line.number) != line.number:
                    what = {"what": key, "line": first[key]}
                    raise ValidationError(_("“%(what)s” stands on line %(line)d already.") % what)
                rows[key] = row
            except ValidationError as refused:
                report.problems.append(Problem(line.number, " ".join(refused.messages)))
    except Malformed as fault:
        report.problems.append(Problem(fault.line, said(fault)))
    if not report.problems:
        _store(table, rows, report)
    return report


def _read(table: Table, line: Line) -> models.Model:
    if line.surplus:
        raise ValidationError(_("more cells than the heading has columns"))
    row = table.read(line.cells)
    row.full_clean(validate_unique=False)
    return row


@transaction.atomic
def _store(table: Table, rows: dict[Any, models.Model], report: LoadReport) -> None:
    """Write what is new or different."""
    stored = table.model._default_manager.in_bulk(list(rows), field_name=table.key)
    for key, row in rows.items():
        old = stored.get(key)
        if old is None:
            row.save()
            report.created += 1
            continue
        different = [name for name in table.brings if getattr(old, name) != getattr(row, name)]
        for name in different:
            setattr(old, name, getattr(row, name))
        if different:
            old.save()
            report.updated += 1
        else:
            report.unchanged += 1
