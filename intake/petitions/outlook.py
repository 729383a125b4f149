"""Where a case stands, in one sentence with its date, as its petitioner is told on the track page and by the API.

A table by state for each track, with one reader. For an accusation it names no unit and no date that would give away
how far the work is. What is still to come is in ``steps_ahead``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.documents.rendering import date_text

from .models import Deadline, Petition, Rating, Review
from .models.case import State
from .process.case import Case, of
from .process.clocks import PETITIONERS_OWN


@dataclass(frozen=True)
class Standing:
    """One sentence: who has it and what they do. The clocks are those that may be shown, the first that runs counts."""

    text: Promise
    clocks: tuple[str, ...] = ()
    by: Promise | str = ""  # what happens by the clock's day


@dataclass(frozen=True)
class Headline:
    """What the first sentence of the page says, and the clock beside it."""

    text: str
    by: str
    clock: Deadline | None

    @property
    def words(self) -> str:
        """Both sentences; Chinese ones need no space between them."""
        between = " " if get_language() == "en" else ""
        return f"{self.text}{between}{self.by}" if self.by else self.text

    @property
    def waits_for_petitioner(self) -> bool:
        """Whether the clock counts the petitioner's days, and no office's."""
        return self.clock is not None and self.clock.rule in PETITIONERS_OWN


WORK = ("handle_60_ext", "handle_60", "suggestion_reply_60")

_ORDINARY: dict[str, Standing] = {
    State.SUBMITTED: Standing(
        _("%(holder)s has received it and registers it."),
        ("transfer_15",),
        _("By %(date)s you are told which unit it went to."),
    ),
    State.REGISTERED: Standing(
        _("%(holder)s has registered it and decides which unit gets it."),
        ("transfer_15",),
        _("By %(date)s you are told which unit it went to."),
    ),
    State.SUPPLEMENT_WANTED: Standing(
        _("%(holder)s needs more from you before it can go on."),
        ("supplement_15",),
        _("Please send it by %(date)s."),
    ),
    State.RECEIVED: Standing(
        _("%(holder)s has received it itself and has registered it."),
        ("notify_direct_15",),
        _("By %(date)s it tells you whether it accepts the case."),
    ),
    State.FORWARDED: Standing(
        _("%(holder)s has been given it."),
        ("notify_forwarded_15",),
        _("By %(date)s it tells you whether it accepts the case."),
    ),
    State.ASSIGNED: Standing(
        _("%(holder)s has been ordered to handle it."),
        ("notify_forwarded_15",),
        _("By %(date)s it tells you whether it accepts the case."),
    ),
    State.ACCEPTED: Standing(
        _("%(holder)s has accepted it."), WORK, _("By %(date)s it answers you in writing.")
    ),
    State.IN_PROGRESS: Standing(
        _("%(holder)s is working on it."), WORK, _("By %(date)s it answers you in writing.")
    ),
    State.SIMPLE_IN_PROGRESS: Standing(
        _("%(holder)s is working on it, in the simple procedure."),
        ("simple_decision_10wd", *WORK),
        _("By %(date)s it answers you."),
    ),
    State.REPLIED: Standing(
        _("It has been answered. Please read the answer and say whether you are satisfied."),
        ("review_request_30", "rating_30"),
        _("Until %(date)s you can rate it here, and ask for review of a written decision."),
    ),
    State.IN_REVIEW: Standing(
        _("You asked %(body)s to review the answer."),
        ("review_opinion_30",),
        _("By %(date)s the review is decided."),
    ),
    State.REVIEWED: Standing(
        _("The review is decided."),
        ("rereview_request_30",),
        _("Until %(date)s you can ask here for a second review."),
    ),
    State.IN_REREVIEW: Standing(
        _("You asked %(body)s for a second review."),
        ("rereview_opinion_30",),
        _("By %(date)s the second review is decided."),
    ),
    State.FINAL: Standing(
        _("The second review is decided; the procedure has ended."),
        ("rating_30",),
        _("Until %(date)s you can rate it."),
    ),
    State.CONCLUDED: Standing(_("It is concluded."), ("rating_30",), _("Until %(date)s you can rate it.")),
    State.WITHDRAWN: Standing(_("You withdrew it.")),
    State.MERGED: Standing(_("It was joined to the first petition on the same matter.")),
    State.NOT_ACCEPTED: Standing(_("It was not accepted. The notice says why, and what you can do.")),
    State.NO_LONGER_ACCEPTED: Standing(_("It is no longer accepted. The notice says why.")),
    State.REDIRECTED: Standing(_("Another body is competent. The notice says which one.")),
    State.DIVERTED: Standing(_("The law has another route for it. The notice says which one.")),
    State.LAPSED: Standing(_("It could not be handled. The notice says why.")),
}

# The same, once the petitioner has rated both the petition office and the unit, or one of the two.
_REVIEWABLE = ("review_request_30", "rating_30")
_RATED: dict[str, Standing] = {
    State.REPLIED: Standing(
        _("It has been answered, and you have said whether you are satisfied."),
        _REVIEWABLE,
        _("Until %(date)s you can change your rating, and ask for review of a written decision."),
    ),
    State.REVIEWED: Standing(
        _("The review is decided, and you have said whether you are satisfied."),
        ("rereview_request_30",),
        _("Until %(date)s you can ask here for a second review."),
    ),
    State.FINAL: Standing(
        _("The second review is decided; the procedure has ended. You have said whether you are satisfied."),
        ("rating_30",),
        _("Until %(date)s you can change your rating."),
    ),
    State.CONCLUDED: Standing(
        _("It is concluded, and you have said whether you are satisfied."),
        ("rating_30",),
        _("Until %(date)s you can change your rating."),
    ),
}
_HALF_RATED: dict[str, Standing] = {
    State.REPLIED: Standing(
        _("It has been answered. You have rated one of the two: petition office and unit are rated apart."),
        _REVIEWABLE,
        _("Until %(date)s you can rate the other too, and ask for review of a written decision."),
    ),
}

# A review for which nobody is named yet, and one that stands still.
_UNNAMED = Standing(
    _("You asked for a review. %(holder)s names the body for it."),
    ("review_opinion_30", "rereview_opinion_30"),
    _("By %(date)s the review is decided."),
)
_IN_HEARING = Standing(_("You asked %(body)s for a second review. A hearing is held; its days do not count."))

# A closed case that its petitioner wants to be opened again.
_DECIDES = (("reopen_answer_15",), _("By %(date)s you are told whether it is."))
_ASKED_TO_REOPEN = Standing(_("You asked to have it opened again. %(holder)s decides on that."), *_DECIDES)
_REPORT_TO_REOPEN = Standing(_("You asked to have it taken up again."), *_DECIDES)

_ACCEPTING = (("discipline_accept_15wd",), _("By %(date)s you are told whether it is accepted."))
_ACCEPTED = Standing(_("It has been accepted and is being looked into."))
_ACCUSATION: dict[str, Standing] = {
    State.SUBMITTED: Standing(_("The discipline side has received it. Nobody else can see it."), *_ACCEPTING),
    State.SUPPLEMENT_WANTED: Standing(
        _("More is needed from you."), ("supplement_15",), _("Please send it by %(date)s.")
    ),
    State.FORWARDED: Standing(_("It was passed to a body with the power to look into it."), *_ACCEPTING),
    State.ASSIGNED: Standing(_("It was passed to a body with the power to look into it."), *_ACCEPTING),
    State.ACCEPTED: _ACCEPTED,
    State.IN_PROGRESS: _ACCEPTED,
    State.REPLIED: Standing(_("The result has been told to you.")),
    State.CONCLUDED: Standing(_("It is concluded.")),
}


def headline(case: Case, *, with_first: bool = True) -> Headline:
    """The first sentence about a case, with the clock that it speaks of, if one runs.

    Without ``with_first`` nothing of the case that it was joined to: for a reader who may know of this one alone.
    """
    petition = case.petition
    asked = petition.reopen_asked_at is not None
    if (
        with_first
        and petition.state == State.MERGED
        and not asked
        and petition.first_told
        and petition.merged_into is not None
    ):
        return _with_first(petition.merged_into)
    standing = _of_review(case) or _standing(petition)
    holder = "" if petition.is_accusation else case.owner.name
    body = case.review.organisation.name if case.review and case.review.organisation else ""
    clock = _running(petition.deadlines.of_the_matter(), standing.clocks)
    by = str(standing.by) % {"date": _day(clock.due)} if clock else ""
    return Headline(str(standing.text) % {"holder": holder, "body": body}, by, clock)


def _of_review(case: Case) -> Standing | None:
    review = case.review
    if review is not None and review.organisation is None:
        return _UNNAMED
    return _IN_HEARING if review is not None and review.state == Review.ReviewState.HEARING else None


def _with_first(first: Petition) -> Headline:
    """Where the first case stands, for the writer of both."""
    there = headline(of(first))
    between = " " if get_language() == "en" else ""
    joined = str(_("It was joined to your first petition, %(number)s.")) % {"number": first.shown_number}
    return Headline(f"{joined}{between}{there.text}", there.by, there.clock)


def _tables_of_rating(petition: Petition) -> dict[str, Standing]:
    return {len(Rating.Subject): _RATED, 0: {}}.get(ratings_given(petition), _HALF_RATED)


def ratings_given(petition: Petition) -> int:
    """How many of the two the petitioner has rated since the last answer; none are asked for before there is one."""
    if petition.is_accusation or petition.state not in _RATED:
        return 0
    return petition.ratings.filter(round=petition.round).count()


def shown_due(petition: Petition, clocks: Iterable[Deadline]) -> datetime.date | None:
    """The day beside the headline, for programmes; None where the page shows none. ``clocks`` are all of the case's."""
    clock = _running(clocks, _standing(petition).clocks)
    return clock.due if clock else None


def _standing(petition: Petition) -> Standing:
    if petition.reopen_asked_at is not None:
        return _REPORT_TO_REOPEN if petition.is_accusation else _ASKED_TO_REOPEN
    table = _ACCUSATION if petition.is_accusation else _ORDINARY | _tables_of_rating(petition)
    return table.get(petition.state, table[State.SUBMITTED])


def _day(day: datetime.date) -> str:
    """A day in the reader's language, which does not break at the end of a line."""
    return date_text(day, get_language() or "zh-hans").replace(" ", "\u00a0")


def _running(clocks: Iterable[Deadline], rules: tuple[str, ...]) -> Deadline | None:
    running = clocks_running(clocks)
    return next((running[rule] for rule in rules if rule in running), None)


def clocks_running(clocks: Iterable[Deadline]) -> dict[str, Deadline]:
    """The clocks that run, by rule; none that stands still. A rating meets its own, which then still runs for who
    changes the rating."""
    today = timezone.localdate()
    return {
        clock.rule: clock
        for clock in clocks
        if (clock.is_open and clock.paused_on is None)
        or (clock.rule == "rating_30" and clock.cancelled_at is None and not clock.is_over(today))
    }
