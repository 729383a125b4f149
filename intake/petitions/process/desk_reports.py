"""Reporting as urgent what one took down for a resident (article 25), from the desk's own list of the day.

Nothing of the case opens by it. Whatever has become of the case, one answer: also where it is a report of wrongdoing by
now, is closed, or complains of the clerk's own body. Whoever has it reads the report; the clerk wrote down the matter,
and learns nothing more.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import numbers, transitions
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.models import Registration
from intake.petitions.policies import Actor

from . import behalf
from .case import load
from .core import Step, carry_out

ACTION = "report_up"


def _mine(user: User, number: str, day: datetime.date) -> Registration:
    """The clerk's own entry of that day under this number. Raises ``NotFound``, also for what stood in no list."""
    found = behalf.listed_on(user, day).filter(petition__number=numbers.read_number(number) or "").first()
    if found is None:
        raise NotFound
    return found


def report(
    user: User, number: str, now: datetime.datetime, *, reason: str, threat: bool, day: datetime.date
) -> None:
    """Report it once. Raises ``NotFound``, or ``RuleViolation`` without a reason or the second time."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(("reason", _("Write what is urgent, and what somebody threatens.")))
    with transaction.atomic():
        case = load(_mine(user, number, day).petition_id, lock=True)
        entry = _mine(user, number, day)  # as it is now that nobody else changes it
        if entry.reported_at is not None:
            raise RuleViolation(("", _("You have reported this already.")))
        entry.reported_at = now
        entry.save(update_fields=["reported_at"])
        row = transitions.find(case.track, ACTION)
        assert row is not None
        # No role is asked for: who took it down has none, on this case or any other.
        step = Step(case, row, Actor.staff(user), now, reason, {"threat": threat, "at_desk": True})
        carry_out(step)
