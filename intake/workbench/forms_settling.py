"""Forms for agreements, hearings, the simple procedure, and for who of a unit works on a case."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import visibility
from intake.petitions.forms.fields import FilesField
from intake.petitions.process.core import Step
from intake.petitions.process.effects_settling import AGREEMENT_PARTS

from . import labels, labels_together
from .forms import LONGEST_ORDER, ActionForm, DayInput, long_text


class AgreementForm(ActionForm):
    other_party = long_text(labels.PARTS["other_party"], max_length=200)
    facts = long_text(labels.PARTS["facts"], tall=True)
    agreement = long_text(labels.PARTS["agreement"], tall=True)
    signed = forms.BooleanField(label=_("Both sides have signed it, of their own will"))
    uploads = FilesField()
    field_order = (*AGREEMENT_PARTS, "signed", "uploads")

    def set_up(self) -> None:
        uploads = self.fields["uploads"]
        uploads.label, uploads.help_text = _("The signed paper"), _("For the office only.")


class TimeInput(forms.TimeInput):
    input_type = "time"


class HearingForm(ActionForm):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    time = forms.TimeField(label=_("Time"), widget=TimeInput(format="%H:%M"))
    place = forms.CharField(label=_("Place of the hearing"), max_length=200)
    field_order = ("day", "time", "place", "reason")

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST_ORDER:
            raise forms.ValidationError(_("Name a time that is still to come."))
        return day

    def data_for_command(self) -> dict[str, Any]:
        at = datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return {"hearing_at": timezone.make_aware(at), "place": self.cleaned_data["place"]}


class SimpleForm(ActionForm):
    scope = forms.ChoiceField(
        label=_("Why it is simple"), choices=list(labels_together.SCOPES.items()), widget=forms.RadioSelect
    )
    plain = forms.BooleanField(
        label=_("It is no visit of many, no secret matter, needs no hearing and has no other lawful route"),
        error_messages={
            "required": _("What is not plain in this sense is accepted in the ordinary procedure.")
        },
    )
    field_order = ("scope", "plain")


class OfficerForm(ActionForm):
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Who works on it"), empty_label=_("Choose a person")
    )

    def set_up(self) -> None:
        person = self.fields["user"]
        assert isinstance(person, forms.ModelChoiceField)
        unit = Step(self.case, self.row, self.actor, timezone.now()).organisation
        if unit is not None:
            working = visibility.staff_for(self.case.petition, unit).values("user_id")
            person.queryset = User.objects.filter(pk__in=working).order_by("display_name", "pk")
        if self.actor.user is not None:
            self.initial.setdefault("user", self.actor.user.pk)


FORMS: dict[str, type[ActionForm]] = {
    "mediate": AgreementForm,
    "reconcile": AgreementForm,
    "hear_here": HearingForm,
    "accept_simple": SimpleForm,
    "co_assign_officer": OfficerForm,
}
ON_OWN_PAGE = frozenset({"mediate", "reconcile", "hear_here"})
