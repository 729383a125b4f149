"""Words for what is done where a matter comes in: an answer at once, and what was brought to a unit itself."""

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
    "hand_over": ActionWords(
        _("Hand over to the petition office"),
        _(
            "It was brought to your unit, which has not the power. The petitioner is told; you lose sight of it."
        ),
        "back",
    ),
}

EVENTS: dict[str, Words] = {
    "answer_short": _("Answered at once."),
    "answer_short_here": _("Answered at once."),
    "receive_here": _("Received directly, by the unit itself."),
    "hand_over": _("Handed over to the petition office."),
}
