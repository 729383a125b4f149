"""Words for what a petitioner brings on paper or in person, and the office that holds the case enters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .words import ActionWords, Words

_SUPPLY = ActionWords(
    _("Enter the material that was asked for"),
    _("What came by post or was brought in person. The petitioner reads that it was entered."),
    "clip",
)

ACTIONS: dict[str, ActionWords] = {
    "supply": _SUPPLY,
    "supply_here": _SUPPLY,
    "withdraw": ActionWords(
        _("Enter a withdrawal"),
        _("One that the petitioner has signed. The confirmation goes to the petitioner at once."),
        "back",
    ),
}
# Who has signed that it is withdrawn.
SIGNED: dict[str, Words] = {
    "petitioner": _("signed by the petitioner"),
    "all": _("signed by all contacts"),
}
EVENTS: dict[str, Words] = {
    "supply": _("Added the material that was asked for."),
    "supply_here": _("Added the material that was asked for."),
    "withdraw": _("Withdrew the petition."),
}
