"""What time alone changes: clocks that ran out, replies that lay long enough, windows that passed unused."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from delivery import heartbeat, worker
from intake.clock.rules import local_day
from intake.petitions.models import Deadline, Petition
from intake.petitions.models.case import State
from intake.petitions.policies import Actor
from records import events

from . import apart, clocks, effects_merging, files, filing, following, receipt, recount, splitting
from .core import KIND, perform

log = structlog.get_logger(__name__)

# So many cases' clocks in one transaction.
BATCH = 500


@dataclass
class SweepReport:
    """How many clocks were marked late, replies counted as received, and cases closed by this sweep.

    ``failed`` counts what could not be done: the log names it, and the next sweep tries it again.
    """

    late: int = 0
    received: int = 0
    closed: int = 0
    failed: int = 0


def sweep(now: datetime.datetime | None = None) -> SweepReport:
    """One pass over all that time changes, without a bound: what is due is done when it returns.

    Safe to miss, to repeat, to run twice at once: each change happens once. Neither a part nor a case that fails stops
    the others.
    """
    moment = now or timezone.now()
    report = SweepReport()
    for part in PARTS:
        try:
            part(moment, report)
        except Exception as error:
            report.failed += 1
            log.error("a part of the sweep failed", part=part.__name__, error=type(error).__name__)
    return report


def _follow_the_tree(now: datetime.datetime, report: SweepReport) -> None:
    """Put right, once a day and after each change of the tree, the cases that it may have left astray.

    Again at the next sweep while it fails for one of them: the others can wait less than a barred person may look.
    """
    if not _first_of_the_day(following.DONE, now):
        return
    cases = following.astray()
    _changes, failed = apart.each(cases, lambda case: following.put_right(case, now), "cases astray")
    report.failed += failed
    if not failed:
        heartbeat.beat(following.DONE)


def _follow_the_calendar(now: datetime.datetime, report: SweepReport) -> None:
    """Move the clocks that end on another day since days off changed; once a day look at each of them, for one may
    have been started by a calendar that was being changed at that very moment."""
    anew = _first_of_the_day(recount.DONE, now)
    recount.follow_calendar(now, anew=anew)
    if anew:
        heartbeat.beat(recount.DONE)


def _first_of_the_day(name: str, now: datetime.datetime) -> bool:
    """Whether what gives a sign of life under that name has not been done on this day."""
    age = heartbeat.age(name)
    return age is None or local_day(now - age) != local_day(now)


def _forget_answers(now: datetime.datetime, report: SweepReport) -> None:
    filing.forget_old_answers(now)
    splitting.forget_shown(now)


def _forget_drafts(now: datetime.datetime, report: SweepReport) -> None:
    files.sweep_drafts(local_day(now))


def _forget_visits(now: datetime.datetime, report: SweepReport) -> None:
    """A visit that has ended may still hold, encrypted, what a resident had open."""
    SessionStore.clear_expired()


def _receive_posted(now: datetime.datetime, report: SweepReport) -> None:
    report.received, failed = receipt.receive_posted(now)
    report.failed += failed


def _mark_late(now: datetime.datetime, report: SweepReport) -> None:
    """Mark each clock that ran out, with an event each, and flag its case; a window just ends.

    Many cases in a transaction, which is fast; one by one those of a transaction that failed.
    """
    for cases in _in_batches(_due(now).order_by("late_from", "pk").values_list("petition_id", flat=True)):
        try:
            report.late += _mark_cases(cases, now)
        except Exception:  # of one of them, which is named when they are done one by one
            marked, failed = apart.each(cases, lambda case: _mark_cases([case], now), "late clocks")
            report.late += marked
            report.failed += failed
        worker.run_once()


def _due(now: datetime.datetime) -> QuerySet[Deadline]:
    """The offices' clocks that ran out and are not marked yet."""
    late = (
        Deadline.objects.open().counting().filter(late_from__lte=local_day(now), late_marked_at__isnull=True)
    )
    return late.exclude(rule__in=clocks.WINDOWS)


def _in_batches(petition_ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """Each case once, in the order given, ``BATCH`` at a time."""
    cases = list(dict.fromkeys(petition_ids))
    for start in range(0, len(cases), BATCH):
        yield cases[start : start + BATCH]


def _mark_cases(cases: list[uuid.UUID], now: datetime.datetime) -> int:
    with transaction.atomic():
        # The case before its clocks, as every command locks them: the other way round is a deadlock.
        list(Petition.objects.select_for_update().filter(pk__in=cases).order_by("pk").values_list("pk"))
        due = _due(now).filter(petition_id__in=cases).select_related("petition")
        due = due.select_related("handling__organisation")
        batch = list(
            due.only(
                "petition", "rule", "due", "petition__state", "handling__role", "handling__organisation__code"
            )
        )
        Deadline.objects.filter(pk__in=[row.pk for row in batch]).update(late_marked_at=now)
        late = {row.petition_id for row in batch if not _co_handler(row)}
        Petition.objects.filter(pk__in=late).update(overdue=True)
        for row in batch:
            _record_late(row, now)
    return len(batch)


def _co_handler(row: Deadline) -> str:
    """Code of the co-handler whose own clock it is: its lateness is not the case's."""
    return row.handling.organisation.code if row.handling is not None and row.handling.is_co else ""


def _record_late(row: Deadline, now: datetime.datetime) -> None:
    co = _co_handler(row)
    events.record(
        KIND,
        row.petition_id,
        "mark_overdue",
        actor_kind="system",
        before=row.petition.state,
        after=row.petition.state,
        data={"rule": row.rule, "due": row.due} | ({"organisation": co} if co else {}),
        at=now,
    )


def _close_unused(now: datetime.datetime, report: SweepReport) -> None:
    """Conclude answered cases whose window passed: asking for review of an opinion, rating of any other reply; and
    reviewed ones for which nobody asked for the second review.

    A rating that was given ends nothing by itself: it may be changed until its window is over.
    """
    ended = Deadline.objects.filter(late_from__lte=local_day(now), cancelled_at__isnull=True)
    opinion = Q(rule="review_request_30", met_at__isnull=True)
    other = Q(rule="rating_30") & ~Q(petition__handlings__reply_kind="opinion")
    unused = {
        "close": ended.filter(opinion | other, petition__state=State.REPLIED),
        "no_rereview": ended.filter(
            rule="rereview_request_30", met_at__isnull=True, petition__state=State.REVIEWED
        ),
    }
    for action, windows in unused.items():

        def conclude(petition_id: uuid.UUID, action: str = action) -> int:
            perform(petition_id, action, Actor.system(), now=now)
            return 1

        cases = list(windows.values_list("petition_id", flat=True).distinct())
        closed, failed = apart.each(cases, conclude, "closing")
        report.closed += closed
        report.failed += failed


def _leave_withdrawn_firsts(now: datetime.datetime, report: SweepReport) -> None:
    _left, failed = effects_merging.left_by_first(now)
    report.failed += failed


PARTS: tuple[Callable[[datetime.datetime, SweepReport], None], ...] = (
    _follow_the_tree,
    _follow_the_calendar,
    _forget_answers,
    _forget_drafts,
    _forget_visits,
    _receive_posted,
    _mark_late,
    _close_unused,
    _leave_withdrawn_firsts,
)
