"""What waits for somebody's offices to act: the number in the menu."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import Q, QuerySet

from accounts import rights
from accounts.models import Role
from intake.petitions import policies
from intake.petitions.models import CaseKey, Review
from intake.petitions.models.case import CLOSED_STATES, UNDER_REVIEW, State
from intake.petitions.models.work import OPEN_REVIEW

from .tabs import INTAKE, OFFICE, PROMISED, WORKING, asked_to_reopen, promised_by_own

LISTED = "cases_listed"  # where a page that lists cases leaves its listing, for the menu
TO_DECIDE: tuple[str, ...] = (State.SUBMITTED, State.REGISTERED)
WITH_UNIT: tuple[str, ...] = (State.RECEIVED, State.FORWARDED, State.ASSIGNED, *WORKING)
UNIT_ROLES = (*policies.HANDLING_ROLES, Role.DISCIPLINE_OFFICER)


class Counting(Protocol):
    """A list that has counted along with its own what the menu says."""

    @property
    def in_hand(self) -> int: ...


def in_hand(user: Any) -> QuerySet[CaseKey]:
    """The keys of the cases that wait for the user's offices; who works in two of them may hold two of one case.

    Each kind says whose keys it is of, so that an index finds each by its states.
    """
    held = policies.keys_of(user)
    if not held:
        return CaseKey.objects.none()
    at_intake = policies.keys_at(user, rights.organisation_ids(user, *OFFICE, *INTAKE))
    in_unit = policies.keys_at(user, rights.organisation_ids(user, *UNIT_ROLES))
    at_body = rights.organisation_ids(user, *policies.REVIEW_ROLES)
    waiting = Q(key__in=at_intake, state__in=TO_DECIDE) | Q(key__in=in_unit, state__in=WITH_UNIT)
    waiting |= Q(key__in=at_intake, state__in=CLOSED_STATES) & asked_to_reopen(user)
    waiting |= Q(key__in=in_unit, state__in=PROMISED) & promised_by_own(user)
    if at_body:
        reviews = Review.objects.filter(organisation__in=at_body, state__in=OPEN_REVIEW)
        waiting |= Q(key__in=held, state__in=UNDER_REVIEW, petition__in=reviews.values("petition"))
    return CaseKey.objects.filter(waiting)
