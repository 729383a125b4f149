"""The door to a case: number and password, typed as people type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import TextField


def _copied() -> forms.TextInput:
    """A field for characters copied from paper: no keyboard or browser mends or remembers them."""
    plain = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "mono"}
    return forms.TextInput(attrs=plain)


class DoorForm(forms.Form):
    """Only presence is checked here: a number that can't be one must not be told apart from a wrong password."""

    use_required_attribute = False
    too_many = False

    number = TextField(
        label=_("Case number"),
        max_length=60,
        widget=_copied(),
        help_text=_(
            "Twelve characters on the receipt, such as 2026-7K3M9QX-K. Spaces, hyphens and small letters do no harm."
        ),
        error_messages={"required": _("Type the number from the receipt.")},
    )
    password = TextField(
        label=_("Query password"),
        max_length=60,
        widget=_copied(),
        help_text=_(
            "Sixteen characters on the receipt. It is shown while you type, so that you can check it."
        ),
        error_messages={"required": _("Type the query password from the receipt.")},
    )
