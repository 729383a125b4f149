"""Whether ``make``, which started the demo, wants it to end.

Make hands a SIGTERM on, but not a SIGINT that was sent to make alone: it only waits for its child. It does
give up its own handler for the signal, which Linux shows.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

_INTERRUPT = 1 << (signal.SIGINT - 1)


class Make:
    """The ``make`` above this process, if there is one."""

    def __init__(self) -> None:
        self._id = os.getppid()
        self._watched = self._is_make() and self._handles_interrupt()

    def wants_to_end(self) -> bool:
        """True once make was interrupted or is gone; always False where make did not start this process."""
        return self._watched and (os.getppid() != self._id or not self._handles_interrupt())

    def _status(self, field: str) -> str:
        try:
            lines = Path(f"/proc/{self._id}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(f"{field}:")), "")

    def _is_make(self) -> bool:
        return self._status("Name") in {"make", "gmake"}

    def _handles_interrupt(self) -> bool:
        return bool(int(self._status("SigCgt") or "0", 16) & _INTERRUPT)
