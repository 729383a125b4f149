"""``sunshine load-categories FILE``: bring the category table into the database."""

from __future__ import annotations

from pathlib import Path

from intake.routing.loading import load_categories
from regions.load_command import LoadCommand
from regions.loading import LoadReport


class Command(LoadCommand):
    help = "Load the categories of petitions, with the bodies that lead on them, from a CSV file."

    def load(self, path: Path) -> LoadReport:
        return load_categories(path)
