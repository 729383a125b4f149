"""Forms of what the discipline intake does with a report of wrongdoing beside keeping it and passing it on."""

from __future__ import annotations

from django import forms
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from intake.petitions.errors import RuleViolation
from intake.petitions.forms import places
from intake.petitions.forms.fields import TextField
from intake.petitions.models.work import Disposal
from intake.petitions.process import effects_superior
from intake.petitions.texts import BODY_LENGTH, PARTY_LENGTH, TITLE_LENGTH
from intake.routing.models import PetitionClass
from regions.models import Region

from . import choosers, labels_discipline
from .forms import ActionForm, DayInput, PassOnForm


class ReportToSuperiorForm(ActionForm):
    def remarks(self) -> list[str]:
        """Where it goes, and by when; or why it can't."""
        try:
            superior = effects_superior.superior_of(self.case)
        except RuleViolation as refused:
            return [str(message) for _field, message in refused.problems]
        last = effects_superior.last_day(self.case)
        day = {"day": dateformat.format(last, pgettext("date format", "j F Y"))}
        in_time = _("Within 5 working days of receipt: until %(day)s.")
        late = _("The 5 working days for it ended on %(day)s. Send it up all the same.")
        return [
            _("It goes to %(unit)s alone. Keep no copy, and enter it nowhere.") % {"unit": superior.name},
            (late if timezone.localdate() > last else in_time) % day,
        ]


class PassOnHereForm(PassOnForm):
    """From one unit to another: nobody gets it who has had it."""

    def set_up(self) -> None:
        unit, petition = self.fields["organisation"], self.case.petition
        assert isinstance(unit, choosers.PowerField)
        had = petition.handlings.filter(round=petition.round).values("organisation")
        unit.queryset = choosers.bodies_with_power(self.case).exclude(pk__in=had)


class DisposeForm(ActionForm):
    """How a discipline unit works on a clue. Other bodies with power write it in their own words."""

    disposal = forms.ChoiceField(
        label=gettext_lazy("Which way?"), choices=Disposal.choices, widget=forms.RadioSelect
    )
    field_order = ("disposal", "reason")

    def set_up(self) -> None:
        if self.case.lead is None or not self.case.lead.organisation.is_discipline:
            del self.fields["disposal"]


class SplitOffForm(ActionForm):
    """The new petition, in the words that its writer agreed to."""

    petition_class = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=(
            (PetitionClass.APPEAL, gettext_lazy("Help or appeal")),
            (PetitionClass.SUGGESTION, gettext_lazy("Suggestion or opinion")),
        ),
        widget=forms.RadioSelect,
        initial=PetitionClass.APPEAL,
    )
    title = TextField(
        label=gettext_lazy("What is it about, in one line?"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("At most 60 characters."),
    )
    body = TextField(
        label=gettext_lazy("Its text, as the petitioner agreed to it"),
        max_length=BODY_LENGTH,
        lines=9,
        help_text=gettext_lazy("Nobody is accused in it, and nothing in it says that there is a report."),
    )
    region = forms.ChoiceField(label=gettext_lazy("Where did it happen?"))
    target_body = TextField(label=gettext_lazy("Who should act?"), max_length=PARTY_LENGTH, required=False)
    withhold_name = forms.BooleanField(
        label=gettext_lazy("The name is not to be told to the unit that handles the case"), required=False
    )
    accused_may_know = forms.BooleanField(
        label=gettext_lazy("The petitioner agrees that a body complained of in the report may get this part"),
        required=False,
        help_text=gettext_lazy("Ask only if the form says that one would. It learns nothing of the report."),
    )
    agreed_how = forms.ChoiceField(
        label=gettext_lazy("How did the petitioner agree?"),
        choices=list(labels_discipline.AGREED.items()),
        widget=forms.RadioSelect,
    )
    agreed_on = forms.DateField(label=gettext_lazy("On which day?"), widget=DayInput)

    def set_up(self) -> None:
        report, place = self.case.petition, self.fields["region"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = places.place_choices(_county_of(report.region))
        if get_language() == "en":  # villages have Chinese names alone
            place.widget.attrs["lang"] = "zh-Hans"
        self.initial.setdefault("region", places.place_for(report.region.code))
        self.initial.setdefault("withhold_name", report.withhold_name)
        if report.anonymous or report.withhold_name:  # nothing is told then anyhow
            del self.fields["withhold_name"]

    def clean_region(self) -> Region:
        return Region.objects.get(code=self.cleaned_data["region"])


def _county_of(region: Region) -> Region:
    """The county in which a place lies, or the place itself outside of any."""
    found: Region | None = region
    while found is not None and found.level != Region.Level.COUNTY:
        found = found.parent
    return found or region


FORMS: dict[str, type[ActionForm]] = {
    "report_to_superior": ReportToSuperiorForm,
    "split_off": SplitOffForm,
    "pass_on_here": PassOnHereForm,
    "dispose": DisposeForm,
}
ON_OWN_PAGE = frozenset(FORMS) - {"dispose"}
