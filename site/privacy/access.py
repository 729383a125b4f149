"""The access log: every unmasking of personal data leaves who, of what, when and why."""

from __future__ import annotations

import uuid
from typing import Protocol

from privacy.models import LONGEST_PURPOSE, AccessRecord


class Person(Protocol):
    """A signed-in user: known to this room by its lasting id alone."""

    uuid: uuid.UUID


def record_access(user: Person, kind: str, object_id: uuid.UUID, purpose: str) -> None:
    """Note that ``user`` sees personal data of an object. Call it before showing: no record, no look.

    ``purpose`` is a code or a short reason without personal data. Raises ``ValueError`` when it is empty or
    too long.
    """
    if not purpose.strip() or len(purpose) > LONGEST_PURPOSE:
        raise ValueError("an access needs a purpose of at most 200 characters")
    AccessRecord.objects.create(user=user.uuid, kind=kind, object_id=object_id, purpose=purpose)
