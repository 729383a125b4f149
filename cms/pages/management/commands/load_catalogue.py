"""``sunshine load-catalogue FILE``: bring the catalogue of what must be public into the database."""

from __future__ import annotations

from pathlib import Path

from cms.pages.catalogue import load_catalogue
from regions.load_command import LoadCommand
from regions.loading import LoadReport


class Command(LoadCommand):
    help = "Load the catalogue of what must be made public from a CSV file."

    def load(self, path: Path) -> LoadReport:
        return load_catalogue(path)
