"""Until when, and for which cases, these are open: the simple procedure (简易办理), an extension (延期), a review.

Sources: 《信访事项简易办理办法(试行)》 for the simple procedure; of 《信访工作条例》 article 34 for the extension, and
articles 35 and 36 for the reviews.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from intake.clock import store
from intake.clock.rules import local_day

from .models import Deadline, Handling, Petition, Review
from .models.case import State

if TYPE_CHECKING:
    from .process.case import Case


def simple_until(handling: Handling) -> datetime.date:
    """The last day on which the unit may decide for the simple procedure, counted from its receipt of the case."""
    direct = handling.entry == Handling.Entry.DIRECT
    received_on = handling.petition.received_on if direct else local_day(handling.received_at)
    return store.due("simple_accept_3wd", received_on).due


def is_plain(petition: Petition) -> bool:
    """Whether the simple procedure is open to such a case: one writer, no threat, put for the first time (初次信访)."""
    return not (petition.joint or petition.threat or petition.repeat or petition.round > 1)


def may_be_simple(case: Case, today: datetime.date) -> bool:
    """Whether the unit that received the case may still choose the simple procedure for it."""
    return case.lead is not None and is_plain(case.petition) and today <= simple_until(case.lead)


def may_be_short(petition: Petition) -> bool:
    """Whether such a case may be answered at once, also when the same person asks again: one writer, no threat."""
    return not (petition.joint or petition.threat)


def sixty_days(case: Case) -> Deadline | None:
    """The clock of article 34 that runs on the work, not extended yet. A suggestion has none."""
    if case.lead is None:
        return None
    return case.petition.deadlines.open().filter(handling=case.lead, rule="handle_60").first()


def may_be_extended(case: Case, today: datetime.date) -> bool:
    """Whether the 60 days run and are not over: once extended, or too late, there is nothing to extend."""
    clock = sixty_days(case)
    return clock is not None and not clock.is_over(today)


def next_review(petition: Petition) -> Review.Kind:
    """Which review of this round could be asked for next: the second once the first was decided."""
    first = petition.reviews.filter(
        round=petition.round, kind=Review.Kind.FIRST, state=Review.ReviewState.DECIDED
    )
    return Review.Kind.SECOND if first.exists() else Review.Kind.FIRST


def to_ask_for_review(case: Case) -> Deadline | None:
    """The days, from the receipt of an opinion, in which the petitioner may ask for the next review of it. Of a case
    that was concluded meanwhile they are shown as they ended."""
    petition = case.petition
    rule = "rereview_request_30" if next_review(petition) == Review.Kind.SECOND else "review_request_30"
    windows = petition.deadlines.filter(rule=rule)
    if petition.state != State.CONCLUDED:
        windows = windows.filter(cancelled_at__isnull=True)
    return windows.order_by("-pk").first()


def was_in_time(window: Deadline, received_on: datetime.date) -> bool:
    """Whether a request that came on that day came while the days ran."""
    ended = window.cancelled_at is not None and local_day(window.cancelled_at) < received_on
    return window.started_on <= received_on and not window.is_over(received_on) and not ended


def paper_may_lie(case: Case, today: datetime.date) -> bool:
    """Whether a request on paper that came in time may still be entered for a concluded case."""
    window = to_ask_for_review(case)
    if window is None or window.met_at is not None:
        return False
    oldest = today - datetime.timedelta(days=settings.SUNSHINE_REGISTER_WITHIN_DAYS)
    return not window.is_over(oldest)
