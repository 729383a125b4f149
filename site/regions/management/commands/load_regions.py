"""``sunshine load-regions FILE``: load regions and organisations from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regions.loading import load_regions


class Command(BaseCommand):
    help = "Load regions and organisations from a CSV file. Loading the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8; see regions/data/demo-regions.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            report = load_regions(path)
        except OSError as fault:
            raise CommandError(
                _("%(file)s cannot be read: %(why)s") % {"file": path, "why": fault.strerror}
            ) from None
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % counts)
        for problem in report.problems:
            self.stderr.write(
                _("line %(line)d: %(reason)s") % {"line": problem.line, "reason": problem.reason}
            )
        if report.problems:
            count = len(report.problems)
            raise CommandError(ngettext("%d problem", "%d problems", count) % count)
