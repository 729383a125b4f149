"""Forms of the actions on cases that belong together."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import ActionForm


class MergeForm(ActionForm):
    first = forms.CharField(
        label=_("Number of the first case"),
        max_length=40,
        help_text=_("An open case that you may see. Who handles it reads this one too."),
    )
    same = forms.BooleanField(
        label=_("It is the same person or group, though no telephone or identity paper is common to both"),
        required=False,
        help_text=_("Only asked where the cases do not show it. If they are others, link the two cases."),
    )
    field_order = ("first", "same", "reason")

    def remarks(self) -> list[str]:
        words = _(
            "Only what the same person or group wrote. Other people's cases are linked: each keeps its days."
        )
        return [str(words)]


class LinkForm(ActionForm):
    other = forms.CharField(
        label=_("Number of the other case"),
        max_length=40,
        help_text=_("Only who may see both reads of it."),
    )
    field_order = ("other", "reason")


FORMS: dict[str, type[ActionForm]] = {"merge": MergeForm, "link": LinkForm, "unlink": LinkForm}
ON_OWN_PAGE = frozenset({"merge"})
