"""What ``load-regions`` and the other commands that bring in a file have in common."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .loading import LoadReport


class LoadCommand(BaseCommand):
    """Loads a file, says what became of its rows and, line by line, what is wrong; fails when anything is."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV in UTF-8")

    def load(self, path: Path) -> LoadReport:
        """Bring the file in. ``OSError`` and ``UnicodeDecodeError`` are told to the operator."""
        raise NotImplementedError

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = self.load(file)
        except (OSError, UnicodeDecodeError) as fault:
            why = getattr(fault, "strerror", None) or fault
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": file, "why": why}) from fault
        for problem in report.problems:
            place = {"line": problem.line, "reason": problem.reason}
            self.stderr.write(_("line %(line)d: %(reason)s") % place)
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        if not any(counts.values()) and report.problems:
            raise CommandError(_("Nothing was loaded."))
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % counts)
        if report.problems:
            count = len(report.problems)
            raise CommandError(ngettext("%d problem", "%d problems", count) % count)
