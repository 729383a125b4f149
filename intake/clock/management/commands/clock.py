"""``sunshine clock RULE START``: when a limit ends, as JSON."""

from __future__ import annotations

import datetime
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from intake.clock import labels, store
from intake.clock.rules import RULES, UnknownRule, rule

WRONG_USE = 2


class Command(BaseCommand):
    help = "Print when a limit ends: the due day, the same moved off a day off, and the first late day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help="code of the rule, such as handle_60")
        parser.add_argument("start", help="day of the event that starts the limit, such as 2026-03-02")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            limit = rule(options["rule"])
        except UnknownRule:
            raise _wrong(_("There is no rule “%(code)s”.") % {"code": options["rule"]}) from None
        ends = store.due(limit.code, _day(options["start"]))
        answer = {
            "due": ends.due_unmoved.isoformat(),
            "due_moved": ends.due.isoformat(),
            "late_from": ends.late_from.isoformat(),
            "article": labels.article_of(limit.code),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _day(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # A limit reaches half a year on, and the last year that a date can have is 9999.
    if day is None or day.isoformat() != text or day.year == datetime.MAXYEAR:
        raise _wrong(_("“%(value)s” is not a date like 2026-05-01.") % {"value": text})
    return day


def _wrong(reason: str) -> CommandError:
    """The refusal, with what may be asked."""
    known = "\n".join(f"  {code:24} {labels.name_of(code)}" for code in RULES)
    return CommandError(f"{reason} {_('The rules are:')}\n{known}", returncode=WRONG_USE)
