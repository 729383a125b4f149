"""What a petitioner can do with the case now: the track page offers these and no other, and the API names them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from . import windows
from .models import Notice
from .models.papers import NOT_ON_PAPER
from .policies import Actor, available_actions
from .process import clocks, material
from .process.case import Case

ASKING_FOR_REVIEW = frozenset({"request_review", "request_rereview"})


@dataclass(frozen=True)
class Choices:
    """What is open to the petitioner. ``actions`` are those that the state table has, by their names there."""

    actions: tuple[str, ...]
    add: bool
    asked: bool
    rate: bool
    accept: bool
    withdraw: bool
    review: str  # the action by which the next review is asked for, or nothing
    withdraw_review: bool
    reopen: bool
    publish: bool
    correct: bool


def choices(case: Case) -> Choices:
    """From the state table, and for the petitioner's own rights from what the case is."""
    petition = case.petition
    adding = material.action_for(case)
    shut = _shut(case, adding)
    allowed = [row.action for row in available_actions(Actor.petitioner(), case)]
    actions = tuple(dict.fromkeys(action for action in allowed if action not in shut))
    return Choices(
        actions=actions,
        add=bool(adding),
        asked=adding in ("supply", "supply_here"),
        rate="rate" in actions,
        accept="accept_result" in actions,
        withdraw="withdraw" in actions,
        review=next((action for action in ASKING_FOR_REVIEW if action in actions), ""),
        withdraw_review="withdraw_review" in actions,
        reopen="ask_reopen" in actions,
        publish=not petition.is_accusation,
        correct=not petition.anonymous,
    )


def _shut(case: Case, adding: str) -> set[str]:
    """What the table would allow, and what has been said, read or asked for says is not to be done now."""
    # Something is added by one of three actions: what was asked for comes first.
    shut = set(material.ACTIONS) - {adding}
    if not _may_still_rate(case):
        shut.add("rate")
    if unread_reply(case) is not None:
        shut.add("accept_result")
    if not may_ask_for_review(case):
        shut |= ASKING_FOR_REVIEW
    if case.petition.withdrawal_noted:
        shut.add("withdraw")
    return shut


def _may_still_rate(case: Case) -> bool:
    window = clocks.rating_window(case)
    return window is not None and not window.is_over(timezone.localdate())


def may_ask_for_review(case: Case) -> bool:
    """Whether the thirty days run: from the receipt of the opinion, so that nobody asks about what was not read."""
    window = windows.to_ask_for_review(case)
    return window is not None and window.is_open and not window.is_over(timezone.localdate())


def unread_reply(case: Case) -> Notice | None:
    """The answer that waits to be opened: nobody accepts what was not read."""
    replies = case.petition.notices.filter(to_organisation=None, is_reply=True, opened_at=None)
    return replies.filter(received_how__in=NOT_ON_PAPER).last()
