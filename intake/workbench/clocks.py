"""The clocks of a case as the page shows them: the one that ends next on a line, the others below it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.clock import labels
from intake.clock.rules import RULES, local_day
from intake.petitions.models import Deadline
from intake.petitions.process.case import Case
from intake.petitions.process.clocks import PETITIONERS_OWN, WINDOWS

URGED = "urge_answer"


@dataclass(frozen=True)
class Clock:
    """One deadline, with its rule's name and article."""

    name: str
    article: str
    started_on: datetime.date
    due: datetime.date
    warn_on: datetime.date | None  # the day unmoved by holidays, where it is another one
    over: bool
    provisional: str  # that the day may still move, in words, or nothing
    paused_on: datetime.date | None = None  # it stands still since


@dataclass
class Clocks:
    """``main`` ends next; ``others`` are owed too; ``units`` and ``petitioners`` are windows that each may use."""

    main: Clock | None = None
    others: list[Clock] = field(default_factory=list)
    units: list[Clock] = field(default_factory=list)
    petitioners: list[Clock] = field(default_factory=list)
    age_days: int = 1  # the day of receipt is the first


def name_of(rule: str) -> str:
    """What a rule limits. A date that a letter names is no rule of the table, but a clock like the others."""
    if rule in RULES:
        return labels.name_of(rule)
    return _("Answer to the letter of supervision") if rule == URGED else _("Report on the order")


def _article_of(rule: str) -> str:
    if rule in RULES:
        return labels.article_of(rule)
    return _("The letter's own date") if rule == URGED else _("The order's own date")


def _clock(row: Deadline, today: datetime.date) -> Clock:
    return Clock(
        name=name_of(row.rule),
        article=_article_of(row.rule),
        started_on=row.started_on,
        due=row.due,
        warn_on=row.due_unmoved if row.due_unmoved != row.due else None,
        over=row.is_over(today),
        provisional=row.provisional_note,
        paused_on=row.paused_on,
    )


def clocks_of(case: Case) -> Clocks:
    """The open clocks of a case, in the order in which they end."""
    today = timezone.localdate()
    petition = case.petition
    end = local_day(petition.concluded_at) if petition.concluded_at else today
    found = Clocks(age_days=(end - petition.received_on).days + 1)
    for row in petition.deadlines.open().order_by("due", "pk"):
        if row.rule in PETITIONERS_OWN:
            found.petitioners.append(_clock(row, today))
        elif row.rule in WINDOWS:
            found.units += [] if row.is_over(today) else [_clock(row, today)]
        elif found.main is None:
            found.main = _clock(row, today)
        else:
            found.others.append(_clock(row, today))
    return found
