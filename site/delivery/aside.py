"""Setting aside what was given up: an operator has dealt with it, and the list of what waits for one is short again.

Nothing is lost by it: the message stays, can be found, put back among those given up, and sent again. Each step is an
event, with who took it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from delivery.models import OutboxMessage
from records import events

KIND = "message"
State = OutboxMessage.State


def set_aside(messages: QuerySet[OutboxMessage], reason: str, by: User) -> int:
    """Set aside those of some messages that were given up. Returns how many.

    ``reason`` is one of ``OutboxMessage.Reason``; anything else raises ``ValueError``.
    """
    reason = OutboxMessage.Reason(reason).value
    return _move(messages, State.DEAD, State.ASIDE, by, "set_aside", {"reason": reason}, aside_reason=reason)


def put_back(messages: QuerySet[OutboxMessage], by: User) -> int:
    """Put those that were set aside among the given-up ones again. Returns how many."""
    return _move(messages, State.ASIDE, State.DEAD, by, "put_back", {}, aside_reason="")


def object_id(message: OutboxMessage) -> uuid.UUID:
    """The id under which events tell of a message: made of its key, which names it once and for all."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"outbox:{message.key}")


def _move(
    messages: QuerySet[OutboxMessage],
    before: State,
    after: State,
    by: User,
    action: str,
    data: Mapping[str, str],
    **values: str,
) -> int:
    with transaction.atomic():
        rows = messages.filter(state=before).select_for_update(of=("self",)).only("pk", "key")
        chosen = {row.pk: object_id(row) for row in rows}
        for about in chosen.values():
            events.record(
                KIND,
                about,
                action,
                actor_kind="staff",
                actor_id=by.uuid,
                before=before.value,
                after=after.value,
                data=data,
            )
        OutboxMessage.objects.filter(pk__in=list(chosen)).update(state=after, **values)
    return len(chosen)
