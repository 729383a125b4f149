"""Who works on cases, by name, kept in each process until an account, a membership or the tree changes.

A petition may name a person without saying where that person works. The person is kept out by name; but whoever leads
a body, or works in the very offices through which petitions and reports go, is not the only one there who must not
know (rows S6 to S8 of ``intake.routing.engine.discipline``).
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Membership, Role, StaffStamp
from intake.routing.engine.staff import Names, name_of, plain
from regions import stamps
from regions.models import Organisation, TreeStamp

from .models import Accused
from .naming import is_named, persons

# Roles that work on cases. A clerk, leader or operator of the same organisation gets no key from it.
CASE_ROLES = frozenset(
    {
        Role.PETITION_OFFICER,
        Role.PETITION_HEAD,
        Role.HANDLER,
        Role.UNIT_HEAD,
        Role.DISCIPLINE_INTAKE,
        Role.DISCIPLINE_HEAD,
        Role.DISCIPLINE_OFFICER,
        Role.REVIEWER_OFFICER,
        Role.REVIEW_HEAD,
    }
)
# Whose body is barred with them, wherever they are: it is theirs to direct.
_LEADING = frozenset(
    {Role.PETITION_HEAD, Role.UNIT_HEAD, Role.DISCIPLINE_HEAD, Role.REVIEW_HEAD, Role.LEADER}
)
# Bodies that are barred with anybody who works on cases there.
_INTAKE_AND_DISCIPLINE = Organisation.DISCIPLINE_KINDS | {Organisation.Kind.PETITION_OFFICE}


@dataclass(frozen=True)
class Post:
    """Somebody's work in a body, by which that body is barred together with the person."""

    user: int
    name: str
    body: Organisation


@dataclass(frozen=True)
class Roll:
    """Whom a petition may name: all who work on cases, lead a body or see what could not be delivered.

    ``at_the_door`` has the plain names of those who work in each intake or discipline body, by its id.
    """

    names: Names
    posts: tuple[Post, ...]
    at_the_door: Mapping[int, frozenset[str]]


Ground = tuple[Any, datetime.date]


def ground() -> Ground:
    """What tells whether bars may be others than when they were asked for before: the tree, the staff, and the day."""
    return stamps.of_rows(TreeStamp, StaffStamp), timezone.localdate()


def roll(on: Ground | None = None) -> Roll:
    """Those who may be named now: from memory if nothing has changed since, else read anew. Who has just asked for the
    ground hands it over."""
    return _roll(*(on or ground()))


@lru_cache(maxsize=1)
def _roll(_stamp: Any, day: datetime.date) -> Roll:
    memberships = list(_on_the_roll(day))
    posts = [
        Post(one.user_id, name_of(one.user.display_name), one.organisation)
        for one in memberships
        if _bars_its_body(one)
    ]
    doors: dict[int, set[str]] = defaultdict(set)
    for post in posts:
        if post.body.kind in _INTAKE_AND_DISCIPLINE:
            doors[post.body.pk].add(post.name)
    return Roll(
        Names(one.user.display_name for one in memberships),
        tuple(posts),
        {body: frozenset(names) for body, names in doors.items()},
    )


def _on_the_roll(day: datetime.date) -> QuerySet[Membership]:
    rows = not_ended(day).filter(user__is_active=True, role__in=CASE_ROLES | _LEADING | {Role.OPERATOR})
    return rows.select_related("user", "organisation__region")


def _bars_its_body(one: Membership) -> bool:
    """Whether the body is barred together with its member."""
    at_the_door = one.organisation.kind in _INTAKE_AND_DISCIPLINE
    return one.role in _LEADING or (one.role in CASE_ROLES and at_the_door)


def not_ended(day: datetime.date | None = None) -> QuerySet[Membership]:
    """Memberships of today and of days to come: a bar counts before its membership begins, and whether a membership
    is in force is asked again whenever a key is used."""
    return Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day or timezone.localdate()))


def bodies_of(accused: Sequence[Accused], on: Roll | None = None) -> list[Organisation]:
    """The bodies that may not know of a case because of the people whom it names: those that they lead, and the intake
    or discipline bodies that they work in. One where everybody is at least mentioned is barred as well: nobody would be
    left there to read the case.

    A person whom the reading has placed in a body is taken for somebody there, not for a namesake elsewhere.
    """
    chosen = {row.user_id for row in accused if row.user_id is not None}
    unplaced = [row for row in accused if row.user_id is None and row.organisation_id is None]
    if not chosen and not unplaced:
        return []
    words = [plain(row.person) for row in unplaced if row.person]
    now, mentioned = on or roll(), persons(accused)
    emptied = {
        body for body, names in now.at_the_door.items() if all(is_named(name, mentioned) for name in names)
    }
    found = {
        post.body.pk: post.body
        for post in now.posts
        if post.user in chosen or post.body.pk in emptied or is_named(post.name, words)
    }
    return list(found.values())


def led_by(user_id: int) -> list[Organisation]:
    """The bodies that are barred wherever this member of staff is."""
    own = _on_the_roll(timezone.localdate()).filter(user=user_id)
    return [one.organisation for one in own if _bars_its_body(one)]
