"""Letters of supervision (督办) on the desk: their forms, and what a case shows of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions import urgeable
from intake.petitions.models import Handling, Urge
from intake.petitions.process.case import Case

from .forms import LONGEST_ORDER, ActionForm, DayInput
from .forms_together import OneCoForm
from .veil import Veil

USUAL_DAYS = datetime.timedelta(days=7)


def due_field() -> forms.DateField:
    """The day by which a unit answers, from tomorrow to two years from now; a week, unless another is chosen."""
    field = forms.DateField(
        label=_("Answer due on"), widget=DayInput, initial=lambda: timezone.localdate() + USUAL_DAYS
    )
    field.validators.append(_check_due)
    return field


def _check_due(day: datetime.date) -> None:
    today = timezone.localdate()
    if not today < day <= today + LONGEST_ORDER:
        raise forms.ValidationError(_("A day after today, at most two years ahead."))


ASKED = _("What is wrong, and what is asked for")


class UrgeForm(ActionForm):
    reason_label = ASKED
    due = due_field()
    field_order = ("reason", "due")


class UrgeCoForm(OneCoForm):
    reason_label = ASKED
    due = due_field()
    field_order = ("co", "reason", "due")

    def among(self) -> list[Handling]:
        return urgeable.cos(self.case)


class AnswerUrgeForm(ActionForm):
    reason_label = _("What is done and by when, or why not")
    answer = forms.ChoiceField(
        label=_("Does your unit adopt it?"), choices=Urge.Answer.choices, widget=forms.RadioSelect
    )
    field_order = ("answer", "reason")


FORMS: dict[str, type[ActionForm]] = {
    "urge": UrgeForm,
    "urge_co": UrgeCoForm,
    "urge_review": UrgeForm,
    "answer_urge": AnswerUrgeForm,
    "co_answer_urge": AnswerUrgeForm,
    "review_answer_urge": AnswerUrgeForm,
}
ON_OWN_PAGE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Urged:
    """One letter of supervision as the case shows it."""

    row: Urge
    reason: str
    answer: str
    waits: bool
    late: bool


def urges_of(case: Case, veil: Veil) -> list[Urged]:
    """Those of the case's present round, the newest first; none on the discipline side's track."""
    if case.petition.is_accusation:
        return []
    today = timezone.localdate()
    rows = case.petition.urges.of_round(case.petition.round)
    found = []
    for row in rows.select_related("organisation", "sent_by", "handling", "review").order_by("-urged_at"):
        waits = row.answered_at is None and row.at_work
        reason, answer = veil.text(row.reason), veil.text(row.answer_text)
        found.append(Urged(row, reason, answer, waits, waits and row.due < today))
    return found
