"""Serving a petitioner who stands at a desk with an identity paper (核验身份): a status page, papers, a new password.

The clerk types what stands on the paper, and the number of the case or the telephone; the site compares. Whatever does
not fit, the answer is the same: no such case, a report of wrongdoing, one without a name, one that this clerk may not
know of, another name, another paper. Each check is recorded with the kind of paper, never its number, whether or not
there was a case; on a case that was found it stands in the history, and its telephone is told, in case it was somebody
else who came.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import desks, numbers
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import IdentityCheck, Notice, Petition, Petitioner
from privacy.access import record_access
from privacy.crypto import Undecipherable, blind_index, decrypt, encrypt
from privacy.normalising import folded
from records import events
from regions.models import Organisation

from . import delivering, notices, passwords
from .case import Case, load
from .core import KIND

# How long a clerk may serve who was checked, before the paper has to be looked at again.
GOOD_FOR = datetime.timedelta(minutes=15)
MOST_CASES = 20
HOUR = datetime.timedelta(hours=1)
GIVEN_ALREADY = _(
    "A new password was given since this paper was looked at. "
    "Another one ends it: the slip handed over is then no good."
)
TOO_MANY = _("You have looked at very many papers within an hour. Wait a while, or ask a colleague.")


@dataclass(frozen=True)
class Shown:
    """What stands on the paper, and by what the case is looked for: its number, or the telephone."""

    name: str
    paper: str
    id_number: str
    number: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Pass:
    """Leave to serve one person for a quarter of an hour: which cases, and as which of their contacts."""

    user: uuid.UUID
    paper: str
    cases: dict[str, int]
    until: datetime.datetime

    def sealed(self) -> str:
        """For a form of the page: nobody but the server can read or make it."""
        kept = [str(self.user), self.paper, self.cases, self.until.isoformat()]
        return encrypt(json.dumps(kept)).decode("ascii")


def check(shown: Shown, user: User, now: datetime.datetime) -> Pass | None:
    """Leave to serve the person whose paper this is; None where nothing fits. Recorded in any case.

    Raises ``NotAllowed`` for who has no such desk, ``RuleViolation`` for too many in an hour.
    """
    desk = desks.identity_desk(user)
    if desk is None:
        raise NotAllowed("check_identity")
    if checks_within(user, now) >= settings.SUNSHINE_IDENTITY_CHECKS_PER_HOUR:
        raise RuleViolation(("", TOO_MANY))
    with transaction.atomic():
        IdentityCheck.objects.create(user=user, organisation=desk, paper=shown.paper, checked_at=now)
        found = _found(shown, user)
        for person in found:
            _record(person, shown.paper, user, desk, now)
    cases = {str(person.petition_id): person.position for person in found}
    return Pass(user.uuid, shown.paper, cases, now + GOOD_FOR) if cases else None


def checks_within(user: User, now: datetime.datetime) -> int:
    """How many papers the clerk has looked at in the hour before now."""
    return IdentityCheck.objects.filter(user=user, checked_at__gt=now - HOUR).count()


def _found(shown: Shown, user: User) -> list[Petitioner]:
    """The contacts that the paper fits, one of each case, the newest cases first."""
    cases = desks.served(user)
    rows = Petitioner.objects.filter(petition__in=cases).select_related("petition__region")
    index = blind_index("id_number", shown.id_number)
    if shown.number:
        rows = rows.filter(petition__number=numbers.read_number(shown.number) or "")
        rows = rows.filter(id_index__in=["", index])
    else:
        # Many share a telephone: here the number of the paper has to be one that the case holds.
        rows = rows.filter(phone_index=blind_index("phone", shown.phone), id_index=index)
    rows = rows.order_by("-petition__submitted_at", "petition", "position")
    found: dict[uuid.UUID, Petitioner] = {}
    for person in rows[: MOST_CASES * 5]:
        if _plain(person.name) == _plain(shown.name):
            found.setdefault(person.petition_id, person)
    first = list(found.values())[:MOST_CASES]
    known = {petition.pk for petition in desks.open_to((person.petition for person in first), user)}
    return [person for person in first if person.petition_id in known]


def _plain(name: str) -> str:
    return "".join(folded(name).split()).casefold()


def _record(person: Petitioner, paper: str, user: User, desk: Organisation, now: datetime.datetime) -> None:
    petition = person.petition
    record_access(user, KIND, petition.pk, "identity check at a desk")
    events.record(
        KIND,
        petition.pk,
        "identity_checked",
        actor_kind="staff",
        actor_id=user.uuid,
        organisation_code=desk.code,
        before=petition.state,
        after=petition.state,
        data={"paper": paper, "person": person.position},
        at=now,
    )
    people = list(petition.petitioners.all())
    notices.tell_petitioner(petition, people, "case_changed", f"identity:{petition.pk}:{now}")


def opened(token: str, user: User, now: datetime.datetime) -> Pass:
    """The pass that a form carries. Raises ``NotFound`` for one that is over, somebody else's, or none of ours."""
    try:
        holder, paper, cases, until = json.loads(decrypt(token.encode("ascii", "replace")))
    except (Undecipherable, ValueError):
        raise NotFound from None
    found = Pass(uuid.UUID(holder), paper, cases, datetime.datetime.fromisoformat(until))
    if found.user != user.uuid or now >= found.until:
        raise NotFound
    return found


