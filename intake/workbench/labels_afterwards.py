"""Words for what comes after the answer: asking the petitioner what became of it, and promises kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "follow_up": ActionWords(
        _("Note what the petitioner says afterwards"),
        _("Whether what was promised is done. If not yet, the unit that answered has to do it by a day."),
        "phone",
    ),
    "promise_kept": ActionWords(
        _("What was promised is done"),
        _("Say what was done, and when. The petitioner is told that it is done, not these words."),
        "check",
    ),
}

EVENTS: dict[str, Words] = {
    "follow_up": _("Asked the petitioner what became of it."),
    "promise_kept": _("Said that what was promised is done."),
}

SAID: dict[str, Words] = {
    "done": pgettext_lazy("what the petitioner says", "done as promised"),
    "not_yet": pgettext_lazy("what the petitioner says", "not done yet"),
    "not_reached": pgettext_lazy("what the petitioner says", "not reached"),
}
WAYS: dict[str, Words] = {
    "phone": _("By telephone"),
    "person": _("In person"),
    "writing": _("In writing"),
}
