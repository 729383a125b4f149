"""``sunshine load-regions FILE``: load regions and organisations from a CSV file."""

from __future__ import annotations

from pathlib import Path

from regions.load_command import LoadCommand
from regions.loading import LoadReport, load_regions


class Command(LoadCommand):
    help = "Load regions and organisations from a CSV file. Loading the same file again changes nothing."

    def load(self, path: Path) -> LoadReport:
        return load_regions(path)
