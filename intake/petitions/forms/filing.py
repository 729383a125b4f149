"""The petition form (我要反映): what happened, where and who, how to reach you. One page, checked as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from cms.pages import published
from cms.pages.models import DisclosurePage
from intake.petitions.identity import IDENTITY_PAPERS, paper_of
from intake.petitions.models.case import Channel
from intake.petitions.process import Person, Submission
from intake.petitions.texts import BODY_LENGTH, PARTY_LENGTH, TITLE_LENGTH
from intake.routing.models import Category, PetitionClass
from regions.models import Region

from . import places
from .contacts import ContactsField
from .fields import (
    EmailField,
    FilesField,
    IdentityNumberField,
    NameField,
    PhoneField,
    TextField,
    tick,
    told_by_phone,
)

NAMED, ANONYMOUS = "named", "anonymous"
SEAL, ORDINARY = "seal", "ordinary"
LONGEST_ID = 18
# What an anonymous petition leaves out, whatever stands in these fields.
OF_PERSONS = ("name", "phone", "address", "email", "id_type", "id_number")
# What some answers make necessary: not required of everybody, yet not called optional.
SOMETIMES_NEEDED = ("accusation_answer", "reported_party", "name", "phone", "address", "people_count")

CLASSES = (
    (PetitionClass.APPEAL, gettext_lazy("Help or appeal")),
    (PetitionClass.SUGGESTION, gettext_lazy("Suggestion, question or thanks")),
    (PetitionClass.ACCUSATION, gettext_lazy("Report of wrongdoing by an official")),
)
ID_TYPES = (("", gettext_lazy("Choose the kind of paper")), *IDENTITY_PAPERS)
ANSWERS = (
    (
        SEAL,
        gettext_lazy(
            "Yes, send it to the discipline side. Nobody reads it but they and those to whom they must pass it."
        ),
    ),
    (ORDINARY, gettext_lazy("No, it is an ordinary matter. The petition office reads it.")),
)


def _unremembered() -> forms.TextInput:
    """A browser offers what was typed in a line to whoever types there next, on a shared computer to those reported."""
    return forms.TextInput(attrs={"autocomplete": "off"})


class FilingForm(forms.Form):
    """A petition as a resident writes it. Choices of place depend on the county that the site is for."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    waiting = forms.CharField(widget=forms.HiddenInput, required=False)
    about = forms.CharField(widget=forms.HiddenInput, required=False)

    accusation_answer = forms.ChoiceField(
        label=gettext_lazy("This reads like a report of wrongdoing. Shall it go to the discipline side?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "Only discipline inspectors, and those to whom they must pass it, then read it; the people and offices "
            "that you report learn nothing of it, not even that it exists. Choose one, then send again. "
            "Nothing has been sent yet."
        ),
    )

    petition_class = forms.ChoiceField(
        label=gettext_lazy("What kind of matter is it?"),
        choices=CLASSES,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Not sure? Take the first: the staff see to it that it gets to the right place."
        ),
        error_messages={"required": gettext_lazy("Choose one, so that it gets to the right readers.")},
    )
    title = TextField(
        label=gettext_lazy("What is it about, in one line?"),
        max_length=TITLE_LENGTH,
        widget=_unremembered(),
        help_text=gettext_lazy(
            "At most 60 characters, for example “Field road of group three left half done”."
        ),
        error_messages={"required": gettext_lazy("Write in one line what it is about.")},
    )
    body = TextField(
        label=gettext_lazy("Tell what happened"),
        max_length=BODY_LENGTH,
        lines=9,
        help_text=gettext_lazy(
            "Three things: what happened, when and where; whom you asked and what they said; what you want done. "
            "At most 5,000 characters. If typing is hard, write little and add photos."
        ),
        error_messages={"required": gettext_lazy("Tell what happened, in a few sentences at least.")},
    )
    files = FilesField()  # type: ignore[assignment]  # a form has a property of this name for its uploads

    region = forms.ChoiceField(
        label=gettext_lazy("Where did it happen?"),
        help_text=gettext_lazy("The village or community where the matter lies, not where you live."),
        error_messages={"required": gettext_lazy("Choose the place where the matter lies.")},
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("of a petition", "Subject"),
        required=False,
        help_text=gettext_lazy("Leave it if you are not sure."),
    )
    reported_party = TextField(
        label=gettext_lazy("Who did wrong?"),
        max_length=PARTY_LENGTH,
        required=False,
        widget=_unremembered(),
        help_text=gettext_lazy(
            "The person or office that you complain of. Whoever you name here never gets this case, and is not told "
            "of it. Leave it empty if nobody did wrong; in a report of wrongdoing it is needed: if you don't know, "
            "write “unknown”."
        ),
    )
    target_body = TextField(
        label=gettext_lazy("Who should act?"),
        max_length=PARTY_LENGTH,
        required=False,
        widget=_unremembered(),
        help_text=gettext_lazy(
            "The office that you hope will solve it, if you know one. This does not accuse anybody."
        ),
    )

    identity = forms.ChoiceField(
        label=gettext_lazy("With your name, or without?"),
        choices=(
            (NAMED, gettext_lazy("With my name")),
            (ANONYMOUS, gettext_lazy("Anonymously")),
        ),
        initial=NAMED,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether to give your name.")},
    )
    name = NameField(label=gettext_lazy("Your name"), required=False)
    phone = PhoneField(
        label=gettext_lazy("Your phone"),
        required=False,
        help_text=told_by_phone(),
    )
    address = TextField(
        label=gettext_lazy("Your address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=gettext_lazy("Phone or address: one of them is needed, so that you can be answered."),
    )
    email = EmailField()
    id_type = forms.ChoiceField(label=gettext_lazy("Identity paper"), choices=ID_TYPES, required=False)
    id_number = IdentityNumberField(label=gettext_lazy("Number of the paper"), required=False)
    withhold_name = forms.BooleanField(
        label=gettext_lazy("Do not tell my name to the unit that handles the case"),
        required=False,
        help_text=gettext_lazy("The petition office knows it and passes messages on."),
    )
    joint = forms.BooleanField(
        label=gettext_lazy("I write for several people (joint petition)"),
        required=False,
    )
    people_count = forms.IntegerField(
        label=gettext_lazy("Joint petition: how many people are you together?"),
        min_value=2,
        max_value=100_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Write a number.")},
    )
    contacts = ContactsField(
        label=gettext_lazy("Joint petition: the other contacts"),
        required=False,
        help_text=gettext_lazy(
            "One a line: name, then phone number. You are the first contact; at most four others, five in all."
        ),
    )

    publish = forms.BooleanField(
        label=gettext_lazy("I agree that a summary may be published once it is answered"),
        required=False,
        help_text=gettext_lazy(
            "A person writes it and a second one checks it; never your text, name, phone or address. You can take this "
            "back at any time. A report of wrongdoing is never published."
        ),
    )
    truth = tick(
        gettext_lazy("What I write is true as far as I know"),
        gettext_lazy("Please confirm this before sending."),
    )
    privacy = tick(
        gettext_lazy("I have read who reads this and how it is kept"),
        gettext_lazy("Please confirm this before sending."),
    )

    def __init__(self, *args: Any, county: Region | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choices("region").choices = places.place_choices(county)
        self._choices("category").choices = places.category_choices()
        for name in SOMETIMES_NEEDED:
            self.fields[name].sometimes_needed = True  # type: ignore[attr-defined]  # read by ``field``
        if get_language() == "en":  # villages and subjects have Chinese names alone
            for name in ("region", "category"):
                self.fields[name].widget.attrs["lang"] = "zh-Hans"

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("accusation_answer") == SEAL:
            data["petition_class"] = PetitionClass.ACCUSATION
        if not data.get("joint"):
            self._leave_out("people_count", "contacts")
        if data.get("identity") == ANONYMOUS:
            self._leave_out_persons(data)
        elif data.get("identity") == NAMED:
            self._require_contact(data)
        if data.get("petition_class") == PetitionClass.ACCUSATION:
            data["publish"] = False
            self._require(
                "reported_party",
                _("Write whom or which office you report. If you don't know, write “unknown”."),
            )
        return data

    def _leave_out(self, *names: str) -> None:
        """Neither read nor complain about fields that the other answers make void."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)

    def _leave_out_persons(self, data: dict[str, Any]) -> None:
        self._leave_out(*OF_PERSONS, "people_count", "contacts")
        data["withhold_name"] = False
        if data.get("joint"):
            self.add_error(
                "joint", _("A joint petition needs a contact. Give your name, or file for yourself alone.")
            )

    def _require_contact(self, data: dict[str, Any]) -> None:
        self._require("name", _("Write your name, or choose “Anonymously” above."))
        if not data.get("phone") and not data.get("address") and not {"phone", "address"} & set(self.errors):
            self.add_error("phone", _("Give a phone number or an address, so that you can be answered."))
        if data.get("id_number") and not data.get("id_type"):
            data["id_type"] = paper_of(data["id_number"])
        if data.get("joint"):
            self._require("people_count", _("Write how many people you are together."))
            contacts = 1 + len(data.get("contacts") or [])
            if (data.get("people_count") or contacts) < contacts:
                self.add_error("people_count", _("You have named more contacts than people."))

    def _require(self, name: str, message: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    @cached_property
    def region_chosen(self) -> Region:
        """The place of a valid form."""
        return Region.objects.get(code=self.cleaned_data["region"])

    @cached_property
    def about_what(self) -> DisclosurePage | None:
        """The disclosure that is objected to, as long as it is public; of one that is gone nothing is said."""
        asked = str(self["about"].value() or "")
        if not (asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_ID):
            return None
        return published.disclosures().filter(pk=int(asked)).first()

    @cached_property
    def category_chosen(self) -> Category | None:
        """The category of a valid form."""
        return Category.objects.filter(code=self.cleaned_data.get("category", "")).first()

    def submission(self, submission_key: str) -> Submission:
        """A valid form as the command takes it."""
        data = self.cleaned_data
        joint = bool(data.get("joint"))
        return Submission(
            title=data["title"],
            body=data["body"],
            region=self.region_chosen,
            channel=Channel.WEB,
            petition_class=data["petition_class"],
            category=self.category_chosen,
            reported_party=data["reported_party"],
            target_body=data["target_body"],
            people=self._people(),
            joint=joint,
            people_count=data["people_count"] if joint else 1,
            withhold_name=data["withhold_name"],
            publish_consent=data["publish"],
            about=self.about_what,
            language=get_language() or "zh-hans",
            submission_key=submission_key,
        )

    def _people(self) -> list[Person]:
        data = self.cleaned_data
        if data["identity"] == ANONYMOUS:
            return []
        writer = Person(**{name: data.get(name, "") for name in OF_PERSONS})
        return [writer, *(data["contacts"] if data.get("joint") else [])]
