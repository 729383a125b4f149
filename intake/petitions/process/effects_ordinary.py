"""What the actions on suggestions, appeals and requests do beyond the table."""

from __future__ import annotations

import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.documents import rendering
from intake.petitions import reviewing, windows
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling, Rating
from intake.petitions.models.case import State
from intake.petitions.models.work import HandlingState
from intake.routing.models import Category
from regions.models import Organisation

from . import clocks, reopening
from .core import Step, effect
from .effects_common import acceptance
from .holding import (
    begin_handling,
    begin_round,
    close,
    end_with,
    lead_of,
    move,
    name_cos,
    note_return,
    require_power,
    take_back,
    take_up,
    tell_of_change,
    to_discipline,
)
from .notices import Field

Entry = Handling.Entry


@effect("register")
def register(step: Step) -> None:
    """Register the case, with the category that the clerk read out of it."""
    petition = step.case.petition
    petition.registered_at = step.now
    category = step.data.get("category")
    if isinstance(category, Category):
        petition.category = category
        step.codes = {"category": category.code}
    if step.data.get("repeat"):
        petition.repeat = True
        step.codes["repeat"] = True


@effect("seal")
def seal(step: Step) -> None:
    """It is an accusation after all (转密封): the discipline intake gets it, and whoever had it loses it from sight."""
    to_discipline(step)
    tell_of_change(step)


@effect("transfer")
def transfer(step: Step) -> None:
    _send(step, Entry.TRANSFER)


@effect("assign")
def assign(step: Step) -> None:
    """Order a unit to handle the case and to report by a date (交办)."""
    report_due = step.data.get("report_due")
    if not isinstance(report_due, datetime.date) or report_due <= step.today:
        raise RuleViolation(("report_due", _("Name the day, after today, on which the report is due.")))
    handling = _send(step, Entry.ASSIGNMENT)
    handling.report_due = report_due
    handling.save()
    clocks.start_order(step.case, handling, report_due)
    step.fields |= {"report_due": report_due}


def _send(step: Step, entry: str) -> Handling:
    unit = require_power(step, step.data.get("organisation"))
    handling = begin_handling(step, unit, entry)
    decide_proposal(step, unit)
    step.letter_to = unit
    due = store.due("notify_forwarded_15", step.today)
    step.fields = {"destination": unit.name, "due_on": due.due, "reason": step.reason}
    name_cos(step, step.data.get("cos") or ())
    return handling


def decide_proposal(step: Step, unit: Organisation) -> None:
    """Keep which unit got the case instead of, or as, the one that routing proposed."""
    proposal = step.case.petition.proposals.last()
    if proposal is not None:
        proposal.decided_at = step.now
        proposal.decided_by = step.actor.user
        proposal.chosen = unit
        proposal.save()


@effect("handle_here")
def handle_here(step: Step) -> None:
    """The receiving office has the power itself (直接受理): no transfer."""
    begin_here(step)
    acceptance(step)


def begin_here(step: Step) -> None:
    """Open the handling at the receiving office, whose own days to tell run from receipt."""
    begun = begin_handling(step, step.case.intake, Entry.DIRECT, HandlingState.ACCEPTED)
    clocks.start(step.case, ("notify_direct_15",), clocks.at_intake_since(step.case), begun)
    decide_proposal(step, step.case.intake)


@effect("not_accept")
def not_accept(step: Step) -> None:
    end_with(step, State.NOT_ACCEPTED)
    step.fields = ground(step, "destination")


@effect("redirect")
def redirect(step: Step) -> None:
    """Another body has the power (告知有权机关): people's congress, court, procuratorate, another county."""
    end_with(step, State.REDIRECTED)
    step.fields = ground(step, "destination")