def cases_of(leave: Pass, user: User) -> list[Petition]:
    """The cases that the pass is good for and that may still be spoken of here, newest first."""
    found = desks.served(user).filter(pk__in=leave.cases).select_related("region", "category", "owner")
    return desks.open_to(found.order_by("-submitted_at", "pk"), user)


@contextmanager
def serving(leave: Pass, petition_id: str, user: User) -> Iterator[tuple[Case, Organisation]]:
    """One case of a pass, held while something is done for its petitioner, and the desk at which it is done.

    Asked anew each time: it may have become one that the clerk may not know of. Raises ``NotFound``.
    """
    desk = desks.identity_desk(user)
    if desk is None or petition_id not in leave.cases:
        raise NotFound
    with transaction.atomic():
        case = load(uuid.UUID(petition_id), lock=True)
        served = desks.served(user).filter(pk=case.petition.pk).exists()
        if not served or not desks.open_to([case.petition], user):
            raise NotFound
        yield case, desk


def look(leave: Pass, petition_id: str, user: User) -> Case:
    """The case, to print how it stands as its petitioner may see it. The look is recorded."""
    with serving(leave, petition_id, user) as (case, _desk):
        record_access(user, KIND, case.petition.pk, "status page for the petitioner")
        return case


def new_password(
    leave: Pass, petition_id: str, user: User, now: datetime.datetime, *, again: bool = False
) -> tuple[Petition, str]:
    """A new query password for who was checked; the old one dies. To be shown once.

    Raises ``RuleViolation`` where there was a new one since the paper was looked at, unless it is wanted ``again``: a
    second press would end the slip that was just handed over.
    """
    with serving(leave, petition_id, user) as (case, desk):
        changed = case.petition.password_changed_at
        if changed is not None and changed >= leave.until - GOOD_FOR and not again:
            raise RuleViolation(("", GIVEN_ALREADY))
        person = leave.cases[petition_id]
        password = passwords.renew_at_desk(
            case.petition, user, desk, person=person, paper=leave.paper, now=now
        )
        return case.petition, password


def hand_over(
    leave: Pass, petition_id: str, notice_id: uuid.UUID, user: User, now: datetime.datetime
) -> Notice:
    """A paper goes over the counter: noted as received today, for which it is then shown to be printed."""
    with serving(leave, petition_id, user) as (case, desk):
        return delivering.hand_over(case, notice_id, user, desk, now)
