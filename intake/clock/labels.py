"""The names and legal grounds of the deadline rules, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import Rule, rule

NAMES: dict[str, Promise] = {
    "transfer_15": _("Passing on by the petition office"),
    "county_share_4": _("County share of a letter from above"),
    "notify_direct_15": _("Notice by the body that received it itself"),
    "notify_forwarded_15": _("Notice by the body it was passed to"),
    "objection_5wd": _("Objection by the body it was passed to"),
    "handle_60": _("Handling"),
    "handle_60_ext": _("Handling, extended once"),
    "simple_accept_3wd": _("Acceptance for simple handling"),
    "simple_decision_10wd": _("Decision by simple handling"),
    "review_request_30": _("Asking for review"),
    "review_opinion_30": _("Review opinion"),
    "rereview_request_30": _("Asking for second review"),
    "rereview_opinion_30": _("Second review opinion"),
    "discipline_accept_15wd": _("Telling a real-name reporter of acceptance"),
    "discipline_lower_5wd": _("Acceptance or passing on by a lower discipline unit"),
    "discipline_feedback_15wd": _("Feedback to a real-name reporter"),
    "rating_30": _("Rating by the petitioner"),
    "supplement_15": _("Adding what was asked for"),
    "suggestion_reply_60": _("Reply to a suggestion"),
    "posted_7": _("An answer on the page that nobody opens counts as received"),
    "register_1wd": _("Registration"),
    "reopen_answer_15": _("Answer to a request to open a case again"),
}


def name_of(code: str) -> str:
    """What the rule limits, for people. Raises ``UnknownRule``."""
    return str(NAMES[rule(code).code])


def article_of(code: str) -> str:
    """The article that the rule stands on, as notices quote it. Raises ``UnknownRule``."""
    return gettext(rule(code).article)


def provisional_note(year: int | None) -> str:
    """What stands at a day that may still move, or nothing."""
    if year is None:
        return ""
    words = gettext("Provisional: the days off of %(year)s are not announced yet; the day may move.")
    return words % {"year": year}


def choices(rules: Iterable[Rule]) -> list[tuple[str, Promise]]:
    """Rules as choices of a form field."""
    return [(rule.code, NAMES[rule.code]) for rule in rules]
