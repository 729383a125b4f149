"""Urging several units at once (批量督办): one text, each unit by a command of its own, each told what became of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import User
from intake.petitions.models import Petition, Review
from intake.petitions.models.case import CLOSED_STATES, WORK_DONE
from intake.petitions.models.work import OPEN_REVIEW
from intake.petitions.process.previewing import require_possible
from intake.workbench import selection
from intake.workbench.forms import LONGEST_REASON
from intake.workbench.selection import Tick
from intake.workbench.urging import due_field
from regions.models import Organisation

from . import policies

BESIDE = "@"  # before the code of a co-handler


@dataclass(frozen=True)
class Ticked:
    """A ticked line of a list: a case and, where the line is a co-handler's, that unit's code.

    The case as lists show it, none for who may not know of it; ``why`` it was not urged, or nothing.
    """

    tick: Tick
    co: str
    row: Petition | None = None
    co_unit: Organisation | None = None
    body: Organisation | None = None  # that reviews the answer of the lead
    why: str | Promise = ""

    @property
    def value(self) -> str:
        """What a form carries of it."""
        return f"{self.tick.value}{BESIDE}{self.co}" if self.co else self.tick.value

    @property
    def unit(self) -> Organisation | None:
        """Who is urged."""
        return self.co_unit if self.co or self.row is None else self.body or self.row.owner

    @property
    def action(self) -> str:
        """Whose work it is about: a co-handler's, a review body's, or the lead's."""
        if self.co:
            return "urge_co"
        return "urge_review" if self.body else "urge"


class UrgeForm(forms.Form):
    """The text and the day that all the units get."""

    reason = forms.CharField(
        label=_("What is wrong, and what is asked for"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Each unit gets it in a letter of its own. Name no petitioner."),
    )
    due = due_field()


def read(values: Iterable[str]) -> list[Ticked]:
    """What was ticked, each once. What no page of ours sends is left out."""
    found: dict[tuple[str, str], Ticked] = {}
    for value in values:
        case, beside, co = value.replace("\0", "").partition(BESIDE)
        if beside and not co:
            continue  # the lead's letter is no co-handler's
        for tick in selection.ticks([case]):
            found.setdefault((tick.number, co), Ticked(tick, co))
    return list(found.values())[: selection.MOST]


def shown(user: User, ticked: list[Ticked]) -> list[Ticked]:
    """The ticked lines as the user may see them."""
    rows = {row.number: row for row in selection.rows(user, [one.tick for one in ticked])}
    units = {unit.code: unit for unit in Organisation.objects.filter(code__in={one.co for one in ticked})}
    open_ones = Review.objects.filter(petition__in=[row.pk for row in rows.values()], state__in=OPEN_REVIEW)
    bodies = {review.petition_id: review.organisation for review in open_ones.select_related("organisation")}
    found = []
    for one in ticked:
        row = rows.get(one.tick.number)
        body = bodies.get(row.pk) if row is not None and not one.co else None
        found.append(replace(one, row=row, co_unit=units.get(one.co), body=body))
    return found


def foreseen(user: User, ticked: list[Ticked]) -> list[Ticked]:
    """The ticked lines before anything is sent, each with why no letter can be made for it, or nothing."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    found = []
    for one in shown(user, ticked):
        given = {"reason": "-", "due": tomorrow} | ({"co": one.co_unit} if one.co else {})
        why = selection.refusal(require_possible, user, one.action, one.tick, one.row, given)
        found.append(replace(one, why=_plainer(one, user) or why if why else ""))
    return found


def _plainer(one: Ticked, user: User) -> Promise | str:
    """Why nobody is there to be urged, where that shows in what lists say of the case."""
    row = one.row
    if row is None or one.co or one.body or row.urged:
        return ""
    if row.state in CLOSED_STATES:
        return _("It is closed: nobody owes an answer any more.")
    if row.state in WORK_DONE:
        return _("It is answered: nobody owes an answer now.")
    if row.owner_id in rights.organisation_ids(user, *policies.OFFICE):
        return _("Your own office has it; no unit does. An office writes no letter to itself.")
    return ""


def urge(user: User, ticked: list[Ticked], reason: str, due: datetime.date) -> list[Ticked]:
    """Urge the unit of each line. One that refuses stops no other, and each says what became of it.

    Several units of one case may be urged at once: that the first letter changed the case is no news to the second.
    """
    done: Counter[str] = Counter()
    outcomes = []
    for one in shown(user, ticked):
        number, given = one.tick.number, {"reason": reason, "due": due}
        tick = Tick(number, one.tick.seen + done[number])
        more = {"co": one.co_unit} if one.co else {}
        why = selection.attempt(user, one.action, tick, one.row, given | more)
        done[number] += not why
        outcomes.append(replace(one, why=why))
    return outcomes
