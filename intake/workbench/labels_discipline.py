"""Words for what the discipline intake does with a report of wrongdoing beside keeping it and passing it on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "report_to_superior": ActionWords(
        _("Report it straight to the superior"),
        _("The superior's to look into, not this office's. Nobody here will see it again, you neither."),
        "lock",
    ),
}

EVENTS: dict[str, Words] = {
    "report_to_superior": _("Reported straight to the superior."),
}
