"""Material that the petitioner adds (补充材料): the words and the files are stored together, or neither."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.petitions import policies
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Attachment, CaseText, IdempotentAnswer, Notice
from intake.petitions.policies import Actor
from privacy.crypto import keyed_hash
from records import events

from . import files as keeping
from .case import Case, load
from .core import KIND, perform

# What was asked for comes first: it moves the case on, while anything else is only put to it.
ACTIONS = ("supply", "supply_here", "add_material")
MOST_TEXTS = 60
_ASKING = ("ask_supplement", "ask_supplement_here")


@dataclass(frozen=True)
class Asked:
    """What the petitioner is asked for (需要补充的内容), in the officer's words, until when, and in which paper."""

    text: str
    due: datetime.date | None
    paper: Notice | None


def asked(case: Case) -> Asked | None:
    """What was asked for last, while it is still wanted. It names no unit: the paper does where it may."""
    if action_for(case) not in ("supply", "supply_here"):
        return None
    petition = case.petition
    event = events.history(KIND, petition.pk).filter(action__in=_ASKING).last()
    words = CaseText.objects.filter(
        petition=petition, event=event.pk if event else None, for_petitioner=True
    ).first()
    clock = petition.deadlines.open().filter(rule="supplement_15").last()
    paper = petition.notices.filter(code="supplement_notice", to_organisation=None).last()
    return Asked(words.text if words else "", clock.due if clock else None, paper)


def action_for(case: Case) -> str:
    """The action by which the petitioner may add something now, or an empty string."""
    allowed = {row.action for row in policies.available_actions(Actor.petitioner(), case)}
    return next((action for action in ACTIONS if action in allowed), "")


def was_added(petition_id: uuid.UUID, mark: str) -> bool:
    """Whether what bears this mark was added to the case within a day: the button was pressed twice."""
    return bool(mark) and IdempotentAnswer.objects.filter(key_hash=_added_hash(petition_id, mark)).exists()


def _added_hash(petition_id: uuid.UUID, mark: str) -> str:
    return keyed_hash("material", f"{petition_id}:{mark}")


def add(
    petition_id: uuid.UUID,
    text: str,
    files: Sequence[keeping.Storable],
    mark: str = "",
    now: datetime.datetime | None = None,
) -> None:
    """Add words and files to a case; with a ``mark`` of what was sent, once. Raises ``NotAllowed`` on a closed case,
    ``RuleViolation`` when it is too much."""
    moment = now or timezone.now()
    kept: list[Attachment] = []
    with keeping.all_or_nothing(kept), transaction.atomic():
        case = load(petition_id, lock=True)
        if was_added(petition_id, mark):  # by the press that held the lock
            return
        action = action_for(case)
        if not action:
            raise NotAllowed("add_material", case.petition.state)
        require_room(case, len(files))
        perform(petition_id, action, Actor.petitioner(), now=moment, text=text, files=len(files))
        kept.extend(keeping.attach(case.petition, files, moment))
        if mark:
            IdempotentAnswer.objects.create(
                key_hash=_added_hash(petition_id, mark), answer="", created_at=moment
            )


def require_room(case: Case, more: int = 0) -> None:
    """Raises ``RuleViolation`` when the case holds as many texts, or with ``more`` files as many of them, as it can."""
    full = case.petition.attachments.filter(from_petitioner=True).count() + more > keeping.MOST_IN_A_CASE
    if full or case.petition.texts.filter(author=None).count() >= MOST_TEXTS:
        raise RuleViolation(
            ("", _("This case holds as much as it can. Please bring the rest to the office."))
        )
