"""Several cases of the queue at once: which were ticked, and one command for each of them.

A tick carries the version of the case that was seen, as the form of a single case does: nothing is done to a case that
has changed since somebody looked at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Membership, User
from intake.petitions import numbers, policies
from intake.petitions.errors import CaseError, Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import perform
from intake.petitions.staffing import CASE_ROLES

from .labels import event_words
from .queue import as_listed, to_list

MOST = 200


@dataclass(frozen=True)
class Tick:
    """A case that was ticked, and the version of it that was seen."""

    number: str
    seen: int

    @property
    def value(self) -> str:
        """What a form carries of it."""
        return f"{self.number}.{self.seen}"

    @property
    def shown_number(self) -> str:
        return numbers.show_number(self.number)


@dataclass(frozen=True)
class Failed:
    """A case to which it was not done, why, and the case as it is now; none for who may not know of it."""

    tick: Tick
    why: str
    row: Petition | None


def ticks(values: Iterable[str]) -> list[Tick]:
    """What was ticked, each once. What no page of ours sends is left out."""
    found: dict[str, Tick] = {}
    for value in values:
        typed, _dot, seen = value.partition(".")
        number = numbers.read_number(typed)
        if number and seen.isascii() and seen.isdecimal() and len(seen) < 9:
            found.setdefault(number, Tick(number, int(seen)))
    return list(found.values())[:MOST]


def rows(user: User, ticked: list[Tick]) -> list[Petition]:
    """The ticked cases that the user may know of, in the order of the ticks, with what lists show of them: to a
    co-handler its own stage and date, as in the queue."""
    wanted = [tick.number for tick in ticked]
    keys = policies.keys_held(user).filter(petition__number__in=wanted).order_by("pk")
    by_number: dict[str, Petition] = {}
    for key in to_list(keys):
        by_number.setdefault(key.petition.number, as_listed(key))
    return [by_number[number] for number in wanted if number in by_number]


def carry_out(
    user: User, action: str, plan: Iterable[tuple[Tick, dict[str, Any]]]
) -> tuple[int, list[Failed]]:
    """One action on several cases, each a command of its own with its own data: how many it was done to, and to
    which not."""
    plan = list(plan)
    known = {row.number: row for row in rows(user, [tick for tick, _data in plan])}
    reasons: dict[str, str] = {}
    for tick, data in plan:
        why = attempt(user, action, tick, known.get(tick.number), data)
        if why:
            reasons[tick.number] = why
    left = [tick for tick, _data in plan if tick.number in reasons]
    now = {row.number: row for row in rows(user, left)}
    return len(plan) - len(left), [Failed(tick, reasons[tick.number], now.get(tick.number)) for tick in left]


def attempt(user: User, action: str, tick: Tick, row: Petition | None, data: dict[str, Any]) -> str:
    """One action on one ticked case: why it was refused, or nothing."""
    return refusal(perform, user, action, tick, row, data)


def refusal(
    command: Callable[..., object],
    user: User,
    action: str,
    tick: Tick,
    row: Petition | None,
    data: dict[str, Any],
) -> str:
    """Why a command refuses an action on one ticked case, or nothing: it may have carried it out, or only tried."""
    try:
        if row is None:
            raise NotFound
        command(row.pk, action, Actor.staff(user), seen=tick.seen, **data)
    except CaseError as refused:
        return _why(refused)
    return ""


def _why(refused: CaseError) -> str:
    match refused:
        case RuleViolation():
            return " ".join(str(words) for _field, words in refused.problems)
        case Conflict():
            since = " ".join(event_words(event.action) for event in reversed(refused.events))
            return _("It has changed since you saw it: %(what)s") % {"what": since}
        case NotAllowed():
            return _("This can't be done to the case as it is now.")
        case _:
            return _("There is no such case in your sight.")


def colleagues(user: User) -> list[User]:
    """Who works on cases in the user's own offices, the user too: one of them may be given a case."""
    offices = rights.organisation_ids(user, *CASE_ROLES)
    staff = Membership.objects.active().filter(organisation__in=offices, role__in=CASE_ROLES)
    found = User.objects.filter(pk__in=staff.values("user_id")).only("display_name", "username", "uuid")
    return list(found.order_by("display_name", "pk"))
