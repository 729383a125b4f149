"""Urging several units at once (批量督办): one text, each case by its own command, each told what became of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions.models import Petition
from intake.workbench import selection
from intake.workbench.forms import LONGEST_REASON
from intake.workbench.selection import Tick
from intake.workbench.urging import due_field


@dataclass(frozen=True)
class Ticked:
    """A ticked case as lists show it, none for who may not know of it; ``why`` it was not urged, or nothing."""

    tick: Tick
    row: Petition | None
    why: str = ""


class UrgeForm(forms.Form):
    """The text and the day that all the units get."""

    reason = forms.CharField(
        label=_("What is wrong, and what is asked for"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Each unit gets it in a letter of its own. Name no petitioner."),
    )
    due = due_field()


def ticked(user: User, ticks: list[Tick]) -> list[Ticked]:
    """The ticked cases as the user may see them."""
    rows = {row.number: row for row in selection.rows(user, ticks)}
    return [Ticked(tick, rows.get(tick.number)) for tick in ticks]


def urge(user: User, ticks: list[Tick], reason: str, due: datetime.date) -> list[Ticked]:
    """Urge the unit of each case. One that refuses stops no other, and each says what became of it."""
    given = {"reason": reason, "due": due}
    _done, failed = selection.carry_out(user, "urge", [(tick, given) for tick in ticks])
    why = {one.tick.number: one.why for one in failed}
    return [Ticked(one.tick, one.row, why.get(one.tick.number, "")) for one in ticked(user, ticks)]
