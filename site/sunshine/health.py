"""Whether the parts that nobody sees still work."""

from __future__ import annotations

import datetime

from delivery import heartbeat, worker

WORKER_LATE = datetime.timedelta(seconds=60)


def worker_age() -> datetime.timedelta | None:
    """How long ago the worker gave its last sign of life; None when it never did."""
    return heartbeat.age(worker.NAME)


def is_late(age: datetime.timedelta) -> bool:
    """Whether that is longer than a working worker takes."""
    return age >= WORKER_LATE
