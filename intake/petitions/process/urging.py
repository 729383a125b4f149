"""Taking a unit to task (督办), and the unit's written answer (article 40).

The lead and each co-handler are urged apart, for what is their own, and each answers for itself; so does the body that
reviews the answer, once the lead has given it.
"""

from __future__ import annotations

import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.documents.rendering import date_text
from intake.petitions import urgeable
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling, Review, Urge

from . import clocks
from .core import Step, check, effect
from .effects_together import chosen_co, own_part
from .holding import lead_of
from .reviews import review_of


@check("urge", "urge_co", "urge_review")
def not_urged_yet(step: Step) -> None:
    """Until the day of a letter has passed there is no second one: what has been asked is to be answered first."""
    waiting = _work(step).urges.waiting().filter(due__gte=step.today).order_by("-due").first()
    if waiting is not None:
        words = _("The unit has been urged already: its answer is due on %(day)s.")
        raise RuleViolation(("", words % {"day": date_text(waiting.due, get_language() or "zh-hans")}))


def _work(step: Step) -> Handling | Review:
    """Whose work the letter is about."""
    if step.row.action == "urge_co":
        return chosen_co(step, urgeable.cos(step.case))
    return review_of(step) if step.row.action == "urge_review" else lead_of(step)


@effect("urge")
def urge(step: Step) -> None:
    """Send the unit that holds the case a letter of supervision."""
    _urge(step, _work(step))


@effect("urge_co")
def urge_co(step: Step) -> None:
    """Send a co-handler one for its own part; the petitioner hears of the lead's alone."""
    co = _work(step)
    assert isinstance(co, Handling)
    step.handling = co
    _urge(step, co)


@effect("urge_review")
def urge_review(step: Step) -> None:
    """Send the body that reviews the answer one, for its review."""
    _urge(step, _work(step))


def _urge(step: Step, work: Handling | Review) -> None:
    """The letter, with the day on which the answer is due."""
    due = step.data.get("due")
    if not isinstance(due, datetime.date) or due <= step.today:
        raise RuleViolation(("due", _("Name the day, after today, by which the unit answers.")))
    assert work.organisation is not None
    Urge.objects.create(
        petition=step.case.petition,
        handling=work if isinstance(work, Handling) else None,
        review=work if isinstance(work, Review) else None,
        organisation=work.organisation,
        sent_by=step.case.intake,
        reason=step.reason,
        due=due,
        urged_at=step.now,
        urged_by=step.actor.user,
    )
    clocks.start_urge(step.case, work, step.today, due)
    step.letter_to = work.organisation
    step.fields = {"reason": step.reason, "due_on": due}
    step.codes = {"organisation": work.organisation.code, "until": due}


@effect("answer_urge")
def answer_urge(step: Step) -> None:
    """Say in writing whether the unit adopts what the office asks, and why: one answer to all that wait for one."""
    _answer(step, lead_of(step))


@effect("co_answer_urge")
def co_answer_urge(step: Step) -> None:
    """The same by a co-handler, of what it was asked itself."""
    _answer(step, own_part(step))


@effect("review_answer_urge")
def review_answer_urge(step: Step) -> None:
    """The same by a review body, whoever of the bodies was asked: the review may have moved since."""
    _answer(step, review_of(step))


def _answer(step: Step, work: Handling | Review) -> None:
    answer = str(step.data.get("answer", ""))
    if answer not in Urge.Answer.values:
        raise RuleViolation(("answer", _("Say whether your unit adopts it: in full, in part, or not.")))
    work.urges.waiting().update(
        answer=answer,
        answer_text=step.reason,
        answered_at=step.now,
        answered_by=step.actor.user,
    )
    step.codes |= {"answer": answer}
