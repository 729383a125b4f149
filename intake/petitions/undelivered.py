"""Cases that somebody may not know of because of a person named in them, among those that a failed message is about.

Names are encrypted: no question to the database finds them, and to read all there are would take long. Where it matters
is the list of messages that could not be delivered, and few cases are in it.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from delivery.models import MessageSubject, OutboxMessage
from regions import tree
from regions.models import Organisation

from . import staffing
from .models import Accused
from .naming import is_named, persons


def closed_by_name(user: User, own: set[int]) -> set[UUID]:
    """Ids of such cases: they name the user, or somebody with whom one of the user's ``own`` bodies is barred."""
    by_case = _named_in_failed()
    on = staffing.roll()
    bodies = {case: staffing.bodies_of(rows, on) for case, rows in by_case.items()}
    barring = tree.barring(own, {body.pk for found in bodies.values() for body in found})
    counties = tree.counties_of(own)
    return {
        case
        for case, rows in by_case.items()
        if is_named(user.display_name, persons(rows))
        or any(body.pk in barring or _is_above(body, rows[0], counties) for body in bodies[case])
    }


def _named_in_failed() -> dict[UUID, list[Accused]]:
    """The rows of those complained of as people, by case."""
    failed = MessageSubject.objects.filter(
        ~Q(message__last_error="") | Q(message__state=OutboxMessage.State.DEAD)
    )
    rows = Accused.objects.exclude(state=Accused.AccusedState.DISMISSED).filter(
        petition_id__in=failed.values("about"),
    )
    found: dict[UUID, list[Accused]] = defaultdict(list)
    for row in rows.select_related("petition__region"):
        found[row.petition_id].append(row)
    return found


def _is_above(body: Organisation, row: Accused, counties: set[str]) -> bool:
    """Whether a report on whoever leads a county is one of a county that the user works in."""
    if not row.petition.is_accusation or body.kind not in tree.LEADS_ITS_COUNTY:
        return False
    place = row.petition.region.path
    return any(body.region.path == county or place.startswith(county) for county in counties)
