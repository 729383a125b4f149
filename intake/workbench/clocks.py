"""The clocks of a case as the page shows them: the one that ends next on a line, the others below it."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.clock import labels
from intake.clock.rules import RULES, local_day
from intake.petitions.models import Deadline, Handling
from intake.petitions.process.case import Case
from intake.petitions.process.clocks import PETITIONERS_OWN, WINDOWS
from regions.models import Organisation

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


def clocks_of(case: Case, co: Handling | None = None) -> Clocks:
    """The open clocks of a case in the order in which they end; for a co-handler those of its own part."""
    today = timezone.localdate()
    petition = case.petition
    end = local_day(petition.concluded_at) if petition.concluded_at else today
    found = Clocks(age_days=(end - petition.received_on).days + 1)
    rows = petition.deadlines.open()
    rows = rows.filter(handling=co) if co is not None else rows.of_the_matter()
    for row in rows.order_by("due", "pk"):
        if row.rule in PETITIONERS_OWN:
            found.petitioners.append(_clock(row, today))
        elif row.rule in WINDOWS:
            found.units += [] if row.is_over(today) else [_clock(row, today)]
        elif found.main is None:
            found.main = _clock(row, today)
        else:
            found.others.append(_clock(row, today))
    return found


@dataclass(frozen=True)
class Worker:
    """One unit that works on a case: lead or co-handler, where its work stands, and its next date."""

    unit: Organisation
    lead: bool
    state: str
    officer: str
    away: str  # whose part it is, while the officer stands in
    awaited: bool  # the lead waits for its answer
    clock: Clock | None


def workers_of(case: Case) -> list[Worker]:
    """Who works on a case that several units have, the lead first; nobody for one that a single unit has."""
    if not case.cos or case.lead is None:
        return []
    today, handlings = timezone.localdate(), [case.lead, *case.cos]
    owed: dict[uuid.UUID, Deadline] = {}
    rows = case.petition.deadlines.open().filter(handling__in=handlings).exclude(rule__in=WINDOWS)
    for row in rows.order_by("-due", "-pk"):
        assert row.handling_id is not None
        owed[row.handling_id] = row
    return [
        Worker(
            unit=one.organisation,
            lead=not one.is_co,
            state=str(one.get_state_display()),
            officer=one.officer.get_full_name() if one.officer is not None else "",
            away=one.standing_in_for.get_full_name() if one.is_open and one.standing_in_for else "",
            awaited=one.holds_up_lead,
            clock=_clock(owed[one.pk], today) if one.pk in owed else None,
        )
        for one in handlings
    ]
