"""Loading a year's announced days off from a file: all of it or, when a line is wrong, nothing.

A calendar that is half there would move deadlines by its gaps without anyone noticing.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intake.clock.models import Holiday
from regions.loading import LoadReport, Problem

COLUMNS = ("date", "kind", "holiday")


def load_holidays(path: Path) -> LoadReport:
    """Bring a UTF-8 CSV (date, kind ``off`` or ``work``, holiday) into the table.

    Loading twice changes nothing. Raises ``OSError`` or ``UnicodeDecodeError`` when the file can't be read.
    """
    report = LoadReport()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
            reason = _("Missing columns: %(names)s") % {"names": ", ".join(missing)}
            report.problems.append(Problem(1, reason))
            return report
        rows = _read(((reader.line_num, row) for row in reader), report)
    if not report.problems:
        _store(rows, report)
    return report


def _read(lines: Iterable[tuple[int, dict[str, str | None]]], report: LoadReport) -> list[Holiday]:
    """The rows of the file, each checked; problems go to the report."""
    rows: list[Holiday] = []
    seen: dict[datetime.date, int] = {}
    for number, line in lines:
        try:
            row = Holiday(date=_date(line["date"]), kind=_text(line["kind"]), name=_text(line["holiday"]))
            row.year = row.date.year
            row.full_clean(validate_unique=False)
        except ValidationError as refused:
            report.problems.append(Problem(number, " ".join(refused.messages)))
            continue
        if row.date in seen:
            again = _("The date stands on line %(line)d already.") % {"line": seen[row.date]}
            report.problems.append(Problem(number, again))
        seen.setdefault(row.date, number)
        rows.append(row)
    return rows


def _text(value: str | None) -> str:
    return (value or "").strip()


def _date(value: str | None) -> datetime.date:
    try:
        return datetime.date.fromisoformat(_text(value))
    except ValueError:
        reason = _("“%(value)s” is not a date like 2026-05-01.") % {"value": _text(value)}
        raise ValidationError(reason) from None


def _store(rows: list[Holiday], report: LoadReport) -> None:
    """Write what is new or different, in one transaction."""
    with transaction.atomic():
        stored = {row.date: row for row in Holiday.objects.filter(date__in=[row.date for row in rows])}
        for row in rows:
            old = stored.get(row.date)
            if old is None:
                row.save()
                report.created += 1
            elif (old.kind, old.name) == (row.kind, row.name):
                report.unchanged += 1
            else:
                old.kind, old.name = row.kind, row.name
                old.save()
                report.updated += 1
