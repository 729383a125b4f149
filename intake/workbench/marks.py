"""The marks of a case as words, wherever a list shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES

from .urgent import hours_gone


@dataclass(frozen=True)
class Mark:
    """A word about a case; the strong ones are about danger and time."""

    words: str
    strong: bool = False


def _urgent(petition: Petition) -> str:
    return " · ".join(filter(None, (_("urgent"), hours_gone(petition))))


def marks_of(petition: Petition) -> list[Mark]:
    """Threat and urgency first, then what kind of petition it is."""
    marks = (
        (petition.threat, Mark(_("threat of harm"), strong=True)),
        (petition.urgent, Mark(_urgent(petition), strong=True)),
        (petition.urged, Mark(_("urged"), strong=True)),
        (petition.returned_often, Mark(_("returned several times"), strong=True)),
        (petition.unmatched and petition.state not in CLOSED_STATES, Mark(_("no rule fits"), strong=True)),
        (petition.from_above, Mark(_("letter from above"))),
        (petition.as_co, Mark(_("co-handling"))),
        (petition.hearing, Mark(_("hearing"))),
        (petition.joint, Mark(_("joint"))),
        (petition.repeat, Mark(_("repeat"))),
        (petition.extended, Mark(_("extended"))),
        (petition.anonymous, Mark(_("anonymous"))),
        (petition.withdrawal_noted, Mark(_("withdrawal noted"))),
    )
    return [mark for holds, mark in marks if holds]
