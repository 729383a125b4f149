"""What the page of a closed case shows of a request to open it again: the petitioner's words, and by when to answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from intake.petitions.models import Deadline
from intake.petitions.process.case import Case
from intake.petitions.process.core import KIND
from intake.petitions.process.reopening import RULE
from records import events

from .veil import Veil


@dataclass(frozen=True)
class Asked:
    """A request that waits for its answer."""

    at: datetime.datetime
    words: str
    clock: Deadline | None


def asked(case: Case, veil: Veil) -> Asked | None:
    """The request to open the case again that waits for an answer."""
    petition = case.petition
    if petition.reopen_asked_at is None:
        return None
    made = events.history(KIND, petition.pk).filter(action="ask_reopen").order_by("-id").first()
    text = petition.texts.filter(event=made.pk).first() if made else None
    clock = petition.deadlines.open().filter(rule=RULE).first()
    return Asked(petition.reopen_asked_at, veil.text(text.text if text else ""), clock)
