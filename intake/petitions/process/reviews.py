"""A review on its way: asked for, at a body, moved to another one, over. What is decided is ``effects_review``'s."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from intake.petitions import reviewing, windows
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Review
from intake.petitions.models.work import OPEN_REVIEW
from regions import tree
from regions.models import Organisation

from . import approvals, clocks, notices
from .core import Step


def review_of(step: Step) -> Review:
    review = step.case.review
    assert review is not None
    return review


def begin(step: Step, kind: str, decided_by: Organisation) -> Review:
    """Ask for a review of what a body has decided, at the next higher one that may know of the case."""
    body = reviewing.next_body(step.case.petition, tree.current(decided_by))
    review = Review.objects.create(
        petition=step.case.petition,
        organisation=body,
        kind=kind,
        state=Review.ReviewState.REQUESTED,
        round=step.case.petition.round,
        requested_at=step.now,
    )
    step.case.review = review
    step.codes = {"organisation": body.code} if body else {}
    return review


def require_window(step: Step, received_on: datetime.date) -> None:
    """Raises ``RuleViolation`` unless the thirty days since the receipt of the opinion ran when the request came. Where
    they have ended meanwhile unused, they were used after all."""
    window = windows.to_ask_for_review(step.case)
    if window is not None and window.met_at is None and windows.was_in_time(window, received_on):
        if window.cancelled_at is not None:
            window.cancelled_at = None
            window.save(update_fields=["cancelled_at"])
        return
    if received_on == step.today:
        raise RuleViolation(
            ("", _("A review is asked for within 30 days of receiving the opinion; they do not run now."))
        )
    words = _("A review is asked for within 30 days of receiving the opinion; they did not run on that day.")
    raise RuleViolation(("received_on", words))


def move(review: Review, state: str) -> None:
    review.state = state
    review.save()


def close(step: Step, review: Review, state: str) -> None:
    """End a review, and with it what its body was asked in a letter of supervision."""
    review.closed_at = step.now
    move(review, state)
    clocks.stop_urges(review, step.now)


def end_without_decision(step: Step, state: str) -> None:
    """End a review that decided nothing: the petitioner's own thirty days run on from their first day. Where they are
    over, the matter is concluded."""
    case, petition = step.case, step.case.petition
    close(step, review_of(step), state)
    window = windows.to_ask_for_review(case)
    if window is None:
        return
    window.met_at = None
    if window.is_over(step.today):
        window.cancelled_at = step.now
        petition.concluded_at = step.now
        notices.issue(case, "conclude_notice", {}, step.now, issued_by=case.intake)
    else:
        step.fields["review_by"] = window.due
    window.save(update_fields=["met_at", "cancelled_at"])


def end_of_round(step: Step) -> None:
    """End what is open when the matter begins anew: it counts no more, whoever decides on it."""
    for review in step.case.petition.reviews.filter(state__in=OPEN_REVIEW):
        close(step, review, Review.ReviewState.ENDED)
    step.case.review = None
    step.case.petition.hearing = False


def leave_body(step: Step) -> bool:
    """Move a review from a body that can't have it to its successor or the next higher one, else to nobody: then the
    petition office names one. The time allowed runs on. Says whether it moved."""
    review = step.case.review
    if review is None or review.organisation is None or not reviewing.has_to_leave(review):
        return False
    former = review.organisation
    take_from_body(step, review)
    successor = tree.current(former)
    review.organisation = successor
    if successor.pk == former.pk or reviewing.has_to_leave(review):
        review.organisation = reviewing.next_body(step.case.petition, former)
    move(review, Review.ReviewState.REQUESTED)
    return True


def take_from_body(step: Step, review: Review) -> None:
    """End what the body has begun: its hearing, and what it has asked its head for. The time allowed runs on."""
    asked = step.case.approval
    if asked is not None and asked.organisation_id == review.organisation_id:
        approvals.lapse(step)
    if review.state == Review.ReviewState.HEARING:
        clocks.resume(step.case, step.today)
        step.case.petition.hearing = False
