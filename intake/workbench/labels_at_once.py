"""Words for what is done in one step where it comes in: an answer at once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "answer_short": ActionWords(
        _("Answer at once"),
        _("A question, a suggestion or thanks that your office can answer itself. No opinion, no review."),
        "reply",
    ),
    "answer_short_here": ActionWords(
        _("Answer at once"),
        _("A question, a suggestion or thanks: accepted and answered in one step. No opinion, no review."),
        "reply",
    ),
}

EVENTS: dict[str, Words] = {
    "answer_short": _("Answered at once."),
    "answer_short_here": _("Answered at once."),
}
