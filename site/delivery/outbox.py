"""The outbox (发件箱): side effects are rows first, written with their cause, done by whoever drains them.

A drainer takes a few messages under a lease, calls their handlers, and settles them with the next ones it takes. A
drainer that dies leaves a lease that runs out, and the messages are taken again: every message is handled at least
once, and each handler passes the message's key on, so that a receiver that keeps keys sees it once.
"""

from __future__ import annotations

import datetime
import json
import logging
import secrets
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from delivery import doorbell
from delivery.errors import NoHandler, NoTransaction, Undeliverable
from delivery.models import MessageSubject, OutboxMessage

__all__ = ["DrainReport", "NoTransaction", "Undeliverable", "drain", "handles", "post", "requeue"]

logger = logging.getLogger("delivery")

Handler = Callable[[dict, str], None]

# 15 s, doubled each time up to four hours: sixteen attempts span about a day.
MAX_ATTEMPTS = 16
FIRST_DELAY = datetime.timedelta(seconds=15)
LONGEST_DELAY = datetime.timedelta(hours=4)

# Longer than the slowest handler: a mail server may take its ten seconds for each of a dozen steps.
LEASE_SECONDS = 300.0
# How many messages are taken at once, and after how long they are settled, whatever is left of them: each time costs a
# wait for SQLite's one write lock. When a drainer dies, these wait for the end of its lease, and those that it had
# handled are handled again.
BATCH = 16
SETTLE_SECONDS = 0.2
# A handler that failed after so long waits for somebody who is away. Its topic rests, or each message that is due would
# cost another time-out, one after the other, and everything behind them waits.
SLOW_FAILURE_SECONDS = 5.0
REST_SECONDS = 60.0

_handlers: dict[str, Handler] = {}
_resting: dict[str, float] = {}
_random = secrets.SystemRandom()


@dataclass
class DrainReport:
    """What one drain did, in messages. ``lost`` ran over their lease and were settled by somebody else."""

    done: int = 0
    retried: int = 0
    dead: int = 0
    lost: int = 0

    @property
    def handled(self) -> int:
        return self.done + self.retried + self.dead + self.lost


@dataclass(frozen=True)
class Outcome:
    """How a handling ended: without error, with one worth another try, or for good."""

    error: str = ""
    final: bool = False


@dataclass
class Taken:
    """A message in hand, since when it was due, and how its handling ended; None while nobody has tried."""

    message: OutboxMessage
    due: datetime.datetime
    outcome: Outcome | None = None


