"""What every command shares: the lock, the version that was seen, the record, the word to the search."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from accounts.models import User
from records import events
from search import indexing

from ..choices import State
from ..errors import Conflict, NotAllowed
from ..models import Notice, Remark

KIND = "notice"


def load(notice_id: uuid.UUID, seen: int | None = None) -> Notice:
    """The notice, locked until the transaction ends. Raises ``Conflict`` if it is not the version that was seen."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=notice_id)
    if seen is not None and seen != notice.version:
        raise Conflict
    return notice


def require(allowed: bool, *states: str, notice: Notice) -> None:
    """Raise ``NotAllowed`` unless the person may and the notice is in one of the states."""
    if not allowed or notice.state not in states:
        raise NotAllowed


def require_standing(allowed: bool, notice: Notice, now: datetime.datetime) -> None:
    """Raise ``NotAllowed`` unless the person may and the public reads the notice now: a scheduled one is sent back."""
    require(allowed, State.PUBLISHED, notice=notice)
    if notice.published_at is None or notice.published_at > now:
        raise NotAllowed


def finish(
    notice: Notice,
    action: str,
    actor: User | None,
    now: datetime.datetime,
    *,
    before: str = "",
    text: str = "",
    public: bool = False,
    **codes: Any,
) -> None:
    """Store the notice one version on and record what happened; ``public`` where the public sees a difference."""
    notice.version += 1
    if public:
        notice.changed_at = now
    notice.save()
    events.record(
        KIND,
        notice.pk,
        action,
        actor_kind="staff" if actor else "system",
        actor_id=actor.uuid if actor else None,
        organisation_code=notice.issuer.code,
        before=before or notice.state,
        after=notice.state,
        data=codes,
        text=text,
        at=now,
    )
    if public:
        indexing.changed(KIND, str(notice.pk))


def remark(notice: Notice, action: str, text: str, actor: User, now: datetime.datetime) -> None:
    """Keep what one of the staff wrote, beside the event, which keeps no text."""
    Remark.objects.create(notice=notice, action=action, text=text, author=actor, at=now)
