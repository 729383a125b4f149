"""What the lists of a co-handler (协办) show of a case: its own stage and its own date, not those of the lead."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Min

from .models import Deadline, Handling, Petition
from .models.case import CLOSED_STATES, State
from .models.work import OPEN_HANDLING, HandlingState

Stage = tuple[str, datetime.date | None]
SHOWN = OPEN_HANDLING | {HandlingState.REPLIED}


def stages(petition_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[int, Stage]]:
    """By open case and by co-handling unit: where the unit's own work stands, and its next day.

    Not for a unit that has come to lead the case: its lists show the case.
    """
    cases = list(petition_ids)
    if not cases:
        return {}
    rows = Handling.objects.filter(
        role=Handling.Role.CO, petition__in=cases, round=F("petition__round"), state__in=SHOWN
    )
    rows = rows.exclude(petition__state__in=CLOSED_STATES).exclude(organisation=F("petition__owner"))
    told = list(
        rows.order_by("received_at").values_list("pk", "petition_id", "organisation_id", "state", "entry")
    )
    if not told:
        return {}
    # A right to object that lapses makes nobody late.
    owed = Deadline.objects.open().filter(handling__in=[row[0] for row in told]).exclude(rule="objection_5wd")
    dues = dict(owed.order_by().values_list("handling").annotate(Min("due")))
    found: dict[uuid.UUID, dict[int, Stage]] = defaultdict(dict)
    for pk, petition, unit, state, entry in told:
        found[petition][unit] = (stage(state, entry), dues.get(pk))
    return found


def show_own(petition: Petition, state: str, due: datetime.date | None) -> None:
    """Let a list show a case as one that works beside the lead reads it: its own stage, its own date and a mark."""
    petition.state, petition.next_due = state, due
    petition.overdue = petition.extended = petition.urged = False
    petition.as_co = True


def stage(state: str, entry: str) -> str:
    """The name that lists sort by: a unit's own state under the names of the case."""
    if state in (HandlingState.PENDING, HandlingState.OBJECTED):
        return State.ASSIGNED if entry == Handling.Entry.ASSIGNMENT else State.FORWARDED
    return State.REPLIED if state == HandlingState.REPLIED else State.IN_PROGRESS


def unit_of(key: str) -> int:
    """The organisation by which a key opens a case."""
    return int(key.rpartition("@")[2].rpartition(":")[2])
