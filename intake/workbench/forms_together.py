"""Forms of the actions by which several units work on one case: lead (主办) and co-handlers (协办)."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions import policies
from intake.petitions.forms.fields import FilesField
from intake.petitions.models import Handling
from regions.models import Organisation

from . import choosers
from .forms import LONGEST_ORDER, ActionForm, DayInput, TransferForm


class AddCoForm(ActionForm):
    cos = choosers.CoField()
    report_due = forms.DateField(
        label=_("To report by"),
        required=False,
        widget=DayInput,
        help_text=_("The day by which they tell the lead what they found."),
    )
    field_order = ("cos", "report_due", "reason")

    def set_up(self) -> None:
        cos = self.fields["cos"]
        assert isinstance(cos, choosers.CoField)
        cos.required = True
        cos.queryset = choosers.co_units(self.case)
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        self.fields["report_due"].widget.attrs["min"] = tomorrow.isoformat()

    def clean_report_due(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["report_due"]
        if day is not None and day > timezone.localdate() + LONGEST_ORDER:
            raise forms.ValidationError(_("At most two years from today."))
        return day


class OneCoForm(ActionForm):
    """An action on one of the co-handlers; chosen beforehand where there is only one."""

    co = choosers.UnitField(Organisation.objects.none(), label=_("Co-handler"))
    field_order: tuple[str, ...] = ("co", "reason")

    def set_up(self) -> None:
        unit = self.fields["co"]
        assert isinstance(unit, choosers.UnitField)
        units = [co.organisation_id for co in self.among()]
        unit.queryset = Organisation.objects.filter(pk__in=units).order_by("kind", "code")
        if len(units) == 1:
            self.initial.setdefault("co", unit.queryset.get().code)

    def among(self) -> list[Handling]:
        """The co-handlers that the action may be about."""
        return [co for co in self.case.cos if co.is_open]


class StopWaitingForm(OneCoForm):
    def among(self) -> list[Handling]:
        return self.case.holding_up


class DecideCoObjectionForm(OneCoForm):
    def among(self) -> list[Handling]:
        return policies.objecting(self.actor, self.case)


class ReportToLeadForm(ActionForm):
    uploads = FilesField()
    field_order = ("reason", "uploads")

    def set_up(self) -> None:
        uploads = self.fields["uploads"]
        uploads.label, uploads.help_text = _("Files"), _("For the offices only.")


class ChangeLeadForm(TransferForm):
    def set_up(self) -> None:
        unit = self.fields["organisation"]
        assert isinstance(unit, choosers.UnitField)
        lead = self.case.lead
        unit.queryset = choosers.handling_units(self.case).exclude(
            pk__in=[lead.organisation_id] if lead else []
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("cos")


FORMS: dict[str, type[ActionForm]] = {
    "add_co": AddCoForm,
    "drop_co": OneCoForm,
    "stop_waiting": StopWaitingForm,
    "grant_co_objection": DecideCoObjectionForm,
    "refuse_co_objection": DecideCoObjectionForm,
    "report_to_lead": ReportToLeadForm,
    "change_lead": ChangeLeadForm,
}
ON_OWN_PAGE = frozenset({"add_co", "change_lead", "report_to_lead"})
