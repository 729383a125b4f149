"""All the open cases of somebody who is away go over to colleagues, and back.

The person's part of a case that another unit leads goes over too; reviews name no officer, and stay with their body.

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

from .queue import as_listed, to_list
from .selection import Tick

MOST = 100  # at one go

OFFICER, ABSENT = "officer", "standing_in_for"


@dataclass
class Whose:
    """The open work of one person in one unit: as its officer, or ``ABSENT``, with somebody standing in."""

    unit: Organisation
    person: User
    role: str
    count: int = 0
    cos: int = 0  # of these as co-handler

    @property
    def code(self) -> str:
        return f"{self.role}-{self.unit.pk}-{self.person.pk}"

    @property
    def back(self) -> bool:
        return self.role == ABSENT

    def add(self, role: str, cases: int) -> None:
        self.count += cases
        self.cos += cases if role == Handling.Role.CO else 0


def headed(user: Any) -> set[int]:
    """Ids of the units whose cases the user distributes."""
    return rights.organisation_ids(user, *policies.HEADS) & rights.organisation_ids(user, *CASE_ROLES)


def _open(user: Any) -> QuerySet[Handling]:
    """What the user's units work on, be it as lead or as co-handler. A unit is one of them on a case, never both."""
    found = Handling.objects.filter(organisation__in=headed(user), state__in=OPEN_HANDLING)
    return found.filter(Exists(policies.keys_held(user).filter(petition=OuterRef("petition")))).order_by()


def all_whose(user: Any) -> list[Whose]:
    """Everybody who has cases in the user's units, and everybody for whom somebody stands in."""
    rows = list(_open(user).values("organisation", OFFICER, ABSENT, "role").annotate(cases=Count("pk")))
    people = User.objects.in_bulk({row[role] for row in rows for role in (OFFICER, ABSENT)} - {None})
    units = {row.organisation_id: row.organisation for row in rights.memberships(user)}
    found: dict[str, Whose] = {}
    for row in rows:
        for role in (OFFICER, ABSENT):
            if row[role] is not None:
                whose = Whose(units[row["organisation"]], people[row[role]], role)
                found.setdefault(whose.code, whose).add(row["role"], row["cases"])
    return sorted(found.values(), key=lambda whose: (whose.person.get_full_name(), whose.unit.code))


def cases_of(user: Any, whose: Whose) -> list[Petition]:
    """The cases, what ends first first, with what lists show of them, a co-handler's with its own day: as many as go
    over at one go. ``asked``: whether the person has put something before a head, which stays the person's."""
    chosen = _open(user).filter(organisation=whose.unit, **{whose.role: whose.person}).values("petition")
    keys = CaseKey.objects.filter(key__in=policies.keys_at(user, {whose.unit.pk}), petition__in=chosen)
    waiting = Approval.objects.filter(state=Approval.ApprovalState.ASKED, asked_by=whose.person)
    keys = keys.annotate(asked=Exists(waiting.filter(petition=OuterRef("petition"))))
    found: dict[Any, Petition] = {}
    for key in to_list(keys).order_by(F("next_due").asc(nulls_last=True), "petition")[:MOST]:
        case: Any = as_listed(key)
        case.asked = key.asked
        found.setdefault(case.pk, case)
    return list(found.values())


def apart(ticked: Iterable[Tick], user: Any, whose: Whose) -> set[str]:
    """Numbers of those ticked cases on which the unit is a co-handler: they go over by a command of their own."""
    cos = _open(user).filter(organisation=whose.unit, role=Handling.Role.CO)
    cos = cos.filter(petition__number__in=[tick.number for tick in ticked])
    return set(cos.values_list("petition__number", flat=True))


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
