"""Processes that the demo starts, watches and stops; each leads a group of its own, ended as a whole."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

STOP_SECONDS = 10
LAST_LINES = 15
_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2)


class Child:
    """A running process with a name that a person knows it by and a log file."""

    def __init__(self, name: str, command: list[str], log: Path) -> None:
        self.name = name
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603  our own commands, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent(),
            )

    def exit_code(self) -> int | None:
        """The exit code of a process that has ended, else None."""
        return self._process.poll()

    def last_lines(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:])

    def ask_to_stop(self) -> None:
        """Ask the leader of the group, which ends its own helpers in order."""
        if self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Wait for the end that was asked for, then end whatever is left of the group."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def stop_all(children: list[Child]) -> None:
    """Stop all of them, at once rather than one after the other."""
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux a child hears of its parent's death, even by ``kill -9``; elsewhere there is no such thing."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
