"""What a second person decides: sending back, a name in full, publication."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

from .. import checks, policies
from ..choices import State
from ..errors import RuleViolation
from ..models import Case, Notice, Person
from ..rules import MOST_MONTHS, months_after, take_down_day
from .core import finish, load, remark, require

NO_COMMENT = "comment"


@transaction.atomic
def send_back(
    notice_id: uuid.UUID, actor: User, comment: str, *, seen: int | None = None,
    now: datetime.datetime | None = None,
) -> Notice:  # fmt: skip
    """Give a notice back to its drafters, with what to change; a scheduled one too, until its moment has come.

    Names that were approved in full need it again: what stands around them may be other.
    """
    moment = now or timezone.now()
    notice = load(notice_id, seen)
    waits = notice.published_at is not None and notice.published_at > moment
    states = [State.SUBMITTED, State.PUBLISHED] if waits else [State.SUBMITTED]
    require(policies.is_head(actor, notice), *states, notice=notice)
    if not comment.strip():
        raise RuleViolation((NO_COMMENT, _("Write what is to be changed.")))
    before = notice.state
    notice.state, notice.published_at, notice.take_down_on = State.DRAFT, None, None
    notice.cases.update(take_down_on=None)
    Person.objects.filter(case__notice=notice).update(in_full_by=None)
    remark(notice, "send_back", comment.strip(), actor, moment)
    finish(notice, "send_back", actor, moment, before=before, text=comment.strip())
    return notice


@transaction.atomic
def approve_name(
    notice_id: uuid.UUID, person_id: uuid.UUID, actor: User, *, seen: int | None = None,
    now: datetime.datetime | None = None,
) -> Notice:  # fmt: skip
    """Allow that a person is named in full (公开实名). Never by anybody who wrote any of the notice."""
    notice = load(notice_id, seen)
    require(policies.may_publish(actor, notice), State.SUBMITTED, notice=notice)
    changed = Person.objects.filter(pk=person_id, case__notice=notice, in_full=True).update(in_full_by=actor)
    if not changed:
        raise RuleViolation(("", _("Nobody asked to name this person in full.")))
    finish(notice, "approve_name", actor, now or timezone.now(), person=person_id)
    return notice


@transaction.atomic
def publish(
    notice_id: uuid.UUID, actor: User, *, publish_at: datetime.datetime | None = None,
    seen: int | None = None, now: datetime.datetime | None = None,
) -> Notice:  # fmt: skip
    """Publish a notice now or at a moment to come, each case with the day on which it comes down.

    Raises ``RuleViolation`` if anything is there that may not be published, or a day makes no sense.
    """
    moment = now or timezone.now()
    notice = load(notice_id, seen)
    require(policies.may_publish(actor, notice), State.SUBMITTED, notice=notice)
    RuleViolation.gather(checks.problems(notice, timezone.localdate(moment)))
    notice.published_at = max(publish_at or moment, moment)
    day = timezone.localdate(notice.published_at)
    cases = list(notice.cases.all())
    RuleViolation.gather(problem for case in cases for problem in _wrong_day(case, day))
    for case in cases:
        case.take_down_on = proposed(case, day)
        case.save(update_fields=["take_down_on"])
    notice.take_down_on = max(case.take_down_on for case in cases if case.take_down_on)
    notice.state = State.PUBLISHED
    notice.announced = notice.published_at <= moment
    action = "publish" if notice.announced else "schedule"
    finish(
        notice, action, actor, moment, before=State.SUBMITTED, public=notice.announced,
        publish_at=notice.published_at.strftime("%Y-%m-%dT%H:%M"), take_down_on=notice.take_down_on,
    )  # fmt: skip
    return notice


def proposed(case: Case, published_on: datetime.date) -> datetime.date:
    """The day on which a case comes down: as somebody set it, else by the rule."""
    return case.asked_take_down_on or take_down_day(case.effect_to, published_on)


def _wrong_day(case: Case, published_on: datetime.date) -> list[checks.Problem]:
    day = proposed(case, published_on)
    if published_on < day <= months_after(published_on, MOST_MONTHS):
        return []
    words = _("It comes down after publication, and within five years of it.")
    return [("take_down_on", checks.in_case(case, words))]
