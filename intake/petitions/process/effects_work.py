"""The simple procedure (简易办理) and the extension of the 60 days (延期)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.petitions import windows
from intake.petitions.errors import RuleViolation
from intake.petitions.models.work import HandlingState
from records import events

from . import cohandling
from .core import KIND, Step, effect
from .effects_ordinary import reply_with
from .holding import lead_of, move, take_up

# What the simple procedure is for: clear in facts and responsibility and low in dispute; what can be answered at once
# (consultation, suggestion, thanks); urgent matters of daily life; what the body has promised or concluded already.
SIMPLE_SCOPE = ("clear", "at_once", "daily_life", "promised")


@effect("accept_simple")
def accept_simple(step: Step) -> None:
    """Take a plain case up in the simple procedure: decided within ten working days, at once where possible.

    The history keeps which case of its scope it is. What it is not for is looked at by a person: whether it is secret,
    needs a hearing, comes of a visit of many, or belongs to another lawful route.
    """
    scope = step.data.get("scope")
    if scope not in SIMPLE_SCOPE:
        raise RuleViolation(("scope", _("Say why the simple procedure is open to it.")))
    if not step.data.get("plain"):
        words = _(
            "A visit of many, a secret matter, one that needs a hearing, and one for another lawful route are not "
            "simple: accept it in the ordinary procedure."
        )
        raise RuleViolation(("plain", words))
    step.codes = {"scope": scope}
    lead = lead_of(step)
    lead.accepted_at = step.now
    take_up(lead, step)
    move(lead, HandlingState.SIMPLE_IN_PROGRESS)
    step.fields = {"due_on": store.due("simple_decision_10wd", step.today).due}


@effect("reply_simple")
def reply_simple(step: Step) -> None:
    """Answer in the simple procedure: what was found and what is done. There is no review of such an answer."""
    facts, decision, basis = (str(step.data.get(part, "")).strip() for part in ("facts", "decision", "basis"))
    RuleViolation.gather(
        (name, _("Write this part of the answer."))
        for name, value in (("facts", facts), ("decision", decision))
        if not value
    )
    reply_with(step, "simple")
    step.fields = {"facts": facts, "decision": decision, "basis": basis}


@effect("to_ordinary")
def to_ordinary(step: Step) -> None:
    """Not so simple after all: the ordinary procedure goes on from the same acceptance, with what is left of it."""
    move(lead_of(step), HandlingState.IN_PROGRESS)
    rules = ("handle_60", "suggestion_reply_60")
    runs = step.case.petition.deadlines.open().filter(handling=step.case.lead, rule__in=rules).first()
    if runs is not None:
        step.fields = {"due_on": runs.due}
    step.fields["reason"] = step.reason


@effect("extend")
def extend(step: Step) -> None:
    """Lengthen the 60 days once, by thirty at most (article 34): approved in time by the unit's head, the petitioner
    told why. Co-handlers that work to the same end get the new one too."""
    lead, runs = lead_of(step), windows.sixty_days(step.case)
    if runs is None or runs.is_over(step.today):
        raise RuleViolation(("", _("The 60 days are over: an extension had to be approved before.")))
    lead.extended = True
    lead.save()
    step.case.petition.extended = True
    step.fields = {"reason": step.reason, "due_on": store.due("handle_60_ext", runs.started_on).due}
    if lead.organisation_id != step.case.intake.pk:  # who sees to it that the new day is kept
        step.fields["destination"] = step.case.intake.name
    state = step.case.petition.state
    for moved in cohandling.extend(step.case, runs, step.now):
        events.record(
            KIND,
            step.case.petition.pk,
            "co_extended",
            actor_kind="system",
            before=state,
            after=state,
            data=moved,
            at=step.now,
        )
