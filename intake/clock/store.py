"""The clock's door: the operator's calendar and settings behind the pure rules.

The calendar and the settings are kept in each process and read again when their tables have changed, whichever
process changed them.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake.clock import rules
from intake.clock.calendar import WorkCalendar, announced_years
from intake.clock.models import Holiday, RuleSetting, day_kinds
from regions import stamps


@dataclass(frozen=True)
class Chosen:
    """What the operator has entered: which days are worked, and how long the rules are that no text fixes."""

    calendar: WorkCalendar
    days: Mapping[str, int]


def chosen() -> Chosen:
    """The operator's calendar and settings as they are now."""
    return _chosen(stamps.of_tables(Holiday, RuleSetting))


def work_calendar() -> WorkCalendar:
    """The calendar of the operator's table as it is now."""
    return chosen().calendar


@lru_cache(maxsize=1)
def _chosen(_stamp: tuple[Any, ...]) -> Chosen:
    """The tables under their stamp; one state of them is kept."""
    days_by_kind = day_kinds(Holiday.objects.all())
    off = days_by_kind[Holiday.Kind.OFF]
    calendar = WorkCalendar(off, days_by_kind[Holiday.Kind.WORK], announced_years(off))
    return Chosen(calendar, dict(RuleSetting.objects.values_list("rule", "days")))


def fingerprint() -> str:
    """What tells one calendar from another: the same for the same days, however often they are written."""
    days = Holiday.objects.order_by("date").values_list("date", "kind")
    return hashlib.sha256(" ".join(f"{date}{kind}" for date, kind in days).encode()).hexdigest()


def forget(**_signal: Any) -> None:
    """Drop what is kept of the tables. Receiver of their save and delete signals."""
    _chosen.cache_clear()


def days(code: str) -> int:
    """The days of a rule: the operator's, where the rule is open, else its own. Raises ``UnknownRule``."""
    limit = rules.rule(code)
    return chosen().days.get(code, limit.days) if limit.adjustable else limit.days


def due(code: str, start: datetime.date, by: Chosen | None = None) -> rules.Due:
    """When a rule's limit ends, by the operator's calendar and settings. Raises ``UnknownRule``.

    Who asks for several at once hands over what they are asked ``by``.
    """
    by = by or chosen()
    limit = rules.rule(code)
    if limit.adjustable:
        limit = limit.lasting(by.days.get(code, limit.days))
    return rules.due(limit, start, by.calendar)


def unannounced_year(
    code: str, start: datetime.date, unmoved: datetime.date, moved: datetime.date
) -> int | None:
    """The year that may still move a limit which runs, or None: also for the date of an order, which no rule gives."""
    if code not in rules.RULES:
        return None
    return rules.unannounced_year(rules.RULES[code], start, unmoved, moved, work_calendar())


def recount(code: str, start: datetime.date, unmoved: datetime.date, calendar: WorkCalendar) -> rules.Due:
    """When a limit that runs already ends by this calendar; see ``rules.recount``. Raises ``UnknownRule``."""
    limit = rules.rule(code)
    if limit.unit == "working":
        limit = limit.lasting(days(code))
    return rules.recount(limit, start, unmoved, calendar)
