"""All the open cases of somebody who is away go over to colleagues, and back.

One command for each case, by the unit's head. A case that the head may not know of is in no list and no count here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from accounts import rights
from accounts.models import Membership, User
from intake.petitions import policies
from intake.petitions.models import Approval, CaseKey, Handling, Petition
from intake.petitions.models.work import OPEN_HANDLING
from intake.petitions.staffing import CASE_ROLES
from regions.models import Organisation

from .queue import ROW
from .selection import Tick

MOST = 100  # at one go

OFFICER, ABSENT = "officer", "standing_in_for"


@dataclass(frozen=True)
class Whose:
    """The open cases of one person in one unit: as their officer, or ``ABSENT``, with somebody standing in."""

    unit: Organisation
    person: User
    role: str
    count: int

    @property
    def code(self) -> str:
        return f"{self.role}-{self.unit.pk}-{self.person.pk}"

    @property
    def back(self) -> bool:
        return self.role == ABSENT


def headed(user: Any) -> set[int]:
    """Ids of the units whose cases the user distributes."""
    return rights.organisation_ids(user, *policies.HEADS) & rights.organisation_ids(user, *CASE_ROLES)


def _open(user: Any) -> QuerySet[Handling]:
    found = Handling.objects.filter(
        organisation__in=headed(user), role=Handling.Role.LEAD, state__in=OPEN_HANDLING
    ).filter(Exists(policies.keys_held(user).filter(petition=OuterRef("petition"))))
    return found.order_by()


def all_whose(user: Any) -> list[Whose]:
    """Everybody who has cases in the user's units, and everybody for whom somebody stands in."""
    counted = []
    for role in (OFFICER, ABSENT):
        rows = _open(user).exclude(**{role: None}).values("organisation", role).annotate(cases=Count("pk"))
        counted += [(role, row["organisation"], row[role], row["cases"]) for row in rows]
    units = Organisation.objects.in_bulk({unit for _role, unit, _person, _cases in counted})
    people = User.objects.in_bulk({person for _role, _unit, person, _cases in counted})
    found = [Whose(units[unit], people[person], role, cases) for role, unit, person, cases in counted]
    return sorted(found, key=lambda whose: (whose.person.get_full_name(), whose.unit.code))


def cases_of(user: Any, whose: Whose) -> list[Petition]:
    """The cases, what ends first first, with what lists show of them: as many as go over at one go."""
    chosen = _open(user).filter(organisation=whose.unit, **{whose.role: whose.person}).values("petition")
    found = Petition.objects.filter(pk__in=chosen).select_related("owner", "region", "category").only(*ROW)
    return list(found.order_by(F("next_due").asc(nulls_last=True), "pk")[:MOST])


def asked_by(person: User, rows: Iterable[Petition]) -> set[Any]:
    """Ids of those cases in which the person has put something before a head: that stays the person's."""
    waiting = Approval.objects.filter(state=Approval.ApprovalState.ASKED, asked_by=person)
    return set(waiting.filter(petition__in=[row.pk for row in rows]).values_list("petition_id", flat=True))


def successors(whose: Whose) -> list[User]:
    """Who works on cases in the unit, but for the person who is away."""
    staff = Membership.objects.active().filter(organisation=whose.unit, role__in=CASE_ROLES)
    found = User.objects.filter(pk__in=staff.values("user_id")).exclude(pk=whose.person.pk)
    return list(found.order_by("display_name", "pk"))


def spread(
    ticked: Iterable[Tick], unit: Organisation, people: list[User]
) -> tuple[list[tuple[Tick, User]], list[Tick]]:
    """Who gets which case, as evenly as may be, and the cases of which none of them may know."""
    ticked = list(ticked)
    able = _able([tick.number for tick in ticked], unit, people)
    load = {person.pk: 0 for person in people}
    plan, unplaced = [], []
    for tick in ticked:
        fit = [person for person in people if person.pk in able[tick.number]]
        if not fit:
            unplaced.append(tick)
            continue
        person = min(fit, key=lambda one: load[one.pk])
        load[person.pk] += 1
        plan.append((tick, person))
    return plan, unplaced


def _able(numbers: list[str], unit: Organisation, people: list[User]) -> dict[str, set[int]]:
    """Of each case, who of the people may know of it by working in the unit."""
    everybody = {person.pk for person in people}
    alone = {f"u:{pk}@{unit.pk}": pk for pk in everybody}
    keys = CaseKey.objects.filter(petition__number__in=numbers, key__in=[f"o:{unit.pk}", *alone])
    found: dict[str, set[int]] = defaultdict(set)
    for number, key in keys.values_list("petition__number", "key"):
        found[number] |= {alone[key]} if key in alone else everybody
    return found
