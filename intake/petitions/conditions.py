"""What the state table asks of a case beside its state: conditions of the case alone, whoever acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from regions.models import Organisation

from . import reviewing, urgeable, windows
from .models import Handling, Petition, Review
from .models.case import CLOSED_STATES, State
from .models.work import ANSWERED_HANDLING
from .transitions import Transition

if TYPE_CHECKING:
    from .process.case import Case


def fits(row: Transition, case: Case) -> bool:
    """Conditions that are not states: who asked for material, and what kind of reply the class takes."""
    suggestion = case.petition.is_suggestion
    lead_open = case.lead is not None and case.lead.is_open
    match row.action:
        case (
            "supply"
            | "proceed"
            | "handle_here"
            | "receive_here"
            | "transfer"
            | "assign"
            | "release"
            | "keep"
            | "pass_on"
            | "reopen"
            | "no_longer_accept"
            | "lapse"
        ):
            return not lead_open
        case "go_on_alone":
            return is_left_by_first(case.petition)
        case "report_to_superior":  # what is up there already can't be sent higher from here
            return not lead_open and case.intake.kind == Organisation.Kind.DISCIPLINE_COMMISSION
        case "pass_on_here":  # other bodies work by their own law, and give back what is not theirs
            return case.lead is not None and case.lead.organisation.is_discipline
        case "object":  # there is nobody to object to where nobody sent it
            return case.lead is not None and not case.lead.objection_refused and not came_directly(case)
        case "hand_over" | "redirect_here":
            return came_directly(case)
        case "issue_opinion" | "mediate" | "reconcile" | "mediation_failed" | "hear_here":
            return not suggestion
        case "request_review":
            return (
                case.lead is not None
                and case.lead.reply_kind == "opinion"
                and _may_ask(case, Review.Kind.FIRST)
            )
        case "request_rereview":
            return _may_ask(case, Review.Kind.SECOND)
        case "follow_up":  # who wrote without a name can't be asked
            return _is_answered(case) and not case.petition.anonymous
        case "promise_kept":
            return case.petition.promise_due is not None
        case "ask_reopen":
            return not lead_open and case.petition.reopen_asked_at is None
        case "refuse_reopen":
            return case.petition.reopen_asked_at is not None
        case "add_material" | "follow_office" | "leave_barred":
            return case.petition.state not in CLOSED_STATES or case.petition.reopen_asked_at is not None
        case "name_review_body":
            return case.review is not None and reviewing.wants_body(case.review)
        case "reply_suggestion":
            return suggestion
        case "answer_short":
            return suggestion and not lead_open and windows.may_be_short(case.petition)
        case "answer_short_here":
            return suggestion and windows.may_be_short(case.petition)
        case "accept_simple":
            return windows.may_be_simple(case, timezone.localdate())
        case "extend":
            return windows.may_be_extended(case, timezone.localdate())
        case "urge" | "urge_co" | "urge_review" | "answer_urge" | "review_answer_urge":
            return urgeable.fits(row.action, case)
        case "admit_again":
            return case.petition.recusals.exists()
        case _:
            return True


def is_left_by_first(petition: Petition) -> bool:
    """Whether the case that this one was joined to was withdrawn by another than wrote this one, or was sealed, so that
    none of those who read both has this one any more."""
    first = petition.merged_into
    if first is None or petition.is_accusation:
        return False
    return first.is_accusation or (first.state == State.WITHDRAWN and not petition.first_told)


def came_directly(case: Case) -> bool:
    """Whether the matter was brought to the unit that has it, and sent by no office."""
    return case.lead is not None and case.lead.entry == Handling.Entry.DIRECT


def _is_answered(case: Case) -> bool:
    """Whether a unit has answered, which may have promised something."""
    return case.lead is not None and case.lead.state in ANSWERED_HANDLING


def _may_ask(case: Case, kind: str) -> bool:
    """Of a concluded case only what may have come on paper in time, and of the review that would be next."""
    if case.petition.state != State.CONCLUDED:
        return True
    return windows.next_review(case.petition) == kind and windows.paper_may_lie(case, timezone.localdate())
