"""``sunshine load-holidays FILE``: bring announced days off and make-up workdays into the calendar."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from intake.clock.loading import load_holidays


class Command(BaseCommand):
    help = "Load days off and make-up workdays from a CSV file (date, kind, holiday)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to load")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_holidays(options["file"])
        except (OSError, UnicodeDecodeError) as failed:
            raise CommandError(_("The file can't be read: %(reason)s") % {"reason": failed}) from failed
        for problem in report.problems:
            place = {"line": problem.line, "reason": problem.reason}
            self.stderr.write(_("line %(line)d: %(reason)s") % place)
        if report.problems:
            raise CommandError(_("Nothing was loaded."))
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % counts)