def ground(step: Step, *needed: str) -> dict[str, Field]:
    """What such a notice must carry besides the reason: ground, where to go next, and who hears a disagreement.

    Raises ``RuleViolation`` for each part that is missing.
    """
    values = {name: str(step.data.get(name, "")).strip() for name in ("basis", *needed)}
    RuleViolation.gather(
        (name, _("The notice must say this.")) for name, value in values.items() if not value
    )
    return {
        **values,
        "reason": step.reason,
        "review_unit": next_higher(step, step.organisation or step.case.intake),
    }


def next_higher(step: Step, unit: Organisation) -> str:
    """The name of the body above a unit that reviews what it decides here; empty where a person names it: the paper
    then has words that stand in."""
    body = reviewing.next_body(step.case.petition, unit)
    return body.name if body else ""


@effect("object")
def object_(step: Step) -> None:
    """Not ours (异议): within five working days, with reasons; the sender decides."""
    lead = lead_of(step)
    object_to_sender(step, lead)
    note_return(step)


def object_to_sender(step: Step, handling: Handling) -> None:
    """Raises ``RuleViolation`` when the days for it are over."""
    window = clocks.window_to_object(handling)
    if window is None or window.is_over(step.today):
        raise RuleViolation(
            ("", _("An objection had to come within five working days of receipt; that time is over."))
        )
    move(handling, HandlingState.OBJECTED)
    sender = handling.sent_by
    step.letter_to = sender
    step.fields = {"reason": step.reason}


@effect("grant_objection")
def grant_objection(step: Step) -> None:
    """Agree that the unit gives the case back (同意退回); with another unit named, the case goes there at once."""
    returned_by = lead_of(step)
    take_back(step, HandlingState.RETURNED)
    step.codes = {"returned_by": returned_by.organisation.code}
    if step.data.get("organisation") is not None:
        _forward_again(step)


def _forward_again(step: Step) -> None:
    from .notices import issue  # the row itself has no notice: one is due only when the case goes on

    returned = step.codes
    handling = _send(step, Entry.TRANSFER)
    step.resumes_intake = False
    step.codes |= returned
    clocks.start(step.case, ("notify_forwarded_15", "objection_5wd"), step.today, handling)
    office = step.organisation or step.case.intake
    for code, to in (("forwarded_notice", None), ("transfer_letter", handling.organisation)):
        issue(step.case, code, step.fields, step.now, issued_by=office, handling=handling, to_organisation=to)


@effect("refuse_objection")
def refuse_objection(step: Step) -> None:
    """The unit keeps the case, with its first received date; it can't object again."""
    lead = lead_of(step)
    lead.objection_refused = True
    move(lead, HandlingState.PENDING)


@effect("recall")
def recall(step: Step) -> None:
    take_back(step, HandlingState.RECALLED)


@effect("not_accept_here")
def not_accept_here(step: Step) -> None:
    step.fields = ground(step, "destination")
    end_handling_with(step, HandlingState.NOT_ACCEPTED, State.NOT_ACCEPTED)


def end_handling_with(step: Step, handling_state: str, outcome: State) -> None:
    """End the work without an answer to the matter. An order is reported on all the same: why, and with what end."""
    with translation.override("zh-hans"):
        ended = str(outcome.label)
    step.fields |= {"facts": step.reason, "decision": ended}
    report_to_sender(step)
    close(lead_of(step), handling_state, step)
    end_with(step, outcome)


@effect("start")
def start(step: Step) -> None:
    lead = lead_of(step)
    take_up(lead, step)
    move(lead, HandlingState.IN_PROGRESS)


OPINION_PARTS = ("requests", "facts", "decision", "basis", "outcome")  # article 32
OUTCOMES = ("supported", "explained", "not_supported")
ADOPTIONS = ("adopted", "adopted_in_part", "not_adopted")  # article 29


