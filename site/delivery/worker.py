"""What a worker does when it wakes: empties the outbox, one drain at a time in a process."""

from __future__ import annotations

import threading
import time

from django.db.models import Q

from delivery import heartbeat, outbox

NAME = "worker"

# A drain that never ended would keep the worker from everything else; the next tick goes on where it stopped.
LONGEST_RUN_SECONDS = 20.0
BEAT_SECONDS = 5.0
# Text messages and the rest have their turn, then mails, until nothing is due: so many messages, so long, at a time.
STEP = 50
TURN_SECONDS = 5.0
# While messages come in one by one, a short pause gathers some of them: each time they are taken costs the database a
# synced write, and every petition that is being filed waits for that.
GATHER_SECONDS = 0.1
# A mail server may be slow, and nobody waits for a mail at a screen. A code that comes as a text message holds minutes.
MAILS = Q(topic="mail")

_draining = threading.Lock()


def run_once() -> int:
    """Beat, then handle everything that is due. Returns the messages handled.

    When another thread of this process is draining already, it will find the new messages too: nothing to do.
    """
    heartbeat.beat(NAME)
    if not _draining.acquire(blocking=False):
        return 0
    try:
        return _Run().drain_all()
    finally:
        _draining.release()


class _Run:
    """One waking of the worker: it ends in time, whatever is due, and shows all along that it lives."""

    def __init__(self) -> None:
        self._beaten = time.monotonic()
        self._end = self._beaten + LONGEST_RUN_SECONDS
        self._turn_end = self._end

    def drain_all(self) -> int:
        handled = 0
        while time.monotonic() < self._end:
            done = self._turn(~MAILS) + self._turn(MAILS)
            if not done:
                break
            handled += done
            if done < STEP:
                time.sleep(GATHER_SECONDS)
        return handled

    def _turn(self, which: Q) -> int:
        self._turn_end = min(self._end, time.monotonic() + TURN_SECONDS)
        return outbox.drain(limit=STEP, which=which, go_on=self._goes_on).handled

    def _goes_on(self) -> bool:
        now = time.monotonic()
        if now - self._beaten >= BEAT_SECONDS:
            heartbeat.beat(NAME)
            self._beaten = now
        return now < self._turn_end
