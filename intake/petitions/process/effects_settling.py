"""A matter settled by agreement (调解、和解, article 33), and a hearing (听证)."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import local_day
from intake.documents import rendering
from intake.petitions.errors import RuleViolation
from intake.petitions.models.work import HandlingState

from .core import Step, effect
from .effects_ordinary import report_to_sender, require_no_waiting
from .holding import close, lead_of

AGREEMENT_PARTS = ("other_party", "facts", "agreement")


@effect("mediate", "reconcile")
def settle(step: Step) -> None:
    """Both sides have signed: the agreement is the end of the matter, and takes the place of an opinion."""
    parts = {name: str(step.data.get(name, "")).strip() for name in AGREEMENT_PARTS}
    RuleViolation.gather(
        (name, _("The agreement must say this.")) for name, value in parts.items() if not value
    )
    if not step.data.get("signed"):
        raise RuleViolation(("signed", _("An agreement holds when both sides have signed it.")))
    require_no_waiting(step)
    lead = lead_of(step)
    lead.reply_kind = "mediation"
    report_to_sender(step)
    close(lead, HandlingState.MEDIATED, step)
    step.case.petition.concluded_at = step.now
    step.fields = {**parts, "decision": parts["agreement"]}


@effect("hear_here")
def hear_here(step: Step) -> None:
    """Both sides are heard before it is decided, where it is major, complex or hard (article 31 (6)): the paper says
    why. The days for the answer run on."""
    at, place = step.data.get("hearing_at"), str(step.data.get("place", "")).strip()
    if not isinstance(at, datetime.datetime) or at <= step.now:
        raise RuleViolation(("day", _("Name a time that is still to come.")))
    if not place:
        raise RuleViolation(("place", _("Say where the hearing is held.")))
    petition = step.case.petition
    petition.hearing = True
    day = rendering.date_text(local_day(at), petition.language)
    step.fields = {
        "hearing_on": f"{day} {timezone.localtime(at):%H:%M}",
        "place": place,
        "reason": step.reason,
    }
    step.codes = {"hearing_on": local_day(at)}
