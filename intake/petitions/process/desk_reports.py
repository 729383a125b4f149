"""Reporting as urgent what one took down for a resident (article 25), from the desk's own list of the day.

Nothing of the case opens by it. Whatever has become of the case, one answer: also where it is a report of wrongdoing by
now, is closed, or complains of the clerk's own body. Whoever has it reads the report; the clerk wrote down the matter,
and learns nothing more. Of a matter that was joined to a first case it is the first one's; what is closed stands among
the urgent cases until somebody has written a note on it.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import numbers, transitions, visibility
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.models import Petition, Registration
from intake.petitions.models.case import CLOSED_STATES
from intake.petitions.policies import Actor
from records import events

from . import behalf
from .case import Case, hold_all, load
from .core import KIND, Step, carry_out

ACTION = "report_up"


def _mine(user: User, number: str, day: datetime.date) -> Registration:
    """The clerk's own entry of that day under this number. Raises ``NotFound``, also for what stood in no list."""
    found = behalf.listed_on(user, day).filter(petition__number=numbers.read_number(number) or "").first()
    if found is None:
        raise NotFound
    return found


def _in_hand(case: Case, first: uuid.UUID | None) -> Case:
    """Where the matter is in hand: in the first case, if that is open and the words reach nobody there who may not know
    of this one. ``first`` is the one that is held: what was joined meanwhile is reported as closed."""
    petition = case.petition
    if first is None or petition.merged_into_id != first:
        return case
    found = load(first)
    if found.petition.state in CLOSED_STATES or found.track != case.track:
        return case
    told_more = visibility.barred_organisations(petition) - visibility.barred_organisations(found.petition)
    readers = {key for key in found.keys - case.keys if f"o:{key.rpartition('@')[2]}" not in case.keys}
    return case if told_more or readers else found


def report(
    user: User, number: str, now: datetime.datetime, *, reason: str, threat: bool, day: datetime.date
) -> None:
    """Report it once. Raises ``NotFound``, or ``RuleViolation`` without a reason or the second time."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(("reason", _("Write what is urgent, and what somebody threatens.")))
    with transaction.atomic():
        entry = _mine(user, number, day)
        first = entry.petition.merged_into_id
        hold_all(pk for pk in (entry.petition_id, first) if pk is not None)
        entry = _mine(user, number, day)  # as it is now that nobody else changes it
        if entry.reported_at is not None:
            raise RuleViolation(("", _("You have reported this already.")))
        entry.reported_at = now
        entry.save(update_fields=["reported_at"])
        case = _in_hand(load(entry.petition_id), first)
        row = transitions.find(case.track, ACTION)
        assert row is not None
        # No role is asked for: who took it down has none, on this case or any other.
        step = Step(case, row, Actor.staff(user), now, reason, {"threat": threat, "at_desk": True})
        carry_out(step)
        if case.petition.pk != entry.petition_id:
            _note_on_joined(entry.petition, case.petition.pk, step)


def _note_on_joined(petition: Petition, first: uuid.UUID, step: Step) -> None:
    """The line in the history of the case that the desk took down: what it reported went to the first case. Read by who
    may know of that one as well."""
    events.record(
        KIND,
        petition.pk,
        "reported_on_first",
        actor_kind=step.actor.kind,
        actor_id=step.actor.user.uuid if step.actor.user else None,
        before=petition.state,
        after=petition.state,
        data={"case": first, "at_desk": True},
        at=step.now,
    )