@effect("issue_opinion")
def issue_opinion(step: Step) -> None:
    """The written decision (处理意见书): article 32 says what it must hold, and how to ask for review."""
    parts = {name: str(step.data.get(name, "")).strip() for name in OPINION_PARTS}
    RuleViolation.gather(
        (name, _("Article 32 asks for this in a written opinion."))
        for name, value in parts.items()
        if not value
    )
    if parts["outcome"] not in OUTCOMES:
        raise RuleViolation(("outcome", _("Choose: supported, explained, or not supported.")))
    reply_with(step, "opinion")
    step.fields = {
        **parts,
        "outcome": rendering.outcome_text(parts["outcome"], step.case.petition.language),
        "review_unit": next_higher(step, lead_of(step).organisation),
    }
    step.codes = {"outcome": parts["outcome"]}


@effect("reply_suggestion")
def reply_suggestion(step: Step) -> None:
    """Answer a suggestion (article 29): adopted, adopted in part, or not, and why. No review path."""
    decision = str(step.data.get("decision", "")).strip()
    facts = str(step.data.get("facts", "")).strip()
    outcome = str(step.data.get("outcome", ""))
    problems = [
        (name, _("Write this part of the answer."))
        for name, value in (("decision", decision), ("facts", facts))
        if not value
    ]
    if outcome not in ADOPTIONS:
        problems.append(("outcome", _("Choose: adopted, adopted in part, or not adopted.")))
    RuleViolation.gather(problems)
    reply_with(step, "suggestion")
    adopted = rendering.outcome_text(outcome, step.case.petition.language)
    step.fields = {"decision": f"{adopted}\n{decision}", "facts": facts}
    step.codes = {"outcome": outcome}


def require_no_waiting(step: Step) -> None:
    """Raises ``RuleViolation`` while the lead waits for a co-handler: one may have been added since it asked."""
    if step.case.holding_up:
        raise RuleViolation(("", _("A co-handler has not answered yet. Wait, or say that you do not.")))


def reply_with(step: Step, kind: str) -> None:
    """End the work on the case with an answer of that kind."""
    require_no_waiting(step)
    lead = lead_of(step)
    lead.reply_kind = kind
    report_to_sender(step)
    close(lead, HandlingState.REPLIED, step)


def report_to_sender(step: Step) -> None:
    """An order (交办) is answered to who gave it as well, with a closing report (办结报告), article 22."""
    lead = lead_of(step)
    if lead.entry == Entry.ASSIGNMENT:
        step.letter_to = lead.sent_by


@effect("accept_result", "close", "no_rereview")
def conclude(step: Step) -> None:
    step.case.petition.concluded_at = step.now
    if step.row.action != "accept_result":  # who accepts the result asks for nothing more
        window = windows.to_ask_for_review(step.case)
        if window is not None:
            step.fields["review_by"] = window.due
        reopening.take_up_again(step)


@effect("rate")
def rate(step: Step) -> None:
    """Judge the petition office or the handler, once each; changeable until the window ends."""
    subject, value = str(step.data.get("subject", "")), str(step.data.get("value", ""))
    RuleViolation.gather(
        problem
        for problem, wrong in (
            (("subject", _("Say whom you rate.")), subject not in Rating.Subject.values),
            (("value", _("Choose one of the three answers.")), value not in Rating.Value.values),
        )
        if wrong
    )
    petition = step.case.petition
    window = clocks.rating_window(step.case)
    if window is None or window.is_over(step.today):
        raise RuleViolation(("", _("The time for rating is over, or the reply was not opened yet.")))
    rated = lead_of(step).organisation if subject == Rating.Subject.HANDLER else step.case.intake
    Rating.objects.update_or_create(
        petition=petition,
        subject=subject,
        round=petition.round,
        defaults={
            "value": value,
            "text": str(step.data.get("text", "")).strip(),
            "organisation": rated,
            "rated_at": step.now,
        },
    )
    step.codes = {"subject": subject, "value": value}


@effect("reopen")
def reopen(step: Step) -> None:
    begin_round(step)
    step.case.petition.returned_often = False
    step.case.petition.reported_up_at = None  # the hours of a new round begin with its own report
    if not step.case.petition.is_accusation:
        step.case.petition.registered_at = step.case.petition.registered_at or step.now
    step.fields = {"reason": step.reason}
