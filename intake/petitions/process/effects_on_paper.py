"""What the petitioner takes back (撤回), with the password or on paper at the office that holds the case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.petitions.errors import RuleViolation
from intake.petitions.models.case import State

from . import approvals
from .behalf import request_came_on
from .core import Step, effect
from .holding import end_with


@effect("withdraw")
def withdraw(step: Step) -> None:
    """The petitioner takes the matter back. An accusation is only noted as withdrawn: it goes on."""
    if step.actor.kind == "staff":
        _require_paper(step)
    if step.case.petition.is_accusation:
        step.case.petition.withdrawal_noted = True
        return
    if step.case.petition.joint and not step.data.get("all_contacts"):
        raise RuleViolation(
            ("all_contacts", _("A joint petition ends only when all its contacts withdraw it."))
        )
    approvals.lapse(step)
    end_with(step, State.WITHDRAWN)


def _require_paper(step: Step) -> None:
    """No office ends a case on its own word: the signed paper is kept with the case, but where a unit would read a name
    in it that is withheld from it. The case ends today, whenever the paper came."""
    step.codes = {
        "on": request_came_on(step),
        "signed": "all" if step.data.get("all_contacts") else "petitioner",
    }
    problems = []
    if not step.data.get("signed"):
        problems.append(("signed", _("Only what the petitioner has signed is entered.")))
    if not step.data.get("files") and not step.case.petition.withhold_name:
        problems.append(("files", _("Add the signed paper, scanned or photographed.")))
    RuleViolation.gather(problems)
