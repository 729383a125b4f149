"""Recording what happened, and reading it back. The only writer of ``Event``."""

from __future__ import annotations

import datetime
import hashlib
import re
import secrets
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from privacy.crypto import same
from records.models import Event

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/-]{0,63}")
PERSONAL_NUMBER = re.compile(r"(?:\+?86)?1[3-9]\d{9}|\d{17}[\dXx]")
MAX_ITEMS = 100


class NotACode(ValueError):
    """An event was given something that is not a code, an id, a date, a number or a yes/no."""


def record(
    kind: str,
    object_id: uuid.UUID,
    action: str,
    *,
    actor_kind: str,
    actor_id: uuid.UUID | None = None,
    organisation_code: str = "",
    before: str = "",
    after: str = "",
    data: Mapping[str, Any] | None = None,
    text: str = "",
    at: datetime.datetime | None = None,
) -> Event:
    """Write one event, in the transaction of the change that it tells of.

    ``data`` takes codes, ids, dates, numbers and yes/no, or lists of them; anything else raises
    ``NotACode``, so that no free text and no personal data can get into rows that nobody can erase. ``text``
    (a reason, a reply) is not stored: the event keeps a salted digest, by which ``matches`` later tells
    whether a text was the one. ``at`` is the moment of the change that it tells of, now by default.
    """
    for code in (kind, action, actor_kind):
        _require_code(code)
    for code in filter(None, (organisation_code, before, after)):
        _require_code(code)
    salt = secrets.token_hex(16) if text else ""
    return Event.objects.create(
        at=at or timezone.now(),
        kind=kind,
        object_id=object_id,
        action=action,
        actor_kind=actor_kind,
        actor_id=actor_id,
        organisation_code=organisation_code,
        before=before,
        after=after,
        data=_plain(data or {}),
        salt=salt,
        digest=_digest(salt, text) if text else "",
    )


def history(kind: str, object_id: uuid.UUID) -> QuerySet[Event]:
    """All events of an object, oldest first."""
    return Event.objects.filter(kind=kind, object_id=object_id).order_by("id")


def matches(event: Event, text: str) -> bool:
    """Whether ``text`` is what the event was recorded with."""
    return bool(event.digest) and same(event.digest, _digest(event.salt, text))


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` as JSON takes it, every key and value checked."""
    plain = {}
    for name, value in data.items():
        _require_code(name)
        if isinstance(value, list | tuple):
            if len(value) > MAX_ITEMS:
                raise NotACode(f"{name}: at most {MAX_ITEMS} items")
            plain[name] = [_scalar(name, item) for item in value]
        else:
            plain[name] = _scalar(name, value)
    return plain


def _scalar(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, int | float | Decimal | uuid.UUID):
        value = value if isinstance(value, int | float) else str(value)
        _require_code(str(value).lstrip("-"), name)
        return value
    if isinstance(value, str):
        if value:
            _require_code(value, name)
        return str(value)
    raise NotACode(f"{name}: {type(value).__name__} is not for events")


def _require_code(value: str, name: str = "") -> None:
    """Raises ``NotACode``, which never repeats the value."""
    if not CODE.fullmatch(value) or PERSONAL_NUMBER.fullmatch(value):
        raise NotACode(f"{name or 'a name'}: only codes, ids, dates and numbers are kept in events")
