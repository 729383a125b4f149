"""Desks (登记窗口): who may take a matter down for a resident, and whom a desk may serve after looking at a paper.

None of it opens a case: a desk holds no key. What a clerk is shown of a case is what its petitioner may see, while that
person stands there, and never of one that the clerk may not know of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts import rights
from accounts.models import Role, User
from intake.routing.models import PetitionClass
from regions.models import Organisation

from . import offices, staffing, visibility
from .models import Petition
from .naming import is_named, persons

# Who opens letters, answers the telephone and receives visitors.
OFFICE_DESK = (
    Role.PETITION_OFFICER,
    Role.PETITION_HEAD,
    Role.CENTRE_CLERK,
    Role.DISCIPLINE_INTAKE,
    Role.DISCIPLINE_HEAD,
)
# Who handles what is brought to the own unit, article 23. No village handles a petition itself.
UNIT_DESK = (Role.HANDLER, Role.UNIT_HEAD)
NO_UNIT = offices.KNOW_OF_NO_ACCUSATION | {Organisation.Kind.VILLAGE_COMMITTEE}
# Who looks at papers to find a case. The discipline intake renews passwords on its own cases' pages.
IDENTITY_DESK = (Role.PETITION_OFFICER, Role.PETITION_HEAD, Role.CENTRE_CLERK)


def office_desk(user: Any) -> Organisation | None:
    """The office at whose desk the user takes letters, visits and calls; None for who has no such desk."""
    return _place(user, *OFFICE_DESK)


def unit_desks(user: Any) -> list[Organisation]:
    """The units at which the user takes down what is brought to them directly; none for who handles no cases."""
    held = (membership for membership in rights.memberships(user) if membership.role in UNIT_DESK)
    units = {membership.organisation.pk: membership.organisation for membership in held}
    return [unit for unit in units.values() if not unit.is_discipline and unit.kind not in NO_UNIT]


def grid_desk(user: Any) -> Organisation | None:
    """The body for which the user goes from house to house as a grid worker (网格员)."""
    return _place(user, Role.GRID_WORKER)


def identity_desk(user: Any) -> Organisation | None:
    """The office at which the user may look at somebody's paper to find that person's case."""
    return _place(user, *IDENTITY_DESK)


def may_register(user: Any) -> bool:
    """Whether the user may take a matter down for somebody."""
    return bool(office_desk(user) or grid_desk(user) or unit_desks(user))


def _place(user: Any, *roles: str) -> Organisation | None:
    for membership in rights.memberships(user):
        if membership.role in roles:
            return membership.organisation
    return None


def served(user: User) -> QuerySet[Petition]:
    """The cases that a desk may speak of to their petitioners, once it knows who they are.

    No reports of wrongdoing, which the discipline intake alone speaks of; none without a name; and none that the user
    may not know of. It is one question to the database, so that a case that is barred is answered as one that is not
    there, and as fast. Names are encrypted: whom a case names is asked of the few that were found (``open_to``).
    """
    found = Petition.objects.exclude(petition_class=PetitionClass.ACCUSATION).filter(anonymous=False)
    for closed in visibility.closed_to(user):
        found = found.exclude(pk__in=closed)
    return found


def open_to(found: Iterable[Petition], user: User) -> list[Petition]:
    """Of the few cases that a desk found, those that name neither the clerk nor somebody with whom a body of the
    clerk's is barred. To be asked before anything of them is recorded or shown."""
    cases = list(found)
    own = set(staffing.not_ended().filter(user=user).values_list("organisation_id", flat=True))
    named = visibility.standing_of(cases)
    roll = staffing.roll()
    return [
        case
        for case in cases
        if not is_named(user.display_name, persons(named[case.pk]))
        and own.isdisjoint(visibility.barred_organisations(case, named[case.pk], roll))
    ]