def post(
    topic: str,
    key: str,
    payload: dict,
    *,
    not_before: datetime.datetime | None = None,
    about: Iterable[uuid.UUID] = (),
) -> OutboxMessage:
    """Leave a message in the outbox, in the transaction of what causes it; it vanishes if that rolls back.

    ``key`` names the effect once and for all: posting it again returns the message that is there. ``about`` are ids of
    what it tells of: if it fails, nobody to whom all of them are closed is shown it (``delivery.knowing``). Raises
    ``NoTransaction`` outside ``atomic()``, and ``ValueError`` when the key belongs to another topic.
    """
    if not connection.in_atomic_block:
        raise NoTransaction("post an outbox message inside transaction.atomic()")
    now = timezone.now()
    body = json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False)
    message = OutboxMessage(
        topic=topic, key=key, payload=body, created_at=now, next_attempt_at=not_before or now
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        message = OutboxMessage.objects.defer("payload").get(key=key)
        if message.topic != topic:
            raise ValueError(f"this key belongs to the topic {message.topic}, not {topic}") from None
    MessageSubject.objects.bulk_create(
        [MessageSubject(message=message, about=subject) for subject in about], ignore_conflicts=True
    )
    transaction.on_commit(doorbell.ring)
    return message


def handles(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that does what messages of ``topic`` ask for.

    It gets the payload and the key, and must do no harm when called twice with one key. Any exception means
    "try again later"; ``Undeliverable`` means "never".
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(topic, handler) is not handler:
            raise ValueError(f"the topic {topic} has a handler already")
        return handler

    return register


def drain(
    limit: int = 200,
    lease_seconds: float = LEASE_SECONDS,
    *,
    which: Q | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> DrainReport:
    """Handle up to ``limit`` messages that are due, oldest first. Safe to run any number of times at once.

    ``lease_seconds`` must be longer than the slowest handler: it is how long a message waits when its worker
    dies. ``which`` narrows the messages; ``go_on`` is asked in each transaction before it takes any.
    """
    report = DrainReport()
    lease = datetime.timedelta(seconds=lease_seconds)
    held: list[Taken] = []
    size = BATCH
    while held or _due(timezone.now(), which).exists():
        with transaction.atomic():
            _settle(held, report)
        size = min(size, limit - report.handled)
        with transaction.atomic():
            held = _take(size, lease, which) if size and go_on() else []
        if not held:
            break
        # One by one as soon as they are slow; more at a time again while they are quick.
        size = min(2 * size, BATCH) if _handle_all(held) else 1
    return report


def requeue(messages: QuerySet[OutboxMessage]) -> int:
    """Give dead messages a fresh set of attempts, from now on. Returns how many; others in the queryset stay
    as they are.
    """
    with transaction.atomic():
        count = messages.filter(state=OutboxMessage.State.DEAD).update(
            state=OutboxMessage.State.PENDING, attempts=0, next_attempt_at=timezone.now(), settled_at=None
        )
        transaction.on_commit(doorbell.ring)
    return count


def delay(attempts: int) -> datetime.timedelta:
    """How long to wait after ``attempts`` failures: doubled each time, capped, spread by a fifth to either
    side.
    """
    steps = min(attempts - 1, 30)
    return min(FIRST_DELAY * 2**steps, LONGEST_DELAY) * _random.uniform(0.8, 1.2)


def _due(now: datetime.datetime, which: Q | None = None) -> QuerySet[OutboxMessage]:
    due = OutboxMessage.objects.filter(which or Q(), next_attempt_at__lte=now)
    resting = _topics_at_rest()
    return (due.exclude(topic__in=resting) if resting else due).order_by("next_attempt_at", "id")


def _topics_at_rest() -> list[str]:
    return [topic for topic, until in _resting.items() if until > time.monotonic()]


def _take(size: int, lease: datetime.timedelta, which: Q | None = None) -> list[Taken]:
    """Lease up to ``size`` of the oldest due messages. In a transaction: on SQLite it holds the write lock, on
    PostgreSQL the rows.

    One that was tried before is taken alone: it may have killed its worker, and the others with it.
    """
    now = timezone.now()
    # The payload stays in the database until it is needed: one that can't be read must not stop the others.
    candidates = _due(now, which).defer("payload").select_for_update(skip_locked=True)
    while found := list(candidates[:size]):
        first = found[0]
        if first.attempts >= MAX_ATTEMPTS:  # each of its workers died over it
            first.state, first.next_attempt_at, first.settled_at = OutboxMessage.State.DEAD, None, now
            first.lease, first.last_error = None, first.last_error or "Abandoned"
            first.save(update_fields=["state", "next_attempt_at", "settled_at", "lease", "last_error"])
            continue
        messages = list(takewhile(lambda message: not message.attempts, found)) or [first]
        values = {"state": OutboxMessage.State.LEASED, "lease": uuid.uuid4(), "next_attempt_at": now + lease}
        OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).update(
            attempts=F("attempts") + 1, **values
        )
        return [_in_hand(message, values) for message in messages]
    return []


def _in_hand(message: OutboxMessage, leased: dict[str, Any]) -> Taken:
    due = message.next_attempt_at
    assert due is not None  # only what is due is taken
    message.attempts += 1
    for name, value in leased.items():
        setattr(message, name, value)
    return Taken(message, due)


def _handle_all(held: list[Taken]) -> bool:
    """Handle one message after the other. False when they took too long, whether or not all had their turn."""
    until = time.monotonic() + SETTLE_SECONDS
    _read_payloads([taken.message for taken in held])
    for taken in held:
        if taken is not held[0] and time.monotonic() >= until:
            return False
        if taken.message.topic not in _topics_at_rest():
            taken.outcome = _handle(taken.message)
    return time.monotonic() < until


def _read_payloads(messages: list[OutboxMessage]) -> None:
    """All in one question. If that fails, each is asked for in its turn, and one that can't be read fails alone."""
    try:
        found = dict(
            OutboxMessage.objects.filter(pk__in=[row.pk for row in messages]).values_list("pk", "payload")
        )
    except Exception:
        return
    for message in messages:
        if message.pk in found:
            message.payload = found[message.pk]


def _handle(message: OutboxMessage) -> Outcome:
    """Call the handler. Only the kind of an error is kept or logged: its words may hold an address or a
    letter.
    """
    began = time.monotonic()
    try:
        handler = _handlers.get(message.topic)
        if handler is None:
            raise NoHandler
        handler(json.loads(message.payload or "null"), message.key)
    except Undeliverable as error:
        outcome = Outcome(error.code, final=True)
    except Exception as error:
        outcome = Outcome(type(error).__name__[:80], final=message.attempts >= MAX_ATTEMPTS)
        if time.monotonic() - began >= SLOW_FAILURE_SECONDS:
            _resting[message.topic] = time.monotonic() + REST_SECONDS
    else:
        return Outcome()
    logger.warning(
        "outbox message %s (%s) failed: %s, attempt %s",
        message.pk,
        message.topic,
        outcome.error,
        message.attempts,
    )
    return outcome


def _settle(held: list[Taken], report: DrainReport) -> None:
    """Write how each ended, if the lease still stands; if not, somebody else has the message and will."""
    now = timezone.now()
    done = [taken.message for taken in held if taken.outcome is not None and not taken.outcome.error]
    if done:
        written = _held(done).update(
            state=OutboxMessage.State.DONE,
            lease=None,
            last_error="",
            payload=None,
            next_attempt_at=None,
            settled_at=now,
        )
        report.done += written
        report.lost += len(done) - written
    for taken in held:
        if taken.outcome is None:
            _give_back(taken)
        elif taken.outcome.error:
            _settle_failed(taken.message, taken.outcome, now, report)


def _held(messages: list[OutboxMessage]) -> QuerySet[OutboxMessage]:
    """Messages of one lease that it still holds."""
    keys = [message.pk for message in messages]
    return OutboxMessage.objects.filter(pk__in=keys, lease=messages[0].lease)


def _give_back(taken: Taken) -> None:
    """Nobody has tried it: it has its place and its attempts as before."""
    _held([taken.message]).update(
        state=OutboxMessage.State.PENDING,
        lease=None,
        next_attempt_at=taken.due,
        attempts=taken.message.attempts - 1,
    )


def _settle_failed(
    message: OutboxMessage, outcome: Outcome, now: datetime.datetime, report: DrainReport
) -> None:
    values: dict[str, Any] = {"lease": None, "last_error": outcome.error}
    if outcome.final:
        values |= {"state": OutboxMessage.State.DEAD, "next_attempt_at": None, "settled_at": now}
    else:
        values |= {"state": OutboxMessage.State.PENDING, "next_attempt_at": now + delay(message.attempts)}
    if not _held([message]).update(**values):
        report.lost += 1
    elif outcome.final:
        report.dead += 1
    else:
        report.retried += 1
