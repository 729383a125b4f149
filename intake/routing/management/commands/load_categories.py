"""``sunshine load-categories FILE``: bring the category table into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from intake.routing.loading import load_categories


class Command(BaseCommand):
    help = "Load the categories of petitions, with the bodies that lead on them, from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to load")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_categories(options["file"])
        except (OSError, UnicodeDecodeError) as failed:
            raise CommandError(_("The file can't be read: %(reason)s") % {"reason": failed}) from failed
        for problem in report.problems:
            place = {"line": problem.line, "reason": problem.reason}
            self.stderr.write(_("line %(line)d: %(reason)s") % place)
        if report.problems:
            raise CommandError(_("Nothing was loaded."))
        counts = {"created": report.created, "updated": report.updated, "unchanged": report.unchanged}
        self.stdout.write(_("%(created)d created, %(updated)d updated, %(unchanged)d unchanged") % counts)
