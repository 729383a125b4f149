"""Noting when a paper reached the petitioner (送达): a signed receipt, the post's, or a centre's counter.

Of everything that counts as receipt the earliest day does (``receipt``): a paper that was handed over before it was
opened on the page, or before its days there were over, was received on that earlier day, and its windows run from it.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.clock.rules import local_day
from intake.petitions import policies
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Notice
from intake.petitions.policies import Actor
from intake.petitions.unsealing import open_papers
from records import events
from regions.models import Organisation

from . import clocks, notices
from .case import Case, load
from .core import KIND
from .receipt import begin_windows, receive_lain, windows_of

SIGNED, POST, CENTRE = "signed", "post", "centre"
# What an office may note. The counter of a centre notes its own.
HOW = ((SIGNED, _("Signed receipt")), (POST, _("Post receipt")))
LABELS = dict(HOW) | {CENTRE: _("Counter of a service centre")}


def deliver(
    petition_id: uuid.UUID,
    notice_id: uuid.UUID,
    actor: Actor,
    *,
    how: str,
    on: datetime.date,
    now: datetime.datetime | None = None,
) -> Notice:
    """Note the day on which a paper reached the petitioner, for the office or unit that holds the case.

    Raises ``NotFound``, ``NotAllowed``, or ``RuleViolation`` for a day before the paper's or still to come.
    """
    with transaction.atomic():
        case = load(petition_id, lock=True)
        if actor.user is None or not case.open_to(policies.keys_of(actor.user)):
            raise NotFound
        paper = _paper(case, notice_id)
        office = policies.delivers_for(actor, case, paper)
        if office is None:
            raise NotAllowed("deliver", case.petition.state)
        if how not in dict(HOW):
            raise RuleViolation(("how", _("Choose what shows that it was received.")))
        return _note(case, paper, actor.user, office, how, on, now or timezone.now())


def hand_over(
    case: Case, notice_id: uuid.UUID, user: User, at: Organisation, now: datetime.datetime
) -> Notice:
    """Note that a paper goes over a centre's counter now. Inside the transaction of ``checking``, which knows who is
    there."""
    return _note(case, _paper(case, notice_id), user, at, CENTRE, local_day(now), now)


def _paper(case: Case, notice_id: uuid.UUID) -> Notice:
    """A paper to the petitioner that may be read now. Raises ``NotFound``."""
    found = open_papers(case.petition).filter(pk=notice_id, to_organisation=None).select_related("issued_by")
    paper = found.first()
    if paper is None:
        raise NotFound
    return paper


def _note(
    case: Case,
    notice: Notice,
    user: User,
    office: Organisation,
    how: str,
    on: datetime.date,
    now: datetime.datetime,
) -> Notice:
    petition = case.petition
    if _is_noted(notice, how, on):
        return notice
    RuleViolation.gather(_problems(notice, on, local_day(now)))
    receive_lain(notice, now)
    if notice.received_at is None or on < local_day(notice.received_at):
        _receive(case, notice, how, on, now)
    events.record(
        KIND,
        petition.pk,
        "delivered",
        actor_kind="staff",
        actor_id=user.uuid,
        organisation_code=office.code,
        before=petition.state,
        after=petition.state,
        data={"notice": notice.pk, "how": how, "on": on},
        at=now,
    )
    people = list(petition.petitioners.all())
    notices.tell_petitioner(petition, people, "case_changed", f"delivered:{notice.pk}:{now}")
    return notice


def _is_noted(notice: Notice, how: str, on: datetime.date) -> bool:
    """Whether just this was noted before: a button that is pressed twice says nothing new."""
    noted = events.history(KIND, notice.petition_id).filter(action="delivered")
    same = {"notice": str(notice.pk), "how": how, "on": on.isoformat()}
    return any(row.data == same for row in noted)


def _problems(notice: Notice, on: datetime.date, today: datetime.date) -> Iterator[tuple[str, Any]]:
    if on > today:
        yield "on", _("This day is still to come.")
    elif on < local_day(notice.issued_at):
        yield "on", _("The paper is of a later day.")


def _receive(case: Case, notice: Notice, how: str, on: datetime.date, now: datetime.datetime) -> None:
    """Make this the receipt. What the reply's windows ran from before, a later day, they run from no more."""
    again = notice.received_at is not None
    notice.received_at = now if on == local_day(now) else _noon(on)
    notice.received_how = how
    notice.save(update_fields=["received_at", "received_how"])
    if not notice.is_reply:
        return
    if not again:
        begin_windows(case, notice, on)
        return
    if _is_answered_again(notice):
        return
    running = case.petition.deadlines.open().filter(rule__in=windows_of(notice, case.petition.state))
    rules = list(running.values_list("rule", flat=True))
    running.update(cancelled_at=now)
    clocks.start(case, rules, on, notice.handling)


def _is_answered_again(notice: Notice) -> bool:
    """Whether a later paper of the kind has opened windows of its own: after a revoked decision, or a reopening."""
    later = Notice.objects.filter(petition=notice.petition_id, code=notice.code, to_organisation=None)
    return later.filter(issued_at__gt=notice.issued_at).exists()


def _noon(day: datetime.date) -> datetime.datetime:
    """A moment of a day of which only the date is known."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
