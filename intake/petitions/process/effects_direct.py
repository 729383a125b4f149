"""What is brought to the unit with the power itself (直接收到), article 23 of the Regulations."""

from __future__ import annotations

from intake.clock import store
from intake.petitions.models import Handling
from intake.petitions.models.case import State
from intake.petitions.models.work import HandlingState

from .core import Step, effect
from .effects_ordinary import decide_proposal, end_handling_with, ground
from .holding import begin_handling, close, lead_of, note_return, require_power


@effect("receive_here")
def receive_here(step: Step) -> None:
    """The unit registers what was brought to it, and its days to tell count from when that came."""
    petition = step.case.petition
    unit = require_power(step, step.data.get("organisation"))
    petition.registered_at = step.now
    begin_handling(step, unit, Handling.Entry.DIRECT)
    decide_proposal(step, unit)
    step.counts_from = petition.received_on


@effect("redirect_here")
def redirect_here(step: Step) -> None:
    """The unit knows that a body has the power to which no petition office here passes anything on (告知有权机关)."""
    step.fields = ground(step, "destination")
    end_handling_with(step, HandlingState.REDIRECTED, State.REDIRECTED)


@effect("hand_over")
def hand_over(step: Step) -> None:
    """The unit has not the power (转信访部门): the petition office has its own days from when it gets the case."""
    office = step.case.intake
    close(lead_of(step), HandlingState.RETURNED, step)
    note_return(step)
    step.letter_to = office
    step.codes = {"organisation": office.code}
    step.fields = {
        "destination": office.name,
        "placed_by": store.due("transfer_15", step.today).due,
        "reason": step.reason,
    }
