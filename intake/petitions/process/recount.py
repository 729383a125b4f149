"""Running clocks follow the calendar: days off are announced when many of them run already (休假安排公布在后).

A calendar term keeps its unmoved day and moves on from it anew; a term of working days is counted anew from its start.
A window of the petitioner's own is never made shorter than was told. The date of an order moves with no holiday.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Q

from intake.clock import store
from intake.clock.calendar import WorkCalendar
from intake.clock.models import CountedBy
from intake.clock.rules import RULES, Due, local_day
from intake.petitions import locks, visibility
from intake.petitions.models import Deadline, Petition
from records import events

from .clocks import PETITIONERS_OWN, settle
from .core import KIND

FOLLOWER = "petitions"
# The sign of life that says when every clock was last looked at.
DONE = "clocks follow the calendar"
SCANNED, MOVED = 5_000, 200  # clocks looked at, and cases changed, in one go
# A rating does not end its window: it may be changed until the last day.
RUNNING = Q(cancelled_at__isnull=True) & (Q(met_at__isnull=True) | Q(rule="rating_30"))


def follow_calendar(now: datetime.datetime, *, anew: bool = False) -> int:
    """Move every running clock that ends on another day by the calendar of now. Returns how many moved.

    Asked often, it looks no further than whether the calendar is another one; ``anew`` looks in any case. Broken off,
    it begins again; what has moved stays so.
    """
    mark = store.fingerprint()
    if not anew and CountedBy.objects.filter(follower=FOLLOWER, mark=mark).exists():
        return 0
    calendar = store.work_calendar()
    moved, found = 0, _cases_to_move(calendar)
    while cases := list(islice(found, MOVED)):
        moved += _move(cases, calendar, now)
    CountedBy.objects.update_or_create(follower=FOLLOWER, defaults={"mark": mark})
    return moved


def _cases_to_move(calendar: WorkCalendar) -> Iterator[uuid.UUID]:
    """Ids of cases with a running clock that ends on another day now: found without reading a case."""
    last, seen = 0, set[uuid.UUID]()
    while True:
        rows = list(Deadline.objects.filter(RUNNING, pk__gt=last).order_by("pk")[:SCANNED])
        for row in rows:
            if row.petition_id not in seen and recounted(row, calendar) is not None:
                seen.add(row.petition_id)
                yield row.petition_id
        if len(rows) < SCANNED:
            return
        last = rows[-1].pk


def recounted(row: Deadline, calendar: WorkCalendar) -> Due | None:
    """When a clock ends by this calendar, if on another day than it says."""
    if row.rule not in RULES:
        return None
    due = store.recount(row.rule, row.started_on, row.due_unmoved, calendar)
    kept = row.rule in PETITIONERS_OWN and due.due < row.due
    return None if kept or due.due == row.due else due


def _move(cases: list[uuid.UUID], calendar: WorkCalendar, now: datetime.datetime) -> int:
    moved = 0
    with transaction.atomic():
        # In the order of every command: what the keys rest on, the case, its clocks. Who computes the keys of many
        # cases alone locks none of them, and would meet these in another order or write back an old date.
        locks.share_recusal()
        for petition in Petition.objects.select_for_update().filter(pk__in=cases).order_by("pk"):
            for row in petition.deadlines.filter(RUNNING):
                due = recounted(row, calendar)
                if due is not None:
                    moved += 1
                    _record(petition, row, due, now)
                    _set(row, due, local_day(now))
            settle(petition, local_day(now))
            petition.save(update_fields=["next_due", "overdue"])
            visibility.list_anew(petition)
    return moved


def _set(row: Deadline, due: Due, today: datetime.date) -> None:
    row.due_unmoved, row.due, row.late_from = due.due_unmoved, due.due, due.late_from
    if not row.is_over(today):
        row.late_marked_at = None  # it runs again, and may run out again
    row.save(update_fields=["due_unmoved", "due", "late_from", "late_marked_at"])


def _record(petition: Petition, row: Deadline, due: Due, now: datetime.datetime) -> None:
    events.record(
        KIND,
        petition.pk,
        "move_due",
        actor_kind="system",
        before=petition.state,
        after=petition.state,
        data={"rule": row.rule, "from": row.due, "due": due.due},
        at=now,
    )
