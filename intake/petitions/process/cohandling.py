"""Co-handlers (协办) beside a lead: none outlives the lead's work, and none is a unit that may not know of the case."""

from __future__ import annotations

import datetime

from intake.clock import store
from intake.clock.rules import local_day
from intake.petitions import visibility
from intake.petitions.models import Deadline, Handling
from intake.petitions.models.work import GONE_HANDLING, HandlingState

from . import clocks
from .case import Case, cos_among


def end(co: Handling, state: str, now: datetime.datetime) -> None:
    """End a co-handler's work, and its clocks with it."""
    co.state, co.closed_at = state, now
    co.save(update_fields=["state", "closed_at"])
    clocks.stop_work(co, now)


def follow_lead(case: Case, now: datetime.datetime) -> None:
    """End what is open beside a lead that is not: a co-handler has the case as long as there is one to work with.

    Where the lead lost the case the co-handlers lose it too; where it ended they may still read it. A unit that leads
    is no co-handler of its own.
    """
    lead = case.lead
    for co in case.handlings:
        if not (co.is_co and co.is_open):
            continue
        if lead is None or co.round != lead.round or lead.state in GONE_HANDLING:
            end(co, HandlingState.RECALLED, now)
        elif not lead.is_open or co.organisation_id == lead.organisation_id:
            end(co, HandlingState.ENDED, now)
    case.cos = cos_among(case.cos)


def extend(case: Case, lead_clock: Deadline, now: datetime.datetime) -> list[dict[str, object]]:
    """Let the co-handlers have the lead's new last day, once its sixty days are lengthened (延期).

    The Regulations say nothing of co-handlers' days. What they find goes into the lead's answer, so that their sixty
    days end with its own; a day that they were given for themselves stays, as does what is over, or ends later anyway.
    Returns what an event says of each.
    """
    due = store.due("handle_60_ext", lead_clock.started_on)
    bound = [co for co in case.cos if co.is_open and co.report_due is None]
    theirs = case.petition.deadlines.open().filter(handling__in=bound, rule="handle_60")
    shorter = list(theirs.filter(due__lt=due.due, late_from__gt=local_day(now)).select_related("handling"))
    Deadline.objects.bulk_create(
        Deadline(
            petition=case.petition,
            handling=clock.handling,
            rule="handle_60_ext",
            started_on=lead_clock.started_on,
            due_unmoved=due.due_unmoved,
            due=due.due,
            late_from=due.late_from,
        )
        for clock in shorter
    )
    theirs.filter(pk__in=[clock.pk for clock in shorter]).update(cancelled_at=now)
    units = {co.pk: co.organisation.code for co in bound}
    case.petition.handlings.filter(pk__in=[clock.handling_id for clock in shorter]).update(extended=True)
    return [
        {"organisation": units[clock.handling_id], "rule": "handle_60_ext", "from": clock.due, "due": due.due}
        for clock in shorter
        if clock.handling_id is not None
    ]


def leave(case: Case, now: datetime.datetime) -> list[str]:
    """Take the case from co-handlers that are barred now, or where nobody is left who may open it. Returns their
    codes."""
    running = [co for co in case.cos if co.is_open]
    barred = visibility.barred_organisations(case.petition) if running else set()
    gone = [
        co
        for co in running
        if co.organisation_id in barred or visibility.is_deserted(case.petition, co.organisation)
    ]
    for co in gone:
        end(co, HandlingState.RECALLED, now)
    case.cos = [co for co in case.cos if co not in gone]
    return [co.organisation.code for co in gone]


def without_who_is_apart(case: Case) -> None:
    """A co-handler goes on without an officer whom the case names or who withdrew from it."""
    for co in case.cos:
        if co.is_open and co.officer is not None and visibility.is_apart(case.petition, co.officer):
            co.officer = None
            co.save(update_fields=["officer"])
