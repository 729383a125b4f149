"""The parts of the page of one case, as its templates read them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from intake.petitions.models import Accused, Approval
from intake.petitions.transitions import Transition
from regions.models import Organisation

from . import labels
from .forms import ActionForm


@dataclass(frozen=True)
class Step:
    """An action on the page: its words, and its form where that stands open beside the case."""

    row: Transition
    words: labels.ActionWords
    form: ActionForm | None
    main: bool


@dataclass(frozen=True)
class Candidate:
    """A unit that was proposed, and why."""

    unit: Organisation
    reason: str
    first: bool


@dataclass(frozen=True)
class NamedParty:
    """One of those complained of, with the forms that decide on it."""

    row: Accused
    person: str
    mention: str
    confirm: ActionForm | None
    clear: ActionForm | None


@dataclass(frozen=True)
class Objection:
    """What the unit objected (异议), while the sender has not decided on it."""

    unit: Organisation
    at: datetime.datetime
    reason: str


@dataclass(frozen=True)
class Judgement:
    """One of the petitioner's ratings, with the words that came with it."""

    subject: str
    value: str
    strong: bool
    text: str
    at: datetime.datetime


@dataclass(frozen=True)
class Request:
    """The approval that is asked for, as its asker and its approver read it."""

    row: Approval
    action: str
    reason: str
    parts: list[tuple[str, str]]
    readable: bool
    grant: ActionForm | None
    refuse: ActionForm | None
    withdraw: ActionForm | None
