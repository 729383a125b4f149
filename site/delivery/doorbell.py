"""The doorbell: tells a worker that something was posted. It may fail, be lost or ring twice: the outbox is
the truth.
"""

from __future__ import annotations

import logging
import threading
import time

from celery import current_app

logger = logging.getLogger("delivery")

# One ring wakes a drain that empties the outbox, so a burst needs no more than one a second. A broker that
# does not answer is left alone for a while: nobody's request waits for it twice.
QUIET_SECONDS = 1.0
QUIET_AFTER_FAILURE = 30.0
RING_EXPIRES_SECONDS = 60

_lock = threading.Lock()
_next_ring = 0.0


def ring() -> None:
    """Ask a worker to drain the outbox now. Never raises: a ring that fails costs a few seconds until the
    next drain.
    """
    global _next_ring
    with _lock:
        if time.monotonic() < _next_ring:
            return
        _next_ring = time.monotonic() + QUIET_SECONDS
    try:
        current_app.send_task("delivery.drain", expires=RING_EXPIRES_SECONDS, ignore_result=True, retry=False)
    except Exception as error:  # whatever is wrong with the broker, what was posted is safe in the outbox
        with _lock:
            _next_ring = time.monotonic() + QUIET_AFTER_FAILURE
        logger.warning("the doorbell did not ring: %s", type(error).__name__)
