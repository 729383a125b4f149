"""What time alone changes: clocks that ran out, replies that lay long enough, windows that passed unused."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from intake.clock.rules import local_day
from intake.petitions.errors import CaseError
from intake.petitions.models import Deadline, Petition
from intake.petitions.policies import Actor
from records import events

from . import clocks, files, filing, receipt
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
    report = SweepReport()
    report.received = receipt.receive_posted(moment)
    report.late = _mark_late(moment)
    report.closed = _close_unused(moment)
    filing.forget_old_answers(moment)
    files.sweep_drafts(local_day(moment))
    # A visit that has ended may still hold, encrypted, what a resident had open.
    SessionStore.clear_expired()
    return report


def _mark_late(now: datetime.datetime) -> int:
    """Mark each clock that ran out, with an event each, and flag its case; a window of the petitioner's just ends."""
    today = local_day(now)
    marked = 0
    while True:
        with transaction.atomic():
            due = (
                Deadline.objects.open()
                .filter(late_from__lte=today, late_marked_at__isnull=True)
                .exclude(rule__in=clocks.PETITIONERS_OWN)
                .order_by("late_from", "pk")
            )
            batch = list(due.select_related("petition").select_for_update(of=("self",))[:BATCH])
            if not batch:
                return marked
            Deadline.objects.filter(pk__in=[row.pk for row in batch]).update(late_marked_at=now)
            Petition.objects.filter(pk__in={row.petition_id for row in batch}).update(overdue=True)
            for row in batch:
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
            marked += len(batch)


def _close_unused(now: datetime.datetime) -> int:
    """Conclude answered cases whose window passed: asking for review of an opinion, rating of any other reply."""
    today = local_day(now)
    ended = Deadline.objects.open().filter(late_from__lte=today, petition__state="replied")
    windows = ended.filter(rule="review_request_30") | ended.filter(
        rule="rating_30", handling__isnull=True
    ).exclude(petition__handlings__reply_kind="opinion")
    closed = 0
    for petition_id in windows.values_list("petition_id", flat=True).distinct()[:BATCH]:
        try:
            perform(petition_id, "close", Actor.system(), now=now)
        except CaseError:
            continue  # the case moved on between the list and the lock
        closed += 1
    return closed
