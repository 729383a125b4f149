"""The marks of a case as words, wherever a list shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES

from .urgent import hours_gone


@dataclass(frozen=True)
class Mark:
    """A word about a case; the strong ones are about danger and time."""

    words: str | Promise
    strong: bool = False


_MARKS: tuple[tuple[str, Mark], ...] = (
    ("threat", Mark(_("threat of harm"), strong=True)),
    ("urgent", Mark(_("urgent"), strong=True)),
    ("urged", Mark(_("urged"), strong=True)),
    ("returned_often", Mark(_("returned several times"), strong=True)),
    ("unmatched", Mark(_("no rule fits"), strong=True)),
    ("from_above", Mark(_("letter from above"))),
    ("as_co", Mark(_("co-handling"))),
    ("hearing", Mark(_("hearing"))),
    ("joint", Mark(_("joint"))),
    ("repeat", Mark(_("repeat"))),
    ("has_longer", Mark(_("extended"))),
    ("anonymous", Mark(_("anonymous"))),
    ("withdrawal_noted", Mark(_("withdrawal noted"))),
)


def _urgent(petition: Petition) -> Mark:
    return Mark(" · ".join(filter(None, (gettext("urgent"), hours_gone(petition)))), strong=True)


def marks_of(petition: Petition) -> list[Mark]:
    """Threat and urgency first, then what kind of petition it is."""
    closed = petition.state in CLOSED_STATES
    return [
        _urgent(petition) if name == "urgent" else mark
        for name, mark in _MARKS
        if getattr(petition, name) and not (closed and name == "unmatched")
    ]
