"""Words for a petitioner's request to open a closed case again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "ask_reopen": ActionWords(
        _("Enter a request to open it again"),
        _("One that came on paper or by word of mouth. It has to be answered in time, whichever way."),
        "reply",
    ),
    "refuse_reopen": ActionWords(
        _("Leave it closed"),
        _("Nothing new, no promise broken. A second person approves it first; the petitioner reads why."),
        "warn",
    ),
}

EVENTS: dict[str, Words] = {
    "ask_reopen": _("Asked to have it opened again."),
    "refuse_reopen": _("Refused to open it again."),
}
