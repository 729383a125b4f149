"""The form by which a case goes to its lawful route (依法分类处理)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.petitions.models.case import LawfulRoute

from . import labels
from .forms import ActionForm, GroundForm, long_text


class DivertForm(GroundForm):
    lawful_route = forms.ChoiceField(
        label=_("The lawful route"), choices=LawfulRoute.choices, widget=forms.RadioSelect
    )
    destination = forms.CharField(
        label=_("The body to go to"), max_length=200, help_text=_("Where the petitioner should go.")
    )
    route = long_text(
        labels.PARTS["route"],
        max_length=1000,
        help_text=_("How to apply there, and the time limit of that route."),
    )
    field_order = ("lawful_route", "destination", "route")


class DivertHereForm(DivertForm):
    def set_up(self) -> None:
        self.fields["destination"].required = False
        self.fields["destination"].help_text = _(
            "Empty only for the last route, if your own unit does its duty."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("destination") and data.get("lawful_route") not in (None, LawfulRoute.DUTY):
            self.add_error("destination", gettext("The notice must say this."))
        return data


FORMS: dict[str, type[ActionForm]] = {"divert": DivertForm, "divert_here": DivertHereForm}
ON_OWN_PAGE: frozenset[str] = frozenset()
