"""Who may know of which message. That there is one, and when it failed, tells of what it is about.

An operator may work for a unit that a petition complains of. A list that grew by a row when word of that petition could
not be delivered would show to the unit that there is a petition. So a message says what it is about, and the room that
posted it says what is closed to whom; a message all of whose subjects are closed to an operator is, to that operator,
not there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Membership, Role, User
from delivery.models import MessageSubject, OutboxMessage

logger = logging.getLogger("delivery")

# Given a user, the ids of what is closed to that user, as querysets of one column.
Closed = Callable[[Any], Iterable[QuerySet]]

_rooms: list[Closed] = []


def register(closed: Closed) -> None:
    """Have ``closed`` asked, whenever somebody looks for messages, for the subjects that are none of theirs."""
    if closed not in _rooms:
        _rooms.append(closed)


def known_to(user: Any, messages: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Those of some messages that the user may know of: about nothing in particular, or about something not closed."""
    subjects = MessageSubject.objects.filter(message=OuterRef("pk"))
    open_ones = subjects
    for room in _rooms:
        for ids in room(user):
            open_ones = open_ones.exclude(about__in=ids)
    return messages.filter(~Exists(subjects) | Exists(open_ones))


def given_up_unseen() -> bool:
    """Whether a message was given up of which none of today's operators may know; the log says so then.

    It says no more than that: whoever reads it may be one of them.
    """
    unseen = set(OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD).values_list("pk", flat=True))
    for operator in User.objects.filter(pk__in=_operators()):
        if not unseen:
            return False
        dead = OutboxMessage.objects.filter(state=OutboxMessage.State.DEAD)
        unseen -= set(known_to(operator, dead).values_list("pk", flat=True))
    if unseen:
        logger.error(
            "messages were given up of which no operator may know: "
            "somebody outside the units that are complained of needs the role of an operator"
        )
    return bool(unseen)


def _operators() -> QuerySet:
    return Membership.objects.active().filter(role=Role.OPERATOR).values("user_id")
