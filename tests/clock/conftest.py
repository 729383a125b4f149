"""The announced calendar of 2026, from the product's own file."""

import csv
import datetime
from pathlib import Path

import pytest

import intake.clock
from intake.clock.calendar import WorkCalendar, announced_years

HOLIDAYS_2026 = Path(intake.clock.__file__).parent / "data" / "holidays-2026.csv"


@pytest.fixture(scope="session")
def calendar_2026():
    with HOLIDAYS_2026.open(encoding="utf-8") as lines:
        rows = [(datetime.date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(lines)]
    off = {day for day, kind in rows if kind == "off"}
    return WorkCalendar(off, {day for day, kind in rows if kind == "work"}, announced_years(off))


@pytest.fixture
def no_holidays(db):
    """A calendar that nobody has filled in yet."""
    from intake.clock.models import Holiday

    for holiday in Holiday.objects.all():
        holiday.delete()
