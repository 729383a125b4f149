"""Taking a letter, a visit or a call down (代为登记): the public form in a clerk's words, with when and how it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from intake.petitions.models.case import Channel
from intake.petitions.process import Submission
from intake.petitions.process.behalf import OnBehalf
from intake.petitions.texts import TITLE_LENGTH
from intake.routing.models import PetitionClass
from regions.models import Organisation, Region

from . import places
from .fields import TextField
from .filing import ANONYMOUS, NAMED, ORDINARY, SEAL, FilingForm

CHANNELS = (
    (Channel.VISIT, _("Visit")),
    (Channel.LETTER, _("Letter or fax")),
    (Channel.PHONE, _("Call")),
)
CLASSES = (
    (PetitionClass.APPEAL, _("Help or appeal")),
    (PetitionClass.SUGGESTION, _("Suggestion, question or thanks")),
    (PetitionClass.ACCUSATION, _("Report of wrongdoing: sealed, you can't see it again")),
)
SEAL_OR_NOT = (
    (SEAL, _("Yes: it goes to the discipline side, sealed. You can't see it again.")),
    (ORDINARY, _("No, it is an ordinary matter. The petition office reads it.")),
)


def _say(form: forms.Form, words: dict[str, tuple[Any, Any]]) -> None:
    """Say of fields what a clerk is to write in them: label and hint."""
    for name, (label, hint) in words.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, hint


_WORDS: dict[str, tuple[Any, Any]] = {
    "petition_class": (_("What kind of matter is it?"), ""),
    "accusation_answer": (
        _("This reads like a report of wrongdoing. Is it one?"),
        _(
            "Ask the resident, or judge by the letter. Choose one, then send again. Nothing has been sent yet."
        ),
    ),
    "title": (_("What is it about, in one line?"), _("At most 60 characters.")),
    "body": (
        _("What is asked for, what happened, for what reasons"),
        _(
            "In the resident's words, or the letter's. Read it back before you send it. At most 5,000 characters."
        ),
    ),
    "region": (_("Where did it happen?"), _("Where the matter lies, not where the resident lives.")),
    "reported_party": (
        _("Who did wrong?"),
        _(
            "Whom the resident complains of. Needed in a report of wrongdoing: “unknown” if the resident can't say."
        ),
    ),
    "target_body": (_("Who should act?"), _("The office that the resident hopes for, if any is named.")),
    "identity": (_("With a name, or without?"), ""),
    "name": (pgettext_lazy("of a person", "Name"), ""),
    "phone": (_("Phone"), _("The resident's own. Word of each step goes to a mobile.")),
    "address": (_("Address"), _("Phone or address: one of them is needed, so that an answer can arrive.")),
    "email": (_("Email"), ""),
    "withhold_name": (_("The name is not to be told to the unit that handles the case"), ""),
    "joint": (_("It is of several people (joint petition)"), ""),
    "people_count": (_("How many people are they together?"), ""),
    "contacts": (
        _("The other contacts"),
        _("One a line: name, then phone number. At most four beside the first, five in all (article 20)."),
    ),
    "publish": (
        _("The resident agrees that a checked summary may be published once it is answered"),
        "",
    ),
    "truth": (_("The warning on the truth was read out and agreed to, or is signed on the paper"), ""),
    "privacy": (_("The notice on personal data was read out and agreed to, or is signed on the paper"), ""),
}


class RegisteringForm(FilingForm):
    """What a clerk at a desk enters. Everything that the public form asks is asked, of the same fields."""

    # Whether what is taken down stays with the clerk's own unit.
    own_unit = False

    # That the clerk was asked whether it is another matter, and says so.
    another = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=CHANNELS, widget=forms.RadioSelect, initial=Channel.VISIT
    )
    received_on = forms.DateField(
        label=_("On which day did it come?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Time limits count from this day, also for a letter that has lain."),
    )
    language = forms.ChoiceField(
        label=_("Language of papers and receipt"), choices=settings.LANGUAGES, initial="zh-hans"
    )
    source_office = TextField(
        label=_("Passed down by which office?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only for a letter from above: the county's share of the days then runs too."),
    )
    source_number = TextField(
        label=_("Its number there"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, county: Region | None, **options: Any) -> None:
        super().__init__(*args, county=county, **options)
        _say(self, _WORDS)
        self._choices("petition_class").choices = CLASSES
        self._choices("accusation_answer").choices = SEAL_OR_NOT
        self._choices("identity").choices = ((NAMED, _("With a name")), (ANONYMOUS, _("Anonymous")))
        self.fields["files"].label = _("Scan of the letter, photos, papers")
        for name in ("name", "phone", "address", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if "received_on" in self.fields:
            self.fields["received_on"].initial = timezone.localdate

    def taken_down(self, submission_key: str, user: User, organisation: Organisation) -> Submission:
        """A valid form as the command takes it, with who entered it where."""
        data = self.cleaned_data
        behalf = OnBehalf(
            user, organisation, data["received_on"], data["source_office"], data["source_number"]
        )
        made = self.submission(submission_key)
        return replace(made, channel=data["channel"], language=data["language"], behalf=behalf)


UNIT_WORDS: dict[str, tuple[Any, Any]] = {
    "reported_party": (
        _("Who did wrong?"),
        _(
            "Whom the resident complains of. If it is your own unit, the petition office gets the case and your unit "
            "does not."
        ),
    ),
}
UNIT_OR_SEAL = (
    SEAL_OR_NOT[0],
    (ORDINARY, _("No, it is an ordinary matter. Your unit reads it.")),
)


class UnitForm(RegisteringForm):
    """What an officer enters that was brought to the own unit: the unit handles it itself and reads the name."""

    own_unit = True
    brought_to = forms.ChoiceField(
        label=_("To which of your units was it brought?"),
        help_text=_("This unit has the case, and its days run."),
    )

    def __init__(
        self, *args: Any, county: Region | None, units: Sequence[Organisation], **options: Any
    ) -> None:
        super().__init__(*args, county=county, **options)
        for name in ("source_office", "source_number", "withhold_name"):
            del self.fields[name]
        self._units = {str(unit.pk): unit for unit in units}
        if len(units) > 1:
            self._choices("brought_to").choices = [(key, unit.name) for key, unit in self._units.items()]
        else:
            del self.fields["brought_to"]
        _say(self, UNIT_WORDS)
        self._choices("accusation_answer").choices = UNIT_OR_SEAL

    def clean(self) -> dict[str, Any]:
        return super().clean() | {"source_office": "", "source_number": "", "withhold_name": False}

    def taken_down(self, submission_key: str, user: User, organisation: Organisation) -> Submission:
        at = self._units.get(self.cleaned_data.get("brought_to", ""), organisation)
        return super().taken_down(submission_key, user, at)


class GridForm(RegisteringForm):
    """What a grid worker enters on a phone, at somebody's door: little, and all of it on one page."""

    KEPT = (
        "key",
        "waiting",
        "about",
        "another",
        "accusation_answer",
        "petition_class",
        "body",
        "files",
        "region",
        "reported_party",
        "identity",
        "name",
        "phone",
        "address",
        "truth",
        "privacy",
    )

    def __init__(self, *args: Any, county: Region | None, home: Region, **options: Any) -> None:
        options["initial"] = {"region": places.place_for(home.code)} | (options.get("initial") or {})
        super().__init__(*args, county=county, **options)
        for name in set(self.fields) - set(self.KEPT):
            del self.fields[name]
        self.fields["body"].label = _("What is it about?")
        self.fields["body"].help_text = _("In the resident's words. Read it back before you send it.")
        self.fields["body"].widget.attrs["rows"] = 5
        self.fields["files"].label = _("Photos")

    def clean(self) -> dict[str, Any]:
        """What this form does not ask is what the other one starts with."""
        data = super().clean()
        return data | {
            "title": _title_of(data.get("body", "")),
            "target_body": "",
            "withhold_name": False,
            "publish": False,
            "channel": Channel.VISIT,
            "received_on": timezone.localdate(),
            "language": "zh-hans",
            "source_office": "",
            "source_number": "",
        }


def _title_of(body: str) -> str:
    """One line for a matter whose writer gave none: its own first words."""
    line = " ".join(body.split())
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
