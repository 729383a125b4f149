"""The forms of what a petitioner brings on paper or in person (书面撤回, 当面补充)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions.forms.fields import FilesField

from .forms import ActionForm, DayInput, long_text


class BroughtForm(ActionForm):
    """What comes with a day and with papers, which are the petitioner's own."""

    brings_papers = True
    received_on = forms.DateField(
        label=_("On which day did it come?"), widget=DayInput, initial=timezone.localdate
    )
    uploads = FilesField()

    def data_for_command(self) -> dict[str, Any]:
        return super().data_for_command() | {"files": len(self.cleaned_data.get("uploads") or [])}


class SupplyForm(BroughtForm):
    text = long_text(_("What the petitioner adds"), required=False, max_length=5000)
    field_order = ("received_on", "text", "uploads")

    def set_up(self) -> None:
        self.fields["text"].help_text = _(
            "In the petitioner's words. Leave it empty if the papers say it all."
        )

    def remarks(self) -> list[str]:
        if not self.case.petition.withhold_name:
            return []
        return [
            str(_("The unit reads these papers. Cover the petitioner's name in them before you scan them."))
        ]


class WithdrawForm(BroughtForm):
    signed = forms.BooleanField(label=_("The petitioner has signed that the petition is withdrawn"))
    all_contacts = forms.BooleanField(
        label=_("All contacts of this joint petition have signed it"),
        required=False,
        help_text=_("A joint petition ends only when all its contacts withdraw."),
    )
    field_order = ("received_on", "uploads", "signed", "all_contacts")

    def set_up(self) -> None:
        # That a report was withdrawn is nobody's to read who gets the case as an ordinary one later.
        self.brings_papers = not self.case.petition.is_accusation
        if self.case.petition.withhold_name:
            del self.fields["uploads"]
        else:
            self.fields["uploads"].label = _("The signed request to withdraw")
        self.fields["signed"].help_text = _("By nobody else, and of the own will. Look at an identity paper.")
        if not self.case.petition.joint or self.case.petition.is_accusation:
            del self.fields["all_contacts"]

    def remarks(self) -> list[str]:
        ends = _("It ends the case for every unit that works on it.")
        noted = _("It is noted; the report is looked into all the same.")
        said = [str(noted if self.case.petition.is_accusation else ends)]
        if self.case.petition.withhold_name:
            said.append(str(_("Keep the signed paper in your office: the unit must not read the name.")))
        return said


FORMS: dict[str, type[ActionForm]] = {
    "supply": SupplyForm,
    "supply_here": SupplyForm,
    "withdraw": WithdrawForm,
}
ON_OWN_PAGE = frozenset(FORMS)
