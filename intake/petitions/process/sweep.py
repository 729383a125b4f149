"""What time alone changes: clocks that ran out, replies that lay long enough, windows that passed unused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from delivery import heartbeat
from intake.clock.rules import local_day
from intake.petitions import locks, visibility
from intake.petitions.errors import CaseError
from intake.petitions.models import Deadline, Petition
from intake.petitions.policies import Actor
from records import events

from . import clocks, files, filing, receipt
from .case import hold
from .core import KIND, perform

BATCH = 500
KEYS_COMPUTED = "case keys"


@dataclass
class SweepReport:
    """How many clocks were marked late, replies counted as received, and cases closed by this sweep."""

    late: int = 0
    received: int = 0
    closed: int = 0


def sweep(now: datetime.datetime | None = None) -> SweepReport:
    """One pass over all that time changes. Safe to miss, to repeat, to run twice at once: each change happens once."""
    moment = now or timezone.now()
    _follow_the_day(moment)
    filing.forget_old_answers(moment)
    files.sweep_drafts(local_day(moment))
    # A visit that has ended may still hold, encrypted, what a resident had open.
    SessionStore.clear_expired()
    report = SweepReport()
    report.received = receipt.receive_posted(moment)
    report.late = _mark_late(moment)
    report.closed = _close_unused(moment)
    return report


def _follow_the_day(now: datetime.datetime) -> None:
    """Once a day, compute anew who may know of the cases that bar somebody: a body's first or last day changes it."""
    age = heartbeat.age(KEYS_COMPUTED)
    if age is None or local_day(now - age) != local_day(now):
        with transaction.atomic():
            locks.change_recusal()  # whatever began on the day before has ended, and is among them
            cases = visibility.barring()
        for petition_id in cases:
            with transaction.atomic():
                visibility.refresh(hold(petition_id))
        heartbeat.beat(KEYS_COMPUTED)


def _mark_late(now: datetime.datetime) -> int:
    """Mark each clock that ran out, with an event each, and flag its case; a window of the petitioner's just ends."""
    today = local_day(now)
    due = (
        Deadline.objects.open()
        .filter(late_from__lte=today, late_marked_at__isnull=True)
        .exclude(rule__in=clocks.PETITIONERS_OWN)
    )
    marked = 0
    while True:
        cases = set(due.order_by("late_from", "pk").values_list("petition_id", flat=True)[:BATCH])
        if not cases:
            return marked
        with transaction.atomic():
            # The case before its clocks, as every command locks them: the other way round is a deadlock.
            list(Petition.objects.select_for_update().filter(pk__in=cases).order_by("pk").values_list("pk"))
            batch = list(due.filter(petition_id__in=cases).select_related("petition"))
            Deadline.objects.filter(pk__in=[row.pk for row in batch]).update(late_marked_at=now)
            Petition.objects.filter(pk__in={row.petition_id for row in batch}).update(overdue=True)
            for row in batch:
                _record_late(row, now)
        marked += len(batch)


def _record_late(row: Deadline, now: datetime.datetime) -> None:
    events.record(
        KIND,
        row.petition_id,
        "mark_overdue",
        actor_kind="system",
        before=row.petition.state,
        after=row.petition.state,
        data={"rule": row.rule, "due": row.due},
        at=now,
    )


def _close_unused(now: datetime.datetime) -> int:
    """Conclude answered cases whose window passed: asking for review of an opinion, rating of any other reply.

    A rating that was given ends nothing by itself: it may be changed until its window is over.
    """
    ended = Deadline.objects.filter(
        late_from__lte=local_day(now), cancelled_at__isnull=True, petition__state="replied"
    )
    opinion = Q(rule="review_request_30", met_at__isnull=True)
    other = Q(rule="rating_30") & ~Q(petition__handlings__reply_kind="opinion")
    closed = 0
    for petition_id in ended.filter(opinion | other).values_list("petition_id", flat=True).distinct()[:BATCH]:
        try:
            perform(petition_id, "close", Actor.system(), now=now)
        except CaseError:
            continue  # the case moved on between the list and the lock
        closed += 1
    return closed
