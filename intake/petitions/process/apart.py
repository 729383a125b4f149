"""Doing the same with many, one apart from the other: what is wrong with one stops none of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from delivery import worker
from intake.petitions.errors import CaseError

log = structlog.get_logger(__name__)

Item = TypeVar("Item")

# The worker has one hand: after so many it shows that it lives, and sends what is due.
STEP = 50


def each(items: Iterable[Item], do: Callable[[Item], int], what: str) -> tuple[int, int]:
    """Do it with every item; ``do`` says how many changes it made. Returns changes, and items that failed.

    An item that failed is left as it was, so ``do`` has to be one transaction, and is named in the log by its id; the
    next pass tries it again. A case that moved on since the list was made (``CaseError``) has not failed.
    """
    changes = failed = 0
    for position, item in enumerate(items, 1):
        try:
            changes += do(item)
        except CaseError:
            pass
        except Exception as error:
            failed += 1
            log.error("one could not be done", step=what, id=str(item), error=type(error).__name__)
        if position % STEP == 0:
            worker.run_once()
    return changes, failed
