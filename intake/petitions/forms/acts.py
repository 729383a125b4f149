"""What a petitioner does on an open case: adds, rates, accepts, withdraws, corrects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.petitions.models import Rating

from .fields import EmailField, FilesField, PhoneField, TextField, tick, told_by_phone

TEXT_LENGTH = 5000


class ActForm(forms.Form):
    """A form on a case. Browsers' own bubbles would speak another language than the page."""

    use_required_attribute = False


class MaterialForm(ActForm):
    """Words, files, or both."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    waiting = forms.CharField(widget=forms.HiddenInput, required=False)
    text = TextField(
        label=_("What you want to add"),
        max_length=TEXT_LENGTH,
        lines=7,
        required=False,
        help_text=_("At most 5,000 characters. To correct what you wrote earlier, say here what is right."),
    )
    files = FilesField()  # type: ignore[assignment]  # a form has a property of this name for its uploads


class RateForm(ActForm):
    """Two judgements, apart: of the petition office, and of the unit that answered."""

    office_value = forms.ChoiceField(
        label=_("The petition office: taking it in and passing it on"),
        choices=Rating.Value.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    office_text = TextField(
        label=_("What should the petition office do better?"), max_length=1000, lines=3, required=False
    )
    handler_value = forms.ChoiceField(
        label=_("The unit that answered: its work and its answer"),
        choices=Rating.Value.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    handler_text = TextField(
        label=_("What should the unit do better?"), max_length=1000, lines=3, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("office_value") and not data.get("handler_value") and not self.errors:
            self.add_error(None, _("Choose at least one of the two."))
        return data


class AcceptForm(ActForm):
    """Closing the case with the answer as it is."""

    sure = tick(
        _("I accept the answer. The case is then closed, and I no longer ask for review."),
        _("Please confirm this before sending."),
    )


class ReviewForm(ActForm):
    """Why the petitioner disagrees with an opinion."""

    text = TextField(
        label=_("Why you disagree"),
        max_length=TEXT_LENGTH,
        lines=9,
        help_text=_(
            "At most 5,000 characters: which part of the opinion, what is wrong with it, what you ask for."
        ),
        error_messages={"required": _("Write why you disagree: the body that reviews it begins with that.")},
    )


class WithdrawReviewForm(ActForm):
    """Taking a request for review back: the opinion then stays as it is."""

    sure = tick(_("I take the request for review back."), _("Please confirm this before sending."))


class ReopenForm(ActForm):
    """Why a closed case should be opened again."""

    text = TextField(
        label=_("What is new, or which promise was not kept"),
        max_length=TEXT_LENGTH,
        lines=9,
        help_text=_(
            "At most 5,000 characters: new facts and how they can be proved, or what was promised and is not done."
        ),
        error_messages={
            "required": _("Write what is new, or which promise was not kept: the office decides by that.")
        },
    )


class WithdrawForm(ActForm):
    """Taking the matter back: said twice, and proved by the password."""

    all_contacts = forms.BooleanField(
        label=_("All contacts of this joint petition want to withdraw it"),
        required=False,
        help_text=_("A joint petition ends only when all its contacts withdraw."),
    )
    confirm_password = TextField(
        label=_("Query password, once more"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
        error_messages={"required": _("Type the query password from the receipt.")},
    )

    def __init__(self, *args: Any, joint: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not joint:
            del self.fields["all_contacts"]


class ContactForm(ActForm):
    """How the writer is reached."""

    phone = PhoneField(label=_("Your phone"), required=False, help_text=told_by_phone())
    address = TextField(
        label=_("Your address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    email = EmailField()


class PublishForm(ActForm):
    """Consent to a public summary, yes or no."""

    agreed = forms.ChoiceField(choices=(("yes", _("Yes")), ("no", _("No"))))
