"""A report of wrongdoing that is the superior's to look into, sent up by the head of the intake (径送上级).

The rules of the discipline organs, article 15: within 5 working days, straight up, not copied and not entered anywhere.
From then on the intake is kept from the case as those complained of are: ``visibility.sent_up_by``.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.clock.rules import local_day
from intake.petitions import kinship, offices, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from records import events
from regions.models import Organisation

from . import approvals, clocks
from .case import Case, hold_all, office_of
from .core import KIND, Step, beside, effect

RULE = "discipline_lower_5wd"
# By these a case reaches the intake; what comes back to it from a unit it has had since the first of them.
_ARRIVALS = frozenset({"submit", "seal", "reopen"})


@beside("report_to_superior")
def joined_to(petition_id: uuid.UUID, _actor: Actor, _data: dict[str, Any]) -> list[uuid.UUID]:
    """What was joined to it, and goes up with it."""
    return list(Petition.objects.filter(merged_into=petition_id).values_list("pk", flat=True))


@effect("report_to_superior")
def report_to_superior(step: Step) -> None:
    """The case, and those joined to it, are the superior's alone. The clock of acceptance goes with it unchanged.

    That it was in time is kept in the case, where only the superior reads it.
    """
    case = step.case
    superior_of(case)
    approvals.lapse(step)  # who asked, and who was to decide, knows of it no longer
    clocks.start(case, (RULE,), received_on(case))
    case.petition.at_superior = True
    hold_all(joined_to(case.petition.pk, step.actor, step.data))  # one may have been joined just before
    for joined in case.petition.merged.select_related("region", "owner"):
        joined.at_superior = True
        joined.owner = office_of(joined)
        joined.save(update_fields=["at_superior", "owner"])
        approvals.lapse_asked(joined, step.now)
    if not visibility.staff_for(case.petition, office_of(case.petition)).exists():
        raise RuleViolation(("", _("Nobody at the superior could open the case.")))


def superior_of(case: Case) -> Organisation:
    """Whom the intake may send the case up to. Raises ``RuleViolation`` where there is nobody, or all are barred."""
    here = offices.discipline_intake(case.petition.region, set())
    barred = kinship.barred_with_joined(case.petition) | {here.pk}
    superior = offices.discipline_intake(case.petition.region, barred)
    if superior.pk == here.pk:
        raise RuleViolation(
            ("", _("No superior is named for this office. Whoever runs the site can enter it in the tree."))
        )
    if superior.pk in barred:
        raise RuleViolation(("", _("The superior is complained of here: it must not get the case.")))
    return superior


def received_on(case: Case) -> datetime.date:
    """The day on which the case reached this intake in its present round."""
    petition: Petition = case.petition
    came = [
        event
        for event in events.history(KIND, petition.pk)
        if event.action in _ARRIVALS or event.data.get("left") == "sealed"
    ]
    last = max(came, key=lambda event: event.pk, default=None)
    return petition.received_on if last is None or last.action == "submit" else local_day(last.at)


def last_day(case: Case) -> datetime.date:
    """The last of the 5 working days in which the case is to go up."""
    return store.due(RULE, received_on(case)).due
