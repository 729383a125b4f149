"""The forms of a request to open a closed case again: entering it, saying yes, saying no."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from . import reopening_panel
from .forms import LONGEST_REASON, ActionForm, long_text
from .review_forms import RequestForm
from .veil import veil_for


class AskReopenForm(RequestForm):
    """A request that came on paper."""

    text = long_text(_("What is new, or which promise was not kept"), tall=True, max_length=5000)


class ReopenForm(ActionForm):
    """What the petitioner asks with stands there as the reason, covered as this reader sees it."""

    def set_up(self) -> None:
        asked = reopening_panel.asked(self.case, veil_for(self.case, self.actor))
        if asked is not None:
            self.initial.setdefault("reason", asked.words[:LONGEST_REASON])


class RefuseReopenForm(ActionForm):
    destination = forms.CharField(
        label=_("Where the petitioner goes next"),
        max_length=200,
        help_text=_("Where the petitioner can ask or turn to; the petitioner reads it."),
    )

    def set_up(self) -> None:
        if self.case.petition.is_accusation:  # its paper names nobody
            del self.fields["destination"]


FORMS: dict[str, type[ActionForm]] = {
    "ask_reopen": AskReopenForm,
    "reopen": ReopenForm,
    "refuse_reopen": RefuseReopenForm,
}
ON_OWN_PAGE = frozenset({"ask_reopen"})
