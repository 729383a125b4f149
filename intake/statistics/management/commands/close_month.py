"""``sunshine close-month [MONTH] [--correct --reason WHY]``: count a month that is over and publish its figures."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from intake.statistics import closing
from intake.statistics.periods import MONTH, Period


def month(code: str) -> Period:
    try:
        period = Period.parse(code)
    except ValueError:
        period = None
    if period is None or period.grain != MONTH:
        raise argparse.ArgumentTypeError("a month is written like 2026-08")
    return period


class Command(BaseCommand):
    help = "Count the months that are over and not closed yet, and publish their figures. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", nargs="?", type=month, help="this month alone, like 2026-08")
        parser.add_argument(
            "--correct", action="store_true", help="count a closed month again, as a new version"
        )
        parser.add_argument("--reason", default="", help="why it is corrected; everybody can read it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["correct"]:
                if options["month"] is None:
                    raise CommandError(_("Say which month to correct."))
                done = [closing.correct_month(options["month"], options["reason"])]
            elif options["month"] is not None:
                done = [closing.close_month(options["month"])]
            else:
                done = closing.close_due()
        except closing.CannotClose as reason:
            raise CommandError(str(reason)) from reason
        for one in done:
            self.stdout.write(
                _("%(month)s is closed, version %(version)d: %(count)d figures are public.")
                % {"month": one.period.code, "version": one.version, "count": one.figures.count()}
            )
        if not done:
            self.stdout.write(_("Every month that is over is closed."))
