"""The form in which an officer notes what the petitioner says after the answer (回访)."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .forms import LONGEST_ORDER, ActionForm, DayInput
from .labels_afterwards import SAID, WAYS


class FollowUpForm(ActionForm):
    asked_on = forms.DateField(label=_("Asked on which day?"), widget=DayInput, initial=timezone.localdate)
    way = forms.ChoiceField(
        label=_("How was the petitioner asked?"), choices=list(WAYS.items()), widget=forms.RadioSelect
    )
    said = forms.ChoiceField(
        label=_("Is it done as promised?"), choices=list(SAID.items()), widget=forms.RadioSelect
    )
    due = forms.DateField(
        label=_("By when the unit does it"),
        widget=DayInput,
        required=False,
        help_text=_("Only where it is not done yet."),
    )
    field_order = ("asked_on", "way", "said", "due", "reason")

    def clean_due(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["due"]
        if day is not None and day > timezone.localdate() + LONGEST_ORDER:
            raise forms.ValidationError(_("At most two years from today."))
        return day


FORMS: dict[str, type[ActionForm]] = {"follow_up": FollowUpForm}
ON_OWN_PAGE = frozenset(FORMS)
