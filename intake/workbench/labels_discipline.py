"""Words for what the discipline intake does with a report of wrongdoing beside keeping it and passing it on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

ACTIONS: dict[str, ActionWords] = {
    "pass_on_here": ActionWords(
        _("Pass on to the body with power"),
        _(
            "Another discipline unit's or body's to look into, not yours. You will not see it again; the petitioner is "
            "told that it was passed on, and not to whom."
        ),
        "trace",
    ),
    "report_to_superior": ActionWords(
        _("Report it straight to the superior"),
        _("The superior's to look into, not this office's. Nobody here will see it again, you neither."),
        "lock",
    ),
    "split_off": ActionWords(
        _("Split off the part that accuses nobody"),
        _(
            "With the petitioner's consent it becomes an ordinary petition of its own. Nobody who gets it learns of "
            "this report: leave out of its words whatever points here. Files stay here."
        ),
        "door",
    ),
}

EVENTS: dict[str, Words] = {
    "pass_on_here": _("Passed on to the body with power."),
    "report_to_superior": _("Reported straight to the superior."),
    "split_off": _("Split off a part as an ordinary petition."),
}

# How the petitioner agreed that a part is split off.
AGREED: dict[str, Words] = {
    "person": _("In person"),
    "phone": _("By telephone"),
    "writing": _("In writing"),
    "page": _("In what was added on the track page"),
}
