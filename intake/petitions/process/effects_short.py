"""What is answered at once (即时答复): a question, a suggestion or thanks, by the office or the unit that has it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.petitions.errors import RuleViolation

from .core import Step, effect
from .effects_ordinary import begin_here, reply_with
from .holding import lead_of, take_up


@effect("answer_short")
def answer_short(step: Step) -> None:
    """The petition office answers what it can answer itself, in a handling of its own."""
    answer = _answer(step)
    begin_here(step)
    _reply(step, answer)


@effect("answer_short_here")
def answer_short_here(step: Step) -> None:
    """The unit accepts and answers in one."""
    answer = _answer(step)
    lead = lead_of(step)
    lead.accepted_at = lead.accepted_at or step.now
    _reply(step, answer)


def _answer(step: Step) -> str:
    answer = str(step.data.get("decision", "")).strip()
    if not answer:
        raise RuleViolation(("decision", _("Write this part of the answer.")))
    return answer


def _reply(step: Step, answer: str) -> None:
    take_up(lead_of(step), step)
    reply_with(step, "simple")
    step.fields = {"decision": answer}
