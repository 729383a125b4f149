"""Who somebody is: names, and the papers (证件类型) that a petitioner may give and an office may have seen."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

IDENTITY_PAPERS = (
    ("resident", _("Resident identity card")),
    ("household", _("Household register")),
    ("passport", _("Passport")),
    ("hmt", _("Permit of Hong Kong, Macao or Taiwan residents")),
    ("officer", _("Military officer's card")),
    ("soldier", _("Soldier's card")),
    ("police", _("Police officer's card")),
    ("other", _("Another paper")),
)


def paper_of(number: str) -> str:
    """The kind of paper that a number is of, where nobody said; empty for no number."""
    if not number:
        return ""
    return "resident" if len(number) == 18 else "other"


def check_name(value: str) -> None:
    """A name has a letter or a character in it. Raises Django's ``ValidationError``."""
    # Characters that a device could not encode come as private ones ("Co"): they are names too.
    if value and not any(
        unicodedata.category(char)[0] == "L" or unicodedata.category(char) == "Co" for char in value
    ):
        raise ValidationError(_("Write the name in letters or characters."), code="name")
