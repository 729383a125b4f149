"""Query passwords (查询密码): proving one, and giving a new one for a lost one."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import numbers, policies
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.identity import IDENTITY_PAPERS
from intake.petitions.models import Petition, Petitioner
from intake.petitions.policies import Actor
from intake.routing.models import PetitionClass
from privacy.access import record_access
from privacy.crypto import blind_index, same
from records import events
from regions.models import Organisation

from . import notices
from .case import Case, load
from .core import KIND
from .intake import password_hash


def prove(typed_number: str, typed_password: str) -> Petition | None:
    """The case that number and password open together, or None. Either being wrong costs the same work."""
    number = numbers.read_number(typed_number) or ""
    given = password_hash(typed_password)
    nobodys = password_hash("")
    row = Petition.objects.filter(number=number).values_list("pk", "password_hash").first()
    right = same(row[1] if row else nobodys, given)
    if row is None or not right:
        return None
    # The texts are read and deciphered only now: how long that takes must not tell that the number exists.
    return Petition.objects.filter(pk=row[0]).select_related("region", "category").first()


def cases_of_phone(phone: str) -> QuerySet[Petition]:
    """The cases, newest first, of which writer or contact gave this phone: no accusations, no anonymous ones."""
    rows = Petition.objects.filter(petitioners__phone_index=blind_index("phone", phone))
    rows = rows.exclude(petition_class=PetitionClass.ACCUSATION)
    return rows.order_by("-submitted_at", "pk").distinct()


def renew(petition: Petition, now: datetime.datetime | None = None) -> str:
    """Give a case a new query password; the old one dies. Returns the new one, to be shown or sent once."""
    with transaction.atomic():
        return _renew(load(petition.pk, lock=True), now or timezone.now(), actor_kind="petitioner")


def renew_in_person(
    petition_id: uuid.UUID, actor: Actor, *, person: int, paper: str, now: datetime.datetime | None = None
) -> str:
    """Give a new query password to a petitioner who stands at the counter and showed an identity paper.

    ``person`` is the position of the contact whose name it bears, ``paper`` its kind. Only the intake office does
    this: the petition office, for an accusation the discipline intake. Whoever gave a phone or mail is told, in case
    it was somebody else who came. Returns the password, to be shown once.

    Raises ``NotFound``, ``NotAllowed`` where no name can be compared (anonymous cases), or ``RuleViolation``.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        case = load(petition_id, lock=True)
        if actor.user is None or not policies.roles_of(actor, case):
            raise NotFound
        known = named(case)
        if not policies.may_renew_password(actor, case) or not known:
            raise NotAllowed("renew_password", case.petition.state)
        RuleViolation.gather(
            problem
            for problem, wrong in (
                (("person", _("Choose whose paper you saw.")), person not in {row.position for row in known}),
                (("paper", _("Choose which paper you saw.")), paper not in dict(IDENTITY_PAPERS)),
            )
            if wrong
        )
        return _hand_over(case, actor.user, case.intake, person, paper, moment)


def renew_at_desk(
    petition: Petition,
    user: User,
    organisation: Organisation,
    *,
    person: int,
    paper: str,
    now: datetime.datetime,
) -> str:
    """The same at a desk that is not the case's intake office, for whom ``checking`` has just let in. Inside its
    transaction."""
    return _hand_over(load(petition.pk, lock=True), user, organisation, person, paper, now)


def _hand_over(
    case: Case, user: User, organisation: Organisation, person: int, paper: str, now: datetime.datetime
) -> str:
    petition = case.petition
    record_access(user, KIND, petition.pk, "new query password")
    password = _renew(
        case,
        now,
        actor_kind="staff",
        actor_id=user.uuid,
        organisation_code=organisation.code,
        data={"person": person, "paper": paper},
    )
    people = list(petition.petitioners.all())
    notices.tell_petitioner(petition, people, "case_changed", f"password:{petition.pk}:{now}")
    return password


def named(case: Case) -> list[Petitioner]:
    """The contacts of a case whose names an identity paper can be compared with."""
    return [person for person in case.petition.petitioners.all() if person.name.strip()]


def _renew(case: Case, now: datetime.datetime, **event: Any) -> str:
    password = numbers.draw_password()
    petition = case.petition
    petition.password_hash = password_hash(password)
    petition.password_changed_at = now
    petition.save(update_fields=["password_hash", "password_changed_at"])
    events.record(
        KIND, petition.pk, "password_changed", before=petition.state, after=petition.state, at=now, **event
    )
    return password
