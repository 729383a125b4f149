"""Python's collector of garbage kept out of the way while a big ledger is read and stored.

Reading makes hundreds of thousands of objects that live until they are stored. The collector looks for cycles among
all of them each time their number has grown by a quarter, and finds none: a fifth to a third of the whole time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles until the end. Of several at once, in threads, the first that began ends it."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
