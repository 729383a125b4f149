"""Which person of a unit works on a case: given to a colleague, lent while somebody is away, handed back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling

from .core import Step, effect
from .effects_together import own_part
from .holding import lead_of


@effect("assign_officer")
def assign_officer(step: Step) -> None:
    """Make somebody of the unit that holds the case its officer."""
    _give(step, lead_of(step))


@effect("co_assign_officer")
def co_assign_officer(step: Step) -> None:
    """A co-handler gives its part to one of its own, or somebody there takes it."""
    _give(step, own_part(step))


def _give(step: Step, work: Handling) -> None:
    """With ``stand_in``, only until whoever had it is back.

    Whoever may not know of the case is refused in the same words as whoever works elsewhere.
    """
    user = step.data.get("user")
    staff = visibility.staff_for(step.case.petition, work.organisation)
    if not isinstance(user, User) or not staff.filter(user_id=user.pk).exists():
        raise RuleViolation(("user", _("Choose somebody of this unit who may work on the case.")))
    before = work.officer
    if before == user:
        raise RuleViolation(("user", _("%(name)s has this case already.") % {"name": user.get_full_name()}))
    absent = (work.standing_in_for or before) if step.data.get("stand_in") else None
    work.standing_in_for = None if absent == user else absent
    work.officer = user
    work.save(update_fields=["officer", "standing_in_for"])
    step.codes |= {"user": user.uuid}
    if before is not None:
        step.codes["from_user"] = before.uuid
