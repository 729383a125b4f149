"""What a worker does when it wakes: empties the outbox, one drain at a time in a process."""

from __future__ import annotations

import threading
import time

from delivery import heartbeat, outbox

NAME = "worker"

# A drain that never ended would keep the worker from everything else; the next tick goes on where it stopped.
LONGEST_RUN_SECONDS = 20.0
# So many messages between two signs of life.
STEP = 50

_draining = threading.Lock()


def run_once() -> int:
    """Beat, then handle everything that is due. Returns the messages handled.

    When another thread of this process is draining already, it will find the new messages too: nothing to do.
    """
    heartbeat.beat(NAME)
    if not _draining.acquire(blocking=False):
        return 0
    try:
        return _drain_all()
    finally:
        _draining.release()


def _drain_all() -> int:
    handled, until = 0, time.monotonic() + LONGEST_RUN_SECONDS
    while time.monotonic() < until:
        report = outbox.drain(limit=STEP)
        if not report.handled:
            break
        handled += report.handled
        heartbeat.beat(NAME)
    return handled
