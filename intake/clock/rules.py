"""The deadline rules (期限) of a petition's life, as a table with one reader. Pure: no framework.

A calendar term that ends on a day off moves to the first working day after; both dates are kept, because an
office warns itself by the unmoved one. A matter is on time through all of its due day, in Shanghai time.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo

from intake.clock.calendar import DAY, WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")

Unit = Literal["calendar", "working"]
# How the number of days is founded: read in the law's text, in a public page, from memory, or our own.
Mark = Literal["V", "P", "M", "D"]


class UnknownRule(LookupError):
    """No deadline rule has this code."""


@dataclass(frozen=True)
class Rule:
    """A limit: its days, how they are counted, and the article it stands on.

    ``article`` is an English message id; ``intake.clock.labels`` gives it, and the rule's name, in the
    reader's language.
    """

    code: str
    days: int
    unit: Unit
    article: str
    mark: Mark

    @property
    def adjustable(self) -> bool:
        """Whether an operator may set the days: only where no text that was read fixes them."""
        return self.mark in ("M", "D")

    def lasting(self, days: int) -> Rule:
        """The same rule with other days."""
        return replace(self, days=days)


@dataclass(frozen=True)
class Due:
    """When a limit ends.

    ``late_from`` is the first late day; ``provisional``: the date may still move, its year is not announced.
    """

    due_unmoved: datetime.date
    due: datetime.date
    late_from: datetime.date
    provisional: bool


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message


_REGULATIONS_22 = gettext_noop("Regulations on Petition Work, Art. 22")
_REGULATIONS_23 = gettext_noop("Regulations on Petition Work, Art. 23")
_REGULATIONS_34 = gettext_noop("Regulations on Petition Work, Art. 34")
_REGULATIONS_35 = gettext_noop("Regulations on Petition Work, Art. 35")
_REGULATIONS_36 = gettext_noop("Regulations on Petition Work, Art. 36")
_LETTERS_2014 = gettext_noop("Petition office circular [2014] No. 16, Art. 6")
_SIMPLE = gettext_noop("Trial Measures for the Simple Handling of Petitions")
_DISCIPLINE = gettext_noop("Rules of the Discipline Organs on Reports and Accusations")
_DISCIPLINE_16 = gettext_noop("Rules of the Discipline Organs on Reports and Accusations, Art. 16")
_RATING = gettext_noop("Trial Measures for Petitioners' Satisfaction Ratings")
_OWN = gettext_noop("This site's own setting")

_TABLE = (
    Rule("transfer_15", 15, "calendar", _REGULATIONS_22, "V"),
    Rule("county_share_4", 4, "calendar", _LETTERS_2014, "P"),
    Rule("notify_direct_15", 15, "calendar", _REGULATIONS_23, "V"),
    Rule("notify_forwarded_15", 15, "calendar", _REGULATIONS_23, "V"),
    Rule("objection_5wd", 5, "working", _REGULATIONS_23, "V"),
    Rule("handle_60", 60, "calendar", _REGULATIONS_34, "V"),
    # Counted from acceptance, through the unmoved day 60: the hard end is day 90.
    Rule("handle_60_ext", 90, "calendar", _REGULATIONS_34, "V"),
    Rule("simple_accept_3wd", 3, "working", _SIMPLE, "M"),
    Rule("simple_decision_10wd", 10, "working", _SIMPLE, "P"),
    Rule("review_request_30", 30, "calendar", _REGULATIONS_35, "V"),
    Rule("review_opinion_30", 30, "calendar", _REGULATIONS_35, "V"),
    Rule("rereview_request_30", 30, "calendar", _REGULATIONS_36, "V"),
    Rule("rereview_opinion_30", 30, "calendar", _REGULATIONS_36, "V"),
    Rule("discipline_accept_15wd", 15, "working", _DISCIPLINE, "P"),
    Rule("discipline_lower_5wd", 5, "working", _DISCIPLINE_16, "P"),
    Rule("discipline_feedback_15wd", 15, "working", _DISCIPLINE, "P"),
    Rule("rating_30", 30, "calendar", _RATING, "M"),
    Rule("supplement_15", 15, "calendar", _OWN, "D"),
    Rule("suggestion_reply_60", 60, "calendar", _OWN, "D"),
    # From being put on the page: an answer that nobody opens counts as received.
    Rule("posted_7", 7, "calendar", _OWN, "D"),
    Rule("register_1wd", 1, "working", _OWN, "D"),
    # No text says by when a request to open a closed case again is answered; as long as any other paper takes.
    Rule("reopen_answer_15", 15, "calendar", _OWN, "D"),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _TABLE}


def rule(code: str) -> Rule:
    """The rule of a code. Raises ``UnknownRule``."""
    try:
        return RULES[code]
    except KeyError:
        raise UnknownRule(code) from None


def due(limit: Rule, start: datetime.date, calendar: WorkCalendar) -> Due:
    """When ``limit`` ends if the event that starts it falls on ``start``.

    That day is not counted; a calendar term ending on a day off moves on (Civil Code, Art. 201, 203).
    """
    if limit.unit == "working":
        unmoved = moved = calendar.add_working_days(start, limit.days)
    else:
        unmoved = start + limit.days * DAY
        moved = calendar.next_working(unmoved)
    uncertain = unannounced_year(limit, start, unmoved, moved, calendar) is not None
    return Due(unmoved, moved, moved + DAY, uncertain)


def unannounced_year(
    limit: Rule, start: datetime.date, unmoved: datetime.date, moved: datetime.date, calendar: WorkCalendar
) -> int | None:
    """The year whose days off may still move the end of a limit, because they are not announced; None if none may.

    Of working days any on the way may turn out to be off; a calendar term moves only from its own last day.
    """
    first = start if limit.unit == "working" else unmoved
    years = range(moved.year, first.year - 1, -1)
    return next((year for year in years if calendar.provisional(datetime.date(year, 1, 1))), None)


def recount(limit: Rule, start: datetime.date, unmoved: datetime.date, calendar: WorkCalendar) -> Due:
    """When a limit that runs already ends by another calendar than it was first counted by.

    A calendar term keeps the ``unmoved`` day that it was given, whatever its length has been set to since.
    """
    if limit.unit == "calendar":
        limit = limit.lasting((unmoved - start).days)
    return due(limit, start, calendar)


def local_day(moment: datetime.datetime) -> datetime.date:
    """The day in Shanghai on which ``moment`` (aware) falls: limits start by it."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no local day")
    return moment.astimezone(SHANGHAI).date()


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which a day begins in Shanghai."""
    return datetime.datetime.combine(day, datetime.time.min, SHANGHAI)
