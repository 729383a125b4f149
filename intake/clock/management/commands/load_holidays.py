"""``sunshine load-holidays FILE``: bring announced days off and make-up workdays into the calendar."""

from __future__ import annotations

from pathlib import Path

from intake.clock.loading import load_holidays
from regions.load_command import LoadCommand
from regions.loading import LoadReport


class Command(LoadCommand):
    help = "Load days off and make-up workdays from a CSV file (date, kind, holiday)."

    def load(self, path: Path) -> LoadReport:
        return load_holidays(path)
