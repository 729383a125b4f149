"""The petitioner asks that a closed case be opened again (申请重新启动), and what becomes of the request.

Nobody can let it lie: it has a clock, stands in the lists of the office that decides, and ends only with an answer.
To say yes is the action ``reopen`` itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Review

from . import behalf, clocks, material
from .core import Step, check, effect
from .holding import leave_barred_after
from .proposing import suspect_in

RULE = "reopen_answer_15"


@effect("ask_reopen")
def ask_reopen(step: Step) -> None:
    """Keep the new facts with the case. Whom they charge gets them no more than any other complaint: neither the unit
    that answered, nor an intake office."""
    words = str(step.data.get("text", "")).strip()
    if not words:
        raise RuleViolation(
            ("text", _("Write what is new, or which promise was not kept: the office decides by that."))
        )
    material.require_room(step.case)
    received_on = behalf.request_came_on(step)
    petition = step.case.petition
    petition.reopen_asked_at = step.now
    step.material = words
    step.counts_from = received_on
    step.codes = {"received_on": received_on}
    step.fields = {"due_on": store.due(RULE, received_on).due}
    suspect_in(petition, words, step.now)
    leave_barred_after(step)


@check("refuse_reopen")
def says_where_to_go(step: Step) -> None:
    """The refusal of an ordinary case says where the petitioner can turn to. That of a report names nobody: its paper
    has fixed words for it."""
    if step.case.petition.is_accusation:
        step.fields = {"reason": step.reason}
        return
    destination = str(step.data.get("destination", "")).strip()
    if not destination:
        raise RuleViolation(("destination", _("The notice must say this.")))
    step.fields = {"reason": step.reason, "destination": destination}


@effect("refuse_reopen")
def refuse_reopen(step: Step) -> None:
    """The case stays closed as it was."""
    step.case.petition.reopen_asked_at = None


def rest(step: Step) -> None:
    """Let a request rest that a review has overtaken: the case is open again by it. Told to the petitioner; it comes
    back if the review decides nothing."""
    if step.case.petition.reopen_asked_at is not None:
        step.case.petition.reopen_asked_at = None
        clocks.cancel(step.case, (RULE,), step.now)
        step.codes["reopen_rests"] = True


def take_up_again(step: Step) -> None:
    """Put a request that rested before the office again, with the days from today, now that the case is closed again
    and no review has decided it."""
    petition = step.case.petition
    if petition.concluded_at is None:
        return  # the petitioner's own days run on; when they have ended it is asked again
    rested = petition.deadlines.filter(rule=RULE).order_by("-pk").first()
    if rested is None or rested.cancelled_at is None:
        return
    undecided = (Review.ReviewState.REFUSED, Review.ReviewState.WITHDRAWN)
    overtaken_by = petition.reviews.filter(round=petition.round, requested_at=rested.cancelled_at)
    if overtaken_by.filter(state__in=undecided).exists():
        petition.reopen_asked_at = step.now
        clocks.start(step.case, (RULE,), step.today)
        step.codes["reopen_back"] = True
