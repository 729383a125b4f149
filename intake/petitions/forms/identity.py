"""What stands on the identity paper of who came to a desk, and by what the case is looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from intake.petitions.identity import IDENTITY_PAPERS
from intake.petitions.process.checking import Shown

from .fields import IdentityNumberField, PhoneField, TextField, tick


class IdentityForm(forms.Form):
    """Name and number are typed from the paper, and compared by the site: nobody reads them off the case."""

    use_required_attribute = False

    paper = forms.ChoiceField(
        label=gettext_lazy("The identity paper that you saw"),
        choices=(("", gettext_lazy("Choose the kind of paper")), *IDENTITY_PAPERS),
        error_messages={"required": gettext_lazy("Choose which paper you saw.")},
    )
    name = TextField(
        label=pgettext_lazy("on a paper", "Name on it"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name on the paper.")},
    )
    id_number = IdentityNumberField(
        label=gettext_lazy("Number on it"),
        help_text=gettext_lazy("Compared and then forgotten: only the kind of paper is recorded."),
        error_messages={"required": gettext_lazy("Write the number on the paper.")},
    )
    number = TextField(
        label=gettext_lazy("Case number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "mono"}),
        help_text=gettext_lazy("If there is none, leave it empty and write the phone."),
    )
    phone = PhoneField(
        label=gettext_lazy("Phone in the petition"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    seen = tick(
        gettext_lazy("I saw the original paper, and its picture is of the person before me."),
        gettext_lazy("Without this nothing may be told."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("number", "phone"):
            self.fields[name].sometimes_needed = True  # type: ignore[attr-defined]  # read by ``field``

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("number") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("number", _("Write the case number, or the phone in the petition."))
        return data

    def shown(self) -> Shown:
        """A valid form as the command takes it."""
        data = self.cleaned_data
        return Shown(data["name"], data["paper"], data["id_number"], data["number"], data["phone"])
