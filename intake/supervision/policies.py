"""Who stands in the supervision room (督办), and which cases are there: ordinary ones that the reader may know of.

The petition office watches over all that it may know of and urges; the head of a unit reads the list of the own unit,
and the head of a body that reviews answers (复查、复核) that of the own body.
Reports of wrongdoing are nowhere in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts import rights
from accounts.models import Role
from intake.petitions import offices, policies
from intake.petitions.errors import RuleViolation
from intake.petitions.models import CaseKey, Petition
from intake.routing.models import PetitionClass
from regions.models import Organisation

OFFICE = (Role.PETITION_OFFICER, Role.PETITION_HEAD)
OF_FIGURES = (*OFFICE, Role.UNIT_HEAD)
HEADS_OF_ONE = (Role.UNIT_HEAD, Role.REVIEW_HEAD)
READERS = (*OFFICE, *HEADS_OF_ONE)

_OFFICE = "_office_of_figures"

View = Callable[..., HttpResponseBase]


def may_enter(user: Any) -> bool:
    """Whether the room is there for the user at all."""
    return rights.has_role(user, *READERS)


def reads_lists_only(user: Any) -> bool:
    """Whether the user finds the lists there and no figures: those are of the units of one petition office, and a body
    that reviews may have none over it."""
    return not rights.has_role(user, *OF_FIGURES)


def supervises(user: Any) -> bool:
    """Whether the user works in a petition office: who urges, freezes lists and drafts bulletins."""
    return rights.has_role(user, *OFFICE)


def heads(user: Any) -> bool:
    """Whether the user heads a petition office."""
    return rights.has_role(user, Role.PETITION_HEAD)


def office_of(user: Any) -> Organisation | None:
    """The petition office that the user works in; the first of several."""
    found = [row.organisation for row in rights.memberships(user) if row.role in OFFICE]
    return min(found, key=lambda office: str(office.code), default=None)


def office_for(user: Any) -> Organisation:
    """The petition office whose figures a reader sees: the own one, for a unit's head that of the place. Kept on the
    user object, which lives as long as a request.

    Raises ``RuleViolation`` for who heads a unit where there is none.
    """
    if not hasattr(user, _OFFICE):
        setattr(user, _OFFICE, office_of(user) or _office_over(user))
    found: Organisation = getattr(user, _OFFICE)
    return found


def _office_over(user: Any) -> Organisation:
    units = [row.organisation for row in rights.memberships(user) if row.role == Role.UNIT_HEAD]
    return offices.petition_office_of(min(units, key=lambda unit: str(unit.code)).pk)


def has_office(user: Any) -> bool:
    """Whether there is a petition office whose figures the user may read."""
    if reads_lists_only(user):
        return False
    try:
        office_for(user)
    except RuleViolation:
        return False
    return True


def keys_held(user: Any) -> QuerySet[CaseKey]:
    """The keys that the user holds by working in a petition office or by heading a unit or a review body; none of a
    report of wrongdoing is among them."""
    keys = policies.keys_at(user, rights.organisation_ids(user, *READERS))
    return policies.keys_held(user).filter(key__in=keys).exclude(petition_class=PetitionClass.ACCUSATION)


def opened_by(keys: QuerySet[CaseKey]) -> QuerySet[Petition]:
    """The cases that these keys open.

    Asked case by case: a rule that finds few cases by an index asks for the keys of these alone.
    """
    return Petition.objects.filter(Exists(keys.filter(petition=OuterRef("pk"))))


def cases(user: Any) -> QuerySet[Petition]:
    """The cases that this room may show to the user."""
    return opened_by(keys_held(user))


def units_of(user: Any) -> set[int] | None:
    """The units to whose work the reader is kept; None for who works in a petition office."""
    return None if supervises(user) else rights.organisation_ids(user, *HEADS_OF_ONE)


def organisations_of(user: Any) -> list[Organisation] | None:
    """The same as rows, in the order of their codes."""
    units = units_of(user)
    if units is None:
        return None
    found = {row.organisation_id: row.organisation for row in rights.memberships(user)}
    return sorted((found[pk] for pk in units), key=lambda unit: str(unit.code))


def guarded(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Close a view to others: to them the address does not exist."""

    def close(view: View) -> View:
        @wraps(view)
        def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded_view

    return close


reader = guarded(may_enter)
figure_reader = guarded(has_office)
supervisor = guarded(supervises)
