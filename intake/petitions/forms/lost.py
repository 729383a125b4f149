"""A lost number or password: the registered phone, then the code that was sent to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.normalising import folded

from .fields import PhoneField, TextField


class PhoneForm(forms.Form):
    use_required_attribute = False

    phone = PhoneField(
        label=_("The phone number in your petition"),
        help_text=_("A code is sent to it by SMS."),
        error_messages={"required": _("Type the phone number that you gave in your petition.")},
    )


class CodeForm(forms.Form):
    use_required_attribute = False

    code = TextField(
        label=_("The six digits from the SMS"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the six digits from the SMS.")},
    )

    def clean_code(self) -> str:
        """Digits alone, full-width ones folded."""
        return "".join(char for char in folded(self.cleaned_data["code"]) if char.isdigit())
