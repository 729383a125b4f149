"""The access log: every look at what is covered or sealed leaves who, of what, when and why."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Protocol

from django.utils import timezone

from privacy.models import LONGEST_PURPOSE, AccessRecord


class Person(Protocol):
    """A signed-in user: known to this room by its lasting id alone."""

    uuid: uuid.UUID


def record_access(user: Person, kind: str, object_id: uuid.UUID, purpose: str) -> None:
    """Note that ``user`` sees personal data of an object. Call it before showing: no record, no look.

    ``purpose`` is a code or a short reason without personal data. Raises ``ValueError`` when it is empty or
    too long.
    """
    _require(purpose)
    AccessRecord.objects.create(user=user.uuid, kind=kind, object_id=object_id, purpose=purpose)


def record_accesses(
    user: Person,
    kind: str,
    object_ids: Iterable[uuid.UUID],
    purpose: str,
    *,
    once_in: datetime.timedelta | None = None,
) -> None:
    """Note that ``user`` sees several objects at once, as in a list. Asks the database twice, however many they are.

    With ``once_in``, an object that the user already saw for this purpose within that time is not noted again: a list
    that is leafed through back and forth is one look. Call it before showing, as ``record_access``.
    """
    _require(purpose)
    wanted = list(dict.fromkeys(object_ids))
    if once_in is not None:
        known = AccessRecord.objects.filter(object_id__in=wanted, user=user.uuid, kind=kind, purpose=purpose)
        noted = set(known.filter(at__gte=timezone.now() - once_in).values_list("object_id", flat=True))
        wanted = [one for one in wanted if one not in noted]
    AccessRecord.objects.bulk_create(
        AccessRecord(user=user.uuid, kind=kind, object_id=one, purpose=purpose) for one in wanted
    )


def _require(purpose: str) -> None:
    if not purpose.strip() or len(purpose) > LONGEST_PURPOSE:
        raise ValueError("an access needs a purpose of at most 200 characters")
