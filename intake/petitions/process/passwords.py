"""Query passwords (查询密码): proving one, and giving a new one for a lost one."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from intake.petitions import numbers
from intake.petitions.models import Petition
from intake.routing.models import PetitionClass
from privacy.crypto import blind_index, same
from records import events

from .case import load
from .core import KIND
from .intake import password_hash

MOST_CASES = 20


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


def cases_of_phone(phone: str) -> list[Petition]:
    """The latest cases whose writer or contact gave this phone, without accusations; anonymous cases have none."""
    rows = Petition.objects.filter(petitioners__phone_index=blind_index("phone", phone))
    rows = rows.exclude(petition_class=PetitionClass.ACCUSATION)
    return list(rows.order_by("-submitted_at").distinct()[:MOST_CASES])


def renew(petition: Petition, now: datetime.datetime | None = None) -> str:
    """Give a case a new query password; the old one dies. Returns the new one, to be shown or sent once."""
    moment = now or timezone.now()
    password = numbers.draw_password()
    with transaction.atomic():
        case = load(petition.pk, lock=True)
        case.petition.password_hash = password_hash(password)
        case.petition.password_changed_at = moment
        case.petition.save(update_fields=["password_hash", "password_changed_at"])
        events.record(
            KIND,
            petition.pk,
            "password_changed",
            actor_kind="petitioner",
            before=case.petition.state,
            after=case.petition.state,
            at=moment,
        )
    return password
