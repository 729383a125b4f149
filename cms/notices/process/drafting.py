"""Writing a notice, and putting it before the head."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from regions.models import Organisation

from .. import checks, policies
from ..choices import State
from ..errors import NotAllowed, RuleViolation
from ..models import Case, Notice, Person
from ..naming import plain
from ..rules import effect_end
from .core import finish, load, require


@dataclass(frozen=True)
class PersonData:
    """Somebody whom a case is about. ``in_full`` only asks: a second person approves it."""

    name: str
    post: str
    post_kind: str
    in_full: bool = False


@dataclass(frozen=True)
class CaseData:
    """One case. ``take_down_on`` is empty for the day that the rule gives."""

    unit: Organisation
    problem: str
    facts: str = ""
    persons: Sequence[PersonData] = ()
    period_from: datetime.date | None = None
    period_to: datetime.date | None = None
    amount: Decimal | None = None
    measures: Sequence[str] = ()
    ruling: str = ""
    decided_on: datetime.date | None = None
    decided_by: str = ""
    basis: str = ""
    effect_to: datetime.date | None = None
    take_down_on: datetime.date | None = None


@dataclass(frozen=True)
class NoticeData:
    """A notice as its drafter wrote it."""

    title: str
    number: str = ""
    drive: str = ""
    approved_by: str = ""
    approved_on: datetime.date | None = None
    opening: str = ""
    closing: str = ""
    cases: Sequence[CaseData] = field(default_factory=tuple)


@transaction.atomic
def create(
    actor: User, issuer: Organisation, data: NoticeData, *, now: datetime.datetime | None = None
) -> Notice:
    """Begin a notice of a body in which the actor works. Raises ``NotAllowed``."""
    if not policies.bodies(actor).filter(pk=issuer.pk).exists():
        raise NotAllowed
    notice = Notice.objects.create(issuer=issuer, title=data.title)
    _write(notice, data)
    notice.authors.add(actor)
    finish(notice, "draft", actor, now or timezone.now(), cases=len(data.cases))
    return notice


@transaction.atomic
def save(
    notice_id: uuid.UUID, actor: User, data: NoticeData, *, seen: int | None = None,
    now: datetime.datetime | None = None,
) -> Notice:  # fmt: skip
    """Write a draft anew; the writer becomes one of its authors. Raises ``NotAllowed`` or ``Conflict``."""
    notice = load(notice_id, seen)
    require(policies.is_member(actor, notice), State.DRAFT, notice=notice)
    _write(notice, data)
    notice.authors.add(actor)
    finish(notice, "save", actor, now or timezone.now(), cases=len(data.cases))
    return notice


@transaction.atomic
def submit(
    notice_id: uuid.UUID, actor: User, *, seen: int | None = None, now: datetime.datetime | None = None
) -> Notice:
    """Put a draft before the head. Raises ``RuleViolation`` with all that is missing or may not be there."""
    moment = now or timezone.now()
    notice = load(notice_id, seen)
    require(policies.is_member(actor, notice), State.DRAFT, notice=notice)
    for case in notice.cases.filter(effect_to=None, decided_on__isnull=False):
        assert case.decided_on is not None
        case.effect_to = effect_end(case.decided_on, case.measures)
        case.save(update_fields=["effect_to"])
    RuleViolation.gather(checks.problems(notice, timezone.localdate(moment)))
    notice.state = State.SUBMITTED
    notice.authors.add(actor)
    finish(notice, "submit", actor, moment, before=State.DRAFT)
    return notice


def _write(notice: Notice, data: NoticeData) -> None:
    """The draft as it was given: its cases are written anew, since nothing refers to a case before publication."""
    for name in ("title", "number", "drive", "approved_by", "approved_on", "opening", "closing"):
        setattr(notice, name, getattr(data, name))
    notice.cases.all().delete()
    for place, given in enumerate(data.cases, start=1):
        names = ("unit", "problem", "facts", "period_from", "period_to", "amount", "ruling",
                 "decided_on", "decided_by", "basis", "effect_to")  # fmt: skip
        case = Case.objects.create(
            notice=notice,
            position=place,
            measures=list(given.measures),
            asked_take_down_on=given.take_down_on,
            **{name: getattr(given, name) for name in names},
        )
        for number, person in enumerate(given.persons, start=1):
            Person.objects.create(
                case=case, position=number, name=plain(person.name), post=person.post,
                post_kind=person.post_kind, in_full=person.in_full,
            )  # fmt: skip
