"""Loading a year's announced days off from a file: all of it or, when a line is wrong, nothing.

A calendar that is half there would move deadlines by its gaps without anyone noticing.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.clock.models import Holiday
from regions.loading import LoadReport
from regions.tables import Table, load_table

COLUMNS = ("date", "kind", "holiday")


def load_holidays(path: Path) -> LoadReport:
    """Bring a CSV (date, kind ``off`` or ``work``, holiday) into the table: see ``regions.tables``."""
    return load_table(Table(Holiday, COLUMNS, _holiday, "date", ("kind", "name")), path)


def _holiday(line: dict[str, str]) -> Holiday:
    """The line as a day. Raises ``ValidationError`` for what is no date."""
    day = _date(line["date"])
    return Holiday(date=day, kind=line["kind"], name=line["holiday"], year=day.year)


def _date(value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        reason = _("“%(value)s” is not a date like 2026-05-01.") % {"value": value}
        raise ValidationError(reason) from None
