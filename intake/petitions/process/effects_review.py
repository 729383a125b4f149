"""What review (复查) and second review (复核) do beyond the table, articles 35 and 36."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.documents import rendering
from intake.petitions import reviewing
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling, Review
from intake.petitions.models.work import HandlingState
from regions import tree
from regions.models import Organisation

from . import approvals, behalf, clocks, notices, reopening, reviews
from .core import Step, check, effect
from .effects_ordinary import OPINION_PARTS, ground
from .holding import (
    begin_handling,
    begin_round,
    lead_of,
    leave_barred_after,
    require_open_for,
    tell_of_change,
)
from .notices import Field
from .proposing import suspect_in
from .reviews import review_of

State = Review.ReviewState
MAINTAIN, CHANGE, REDO = "maintain", "change", "revoked_redo"
FIRST_OUTCOMES = (MAINTAIN, CHANGE, REDO)
SECOND_OUTCOMES = (MAINTAIN, CHANGE)


@effect("request_review")
def request_review(step: Step) -> None:
    """Ask the next higher body to look at the written opinion again (请求复查)."""
    _request(step, Review.Kind.FIRST, lead_of(step).organisation)


@effect("request_rereview")
def request_rereview(step: Step) -> None:
    """Ask the body above the review body (请求复核)."""
    petition = step.case.petition
    first = petition.reviews.filter(round=petition.round, kind=Review.Kind.FIRST, state=State.DECIDED).latest(
        "decided_at"
    )
    assert first.organisation is not None
    _request(step, Review.Kind.SECOND, first.organisation)


def _request(step: Step, kind: str, decided_by: Organisation) -> None:
    received_on = behalf.request_came_on(step)
    reviews.require_window(step, received_on)
    grounds = str(step.data.get("text", "")).strip()
    if not grounds:
        raise RuleViolation(("text", _("Write why you disagree: the body that reviews it begins with that.")))
    step.material = grounds
    petition = step.case.petition
    suspect_in(petition, step.material, step.now)  # whom the grounds charge gets no review of it either
    review = reviews.begin(step, kind, decided_by)
    reopening.rest(step)  # what is reviewed is not closed
    rule = "review_opinion_30" if kind == Review.Kind.FIRST else "rereview_opinion_30"
    body = review.organisation
    petition.concluded_at = None
    step.counts_from = received_on
    step.codes |= {"received_on": received_on}
    step.fields = {
        "review_unit": body.name if body else "",
        "received_on": received_on,
        "due_on": store.due(rule, received_on).due,
    }
    leave_barred_after(step)


@effect("name_review_body")
def name_review_body(step: Step) -> None:
    """Name the body where the tree has none, or nobody works on reviews at the one that it has."""
    review, body = review_of(step), step.data.get("organisation")
    allowed = isinstance(body, Organisation) and reviewing.bodies_for(step.case.petition, review).filter(
        pk=body.pk
    )
    if not allowed or not isinstance(body, Organisation):
        raise RuleViolation(("organisation", _("Choose a body that stands above those that decided so far.")))
    reviews.take_from_body(step, review)
    review.organisation = body
    if reviewing.has_to_leave(review):
        raise RuleViolation(("organisation", _("Nobody there could open the case. Choose another body.")))
    reviews.move(review, State.REQUESTED)
    step.codes = {"organisation": body.code}
    tell_of_change(step)


@effect("accept_review")
def accept_review(step: Step) -> None:
    reviews.move(review_of(step), State.ACCEPTED)
    clock = clocks.own_clock(step.case).first()
    assert clock is not None
    step.fields = {"due_on": clock.due}


@check("refuse_review")
def ground_of_refusal(step: Step) -> None:
    step.fields = ground(step, "destination")


@effect("refuse_review")
def refuse_review(step: Step) -> None:
    """Out of time, no written opinion, or the wrong body (不予受理)."""
    reviews.end_without_decision(step, State.REFUSED)
    reopening.take_up_again(step)


@effect("withdraw_review")
def withdraw_review(step: Step) -> None:
    approvals.lapse(step)
    reviews.end_without_decision(step, State.WITHDRAWN)
    reopening.take_up_again(step)


@check("decide_review", "decide_rereview")
def parts_of_opinion(step: Step) -> None:
    """A review opinion holds what article 32 asks of any opinion, with an outcome of its kind."""
    parts = {name: str(step.data.get(name, "")).strip() for name in OPINION_PARTS}
    RuleViolation.gather(
        (name, _("Article 32 asks for this in a written opinion."))
        for name, value in parts.items()
        if not value
    )
    second = step.row.action == "decide_rereview"
    if parts["outcome"] not in (SECOND_OUTCOMES if second else FIRST_OUTCOMES):
        raise RuleViolation(("outcome", _("Choose one of the outcomes of a review.")))
    if parts["outcome"] == REDO:
        _unit_for_redo(step)
    words = f"{review_of(step).kind}_{parts['outcome']}" if second else parts["outcome"]
    step.fields = {
        **parts,
        "outcome": rendering.outcome_text(words, step.case.petition.language),
        "review_unit": _next_higher(step),
    }
    step.codes = {"outcome": words}


def _next_higher(step: Step) -> str:
    body = review_of(step).organisation
    following = reviewing.next_body(step.case.petition, body) if body is not None else None
    return following.name if following else ""


def _unit_for_redo(step: Step) -> Organisation:
    """The unit that handles the matter anew: the one chosen, else the one that answered. Told by its code, which an
    approval keeps."""
    code = str(step.data.get("unit", ""))
    chosen = (
        Organisation.objects.filter(code=code).first() if code else tree.current(lead_of(step).organisation)
    )
    try:
        unit = require_open_for(step, chosen)
    except RuleViolation as refused:
        raise RuleViolation(*(("unit", words) for _field, words in refused.problems)) from None
    if unit.is_discipline:
        raise RuleViolation(("unit", _("A discipline unit handles no ordinary petition.")))
    return unit


@effect("decide_review")
def decide_review(step: Step) -> None:
    """The review opinion (复查意见书): maintain, change, or revoke and have the matter handled anew."""
    outcome = str(step.data["outcome"])
    unit = _unit_for_redo(step) if outcome == REDO else None
    _decide(step, outcome)
    if unit is not None:
        _begin_anew(step, unit)


@effect("decide_rereview")
def decide_rereview(step: Step) -> None:
    """The second review opinion (复核意见书) ends the procedure."""
    _decide(step, str(step.data["outcome"]))
    step.case.petition.concluded_at = step.now


def _decide(step: Step, outcome: str) -> None:
    review = review_of(step)
    review.decision, review.decided_at = outcome, step.now
    reviews.close(step, review, State.DECIDED)


def _begin_anew(step: Step, unit: Organisation) -> None:
    """A new round with a new lead handling that is in progress at once; its sixty days begin today."""
    decided = step.codes
    begin_round(step)
    handling = begin_handling(step, unit, Handling.Entry.REDO, HandlingState.IN_PROGRESS)
    handling.accepted_at = step.now
    handling.save(update_fields=["accepted_at"])
    step.codes |= decided
    clocks.start(step.case, ("handle_60",), step.today, handling)
    told: dict[str, Field] = {"destination": unit.name, "due_on": store.due("handle_60", step.today).due}
    step.paper = "review_redo"
    step.fields |= told
    body = step.organisation or step.case.intake
    notices.issue(step.case, "redo_notice", told, step.now, issued_by=body, handling=handling)


@effect("hear")
def hear(step: Step) -> None:
    """A hearing (听证) in the second review: its days do not count (article 36)."""
    told = {name: str(step.data.get(name, "")).strip() for name in ("hearing_on", "place")}
    RuleViolation.gather((name, _("The notice must say this.")) for name, value in told.items() if not value)
    reviews.move(review_of(step), State.HEARING)
    step.case.petition.hearing = True
    clocks.pause(step.case, step.today)
    step.fields = {**told, "reason": step.reason, "contact": str(step.data.get("contact", "")).strip()}


@effect("end_hearing")
def end_hearing(step: Step) -> None:
    """The days run on, and end as many days later as the hearing took."""
    reviews.move(review_of(step), State.ACCEPTED)
    step.case.petition.hearing = False
    step.codes = clocks.resume(step.case, step.today)
    tell_of_change(step)


@effect("follow_review")
def follow_review(step: Step) -> None:
    """The review body has ended, or has come to be complained of: the review goes on at the next one."""
    reviews.leave_body(step)
    body = review_of(step).organisation
    step.codes = {"organisation": body.code} if body else {}
    tell_of_change(step)
