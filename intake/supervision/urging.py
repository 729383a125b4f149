"""Urging several units at once (批量督办): one text, each case by its own command, each told what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from intake.petitions import numbers
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import perform
from intake.workbench.forms import LONGEST_REASON
from intake.workbench.queue import PAGE_SIZE
from intake.workbench.urging import due_field

from . import policies


@dataclass(frozen=True)
class Chosen:
    """A case that was ticked, with the version that the list showed; ``petition`` is None for one not to be found."""

    typed: str
    seen: int
    petition: Petition | None

    @property
    def value(self) -> str:
        return f"{self.typed}:{self.seen}"


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    case: Chosen
    done: bool
    words: str


def chosen(user: Any, values: Iterable[str]) -> list[Chosen]:
    """The cases that a form names as ``number:version``, each once, of those that the reader may know of."""
    wanted: dict[str, tuple[str, int]] = {}
    for value in list(values)[:PAGE_SIZE]:
        typed, _colon, seen = value.partition(":")
        version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
        wanted.setdefault(numbers.read_number(typed) or typed[:20], (typed[:20], version))
    found = policies.cases(user).filter(number__in=wanted)
    rows = {row.number: row for row in found.select_related("owner").defer("title", "body")}
    return [Chosen(typed, seen, rows.get(number)) for number, (typed, seen) in wanted.items()]


class UrgeForm(forms.Form):
    """The text and the day that all the units get."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong, and what is asked for"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Each unit gets it in a letter of its own. Name no petitioner."),
    )
    due = due_field()


def urge(user: User, cases: Iterable[Chosen], reason: str, due: datetime.date) -> list[Outcome]:
    """Urge the unit of each case. One that refuses stops no other, and each says what became of it."""
    return [_one(user, case, reason, due) for case in cases]


def _one(user: User, case: Chosen, reason: str, due: datetime.date) -> Outcome:
    if case.petition is None:
        return Outcome(case, False, _("There is no such case here any more."))
    try:
        perform(case.petition.pk, "urge", Actor.staff(user), seen=case.seen, reason=reason, due=due)
    except NotFound:
        return Outcome(case, False, _("There is no such case here any more."))
    except Conflict:
        return Outcome(case, False, _("It changed meanwhile. Look at it, and urge again if it still holds."))
    except NotAllowed:
        return Outcome(case, False, _("No other unit has it now: there is nobody to urge."))
    except RuleViolation as refused:
        return Outcome(case, False, " ".join(str(words) for _field, words in refused.problems))
    return Outcome(case, True, _("Urged: the letter is in the case."))
