"""What waits for somebody's offices to act: the number in the menu."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import IntegerField, QuerySet, Subquery

from accounts import rights
from accounts.models import Role, User
from intake.petitions import policies
from intake.petitions.models import Review
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


class _HowMany(Subquery):
    """The number of rows of a question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS waiting)"
    output_field = IntegerField()


def count_of(user: Any) -> QuerySet[User]:
    """The user with how many cases wait (``in_hand``), to be asked along with other questions."""
    return User.objects.filter(pk=user.pk).order_by().annotate(in_hand=_HowMany(in_hand(user)))


def in_hand(user: Any) -> QuerySet[Any]:
    """The ids of the cases that wait for the user's offices, each once, however many of them it waits for.

    Each kind is a question of its own, which an index answers; of all of them in one a database would read every key.
    """
    at_intake = policies.keys_at(user, rights.organisation_ids(user, *OFFICE, *INTAKE))
    in_unit = policies.keys_at(user, rights.organisation_ids(user, *UNIT_ROLES))
    bodies = rights.organisation_ids(user, *policies.REVIEW_ROLES)
    held = policies.keys_held(user)
    reviews = Review.objects.filter(organisation__in=bodies, state__in=OPEN_REVIEW)
    kinds = (
        held.filter(key__in=at_intake, state__in=TO_DECIDE),
        held.filter(key__in=in_unit, state__in=WITH_UNIT),
        held.filter(asked_to_reopen(user), key__in=at_intake, state__in=CLOSED_STATES),
        held.filter(promised_by_own(user), key__in=in_unit, state__in=PROMISED),
        held.filter(state__in=UNDER_REVIEW, petition__in=reviews.values("petition")),
    )
    first, *others = (kind.order_by().values("petition") for kind in kinds)
    return first.union(*others)
