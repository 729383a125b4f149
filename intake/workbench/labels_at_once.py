"""Words for what is answered at once or in the simple procedure, and for what was brought to a unit itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "accept_simple": ActionWords(
        _("Accept in the simple procedure"),
        _("For what is clear and undisputed. The answer is due within 10 working days."),
        "check",
    ),
    "reply_simple": ActionWords(
        _("Answer in the simple procedure"),
        _("What was found, and what is done. No approval needed."),
        "reply",
    ),
    "to_ordinary": ActionWords(
        _("Move to the ordinary procedure"),
        _("Less clear than it looked. The 60 days from acceptance run on."),
        "trace",
    ),
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
    "redirect_here": ActionWords(
        _("Refer to the body with power"),
        _("For people's congress, court, procuratorate, or another county."),
        "door",
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
    "accept_simple": _("Accepted in the simple procedure."),
    "reply_simple": _("Answered in the simple procedure."),
    "to_ordinary": _("Moved to the ordinary procedure."),
    "answer_short": _("Answered at once."),
    "answer_short_here": _("Answered at once."),
    "receive_here": _("Received directly, by the unit itself."),
    "redirect_here": _("Referred to the body with power."),
    "hand_over": _("Handed over to the petition office."),
}
