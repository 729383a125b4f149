"""Papers by which a person is known (证件类型): what a petitioner may name, and what an office may have seen."""

from __future__ import annotations

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
