"""Which person of a unit works on a case: given to a colleague, lent while somebody is away, handed back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import visibility
from intake.petitions.errors import RuleViolation

from .core import Step, effect
from .holding import lead_of


@effect("assign_officer")
def assign_officer(step: Step) -> None:
    """Make somebody of the unit the officer. With ``stand_in``, only until whoever had it is back.

    Whoever may not know of the case is refused in the same words as whoever works elsewhere.
    """
    lead = lead_of(step)
    user = step.data.get("user")
    staff = visibility.staff_for(step.case.petition, lead.organisation)
    if not isinstance(user, User) or not staff.filter(user_id=user.pk).exists():
        raise RuleViolation(
            ("user", _("Choose somebody of the unit that holds the case, who may work on it."))
        )
    before = lead.officer
    if before == user:
        raise RuleViolation(("user", _("%(name)s has this case already.") % {"name": user.get_full_name()}))
    absent = (lead.standing_in_for or before) if step.data.get("stand_in") else None
    lead.standing_in_for = None if absent == user else absent
    lead.officer = user
    lead.save(update_fields=["officer", "standing_in_for"])
    step.codes = {"user": user.uuid}
    if before is not None:
        step.codes["from_user"] = before.uuid
