"""Co-handlers (协办) beside a lead: none outlives the lead's work, and none is a unit that may not know of the case."""

from __future__ import annotations

import datetime

from intake.petitions import visibility
from intake.petitions.models import Handling
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
