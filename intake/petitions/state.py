"""How ``Petition.state`` derives from what hangs on the matter: first line that fits."""

from __future__ import annotations

from .models import Handling, Petition, Review
from .models.case import State
from .models.work import OPEN_REVIEW, HandlingState

_BY_HANDLING = {
    HandlingState.ACCEPTED: State.ACCEPTED,
    HandlingState.SUPPLEMENT_WANTED: State.SUPPLEMENT_WANTED,
    HandlingState.SIMPLE_IN_PROGRESS: State.SIMPLE_IN_PROGRESS,
    HandlingState.IN_PROGRESS: State.IN_PROGRESS,
    HandlingState.REPLIED: State.REPLIED,
    HandlingState.DIVERTED: State.DIVERTED,
    HandlingState.NOT_ACCEPTED: State.NOT_ACCEPTED,
    HandlingState.NO_LONGER_ACCEPTED: State.NO_LONGER_ACCEPTED,
    HandlingState.REDIRECTED: State.REDIRECTED,
    HandlingState.MEDIATED: State.CONCLUDED,
    # An accusation that is concluded but not yet fed back: to its writer it is still being worked on.
    HandlingState.CONCLUDED: State.IN_PROGRESS,
}

# How the case came to the unit that has not said yet whether it accepts it; by a transfer if it is not named here.
_WAITING: dict[str, State] = {
    Handling.Entry.ASSIGNMENT: State.ASSIGNED,
    Handling.Entry.DIRECT: State.RECEIVED,
}


def derive(petition: Petition, lead: Handling | None, reviews: list[Review]) -> str:
    """The state that lists and the petitioner see. ``lead`` and ``reviews`` are those of the latest round."""
    if petition.outcome:
        return petition.outcome
    by_review = _by_reviews(petition, reviews)
    if by_review:
        return by_review
    if petition.concluded_at is not None:
        return State.CONCLUDED
    if lead is not None and lead.state in (HandlingState.PENDING, HandlingState.OBJECTED):
        return _WAITING.get(lead.entry, State.FORWARDED)
    if lead is not None and lead.state in _BY_HANDLING:
        return _BY_HANDLING[HandlingState(lead.state)]
    if petition.supplement_asked_at is not None:
        return State.SUPPLEMENT_WANTED
    # The discipline intake has no step of its own between receiving and deciding: what comes back is received again.
    if petition.registered_at is None or petition.is_accusation:
        return State.SUBMITTED
    return State.REGISTERED


def _by_reviews(petition: Petition, reviews: list[Review]) -> str:
    for kind, doing, done in (
        (Review.Kind.SECOND, State.IN_REREVIEW, State.FINAL),
        (Review.Kind.FIRST, State.IN_REVIEW, State.REVIEWED),
    ):
        states = [review.state for review in reviews if review.kind == kind]
        if not OPEN_REVIEW.isdisjoint(states):
            return doing
        if Review.ReviewState.DECIDED in states:
            return State.CONCLUDED if done == State.REVIEWED and petition.concluded_at else done
    return ""
