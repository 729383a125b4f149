"""What the actions on accusations (检举控告) do beyond the table. The petition office is nowhere in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.petitions import nearness, offices, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling, Petition
from intake.petitions.models.work import Disposal, HandlingState
from intake.routing.models import PetitionClass
from records import events
from regions.models import Organisation

from . import approvals
from .core import KIND, Step, effect
from .holding import begin_handling, close, lead_of, move, note_return, require_open_for, take_back
from .proposing import propose_anew

Entry = Handling.Entry


@effect("keep")
def keep(step: Step) -> None:
    """The intake's own commission takes the case (本级受理)."""
    begin_handling(step, step.case.intake, Entry.KEPT, HandlingState.ACCEPTED)


@effect("pass_on")
def pass_on(step: Step) -> None:
    """Pass the case to the discipline unit or other body that has the power (转有权机关).

    Never to a barred one, nor to one that stands too near to those complained of.
    """
    begin_handling(step, _body_with_power(step), Entry.PASSED_ON)


@effect("pass_on_here")
def pass_on_here(step: Step) -> None:
    """A discipline unit passes on what is another's (再转), to whom the intake itself might have passed it.

    It loses sight of the case with that. Nobody gets it a second time this way: units that can't agree give it back to
    the intake, which decides.
    """
    unit = _body_with_power(step)
    before = step.case.petition.handlings.filter(round=step.case.petition.round, organisation=unit)
    if before.exists():
        raise RuleViolation(
            (
                "organisation",
                _("This body has had the case already. Give it back to the intake, which decides."),
            )
        )
    approvals.lapse(step)
    passing = lead_of(step)
    close(passing, HandlingState.RECALLED, step)
    begin_handling(step, unit, Entry.PASSED_ON)
    note_return(step)
    step.codes |= {"former": passing.organisation.code}


def _body_with_power(step: Step) -> Organisation:
    """The body that a report may be passed on to, as chosen. Raises ``RuleViolation`` for any other."""
    unit = require_open_for(step, step.data.get("organisation"))
    if unit.kind in offices.KNOW_OF_NO_ACCUSATION or unit.pk == step.case.intake.pk:
        raise RuleViolation(("organisation", _("This office can't be given an accusation.")))
    if unit.pk in nearness.too_near_with_joined(step.case.petition):
        raise RuleViolation(
            (
                "organisation",
                _("This body is too near to those complained of: the rules don't give it the case."),
            )
        )
    if not visibility.staff_for(step.case.petition, unit).exists():
        raise RuleViolation(("organisation", _("Nobody there could open the case. Choose another unit.")))
    return unit


@effect("pass_back")
def pass_back(step: Step) -> None:
    """Not for this unit: back to the intake, with the reason (退回信访室)."""
    take_back(step, HandlingState.RETURNED)
    note_return(step)


# What the petitioner said to the release, as far as one can be asked.
CONSENTS = ("agreed", "unreachable")


@effect("release")
def release(step: Step) -> None:
    """Nobody is accused of anything (转为一般信访件): the petition office gets it as an ordinary petition.

    With the consent of the petitioner, who wrote to the discipline side and not to that office; who can't be reached
    can't be asked. The case is read and proposed anew as what it is then.
    """
    petition = step.case.petition
    consent = str(step.data.get("consent", ""))
    if consent not in CONSENTS:
        raise RuleViolation(
            ("consent", _("Say whether the petitioner agreed. Without consent the case stays here."))
        )
    if petition.merged.exists():
        raise RuleViolation(
            (
                "",
                _("Other reports are joined to this one and would be released with it. Take them out first."),
            )
        )
    petition.petition_class = _class_before(petition)
    petition.returned_often = False
    petition.registered_at = None
    propose_anew(petition, step.now)
    if offices.petition_office(petition.region).pk in visibility.barred_organisations(petition):
        raise RuleViolation(("", _("The petition office is complained of here: it must not get the case.")))
    step.codes = {"consent": consent}


def _class_before(petition: Petition) -> str:
    """What the case was before it was sealed; an appeal if it came as a report of wrongdoing."""
    history = events.history(KIND, petition.pk).exclude(action="submit").order_by("-pk")
    kept = (event.data["class"] for event in history if "class" in event.data)
    return str(next(kept, PetitionClass.APPEAL))


@effect("dispose")
def dispose(step: Step) -> None:
    """How the clue is worked on (处置): 谈话函询, 初步核实, 暂存待查, 予以了结; inside only. Bodies outside the
    discipline side work by their own law, which has other ways."""
    lead, disposal = lead_of(step), str(step.data.get("disposal", ""))
    if lead.organisation.is_discipline:
        if disposal not in Disposal.values:
            raise RuleViolation(("disposal", _("Choose one of the four ways.")))
        lead.disposal = disposal
        step.codes = {"disposal": disposal}
    move(lead, HandlingState.IN_PROGRESS)


@effect("conclude")
def conclude(step: Step) -> None:
    """The work is done (办结); a real-name reporter is owed word of it, nobody else is waited for."""
    close(lead_of(step), HandlingState.CONCLUDED, step)
    if not step.case.petition.real_name:
        step.case.petition.concluded_at = step.now


@effect("feed_back")
def feed_back(step: Step) -> None:
    """Tell the reporter the result (反馈), to the reporter only."""
    result = str(step.data.get("result", "")).strip()
    if not result:
        raise RuleViolation(("result", _("Write what the reporter is told.")))
    lead = lead_of(step)
    lead.reply_kind = "discipline"
    move(lead, HandlingState.REPLIED)
    step.case.petition.concluded_at = step.now
    step.fields = {"result": result}
