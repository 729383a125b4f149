"""The door for files: limits, the worker behind it, and what comes out.

Nothing of a stranger's file is parsed in the web server. A few workers at a time, so that many uploads at
once can't take all the memory; whoever finds no free one within some seconds is asked to come back.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO

from privacy.uploads.kinds import KINDS, MAX_BYTES, MAX_SECONDS, Rejected
from privacy.uploads.names import display_name
from privacy.uploads.refusals import MESSAGES, Refused
from privacy.uploads.sniff import check_extension, extension_of

WORKERS = 2  # at a time, in each server process
_WAIT_SECONDS = 20
REQUEST_SECONDS = 25  # for all files of a request: proxy and person wait longer than that (deploy/nginx)
_COMMAND = [sys.executable, "-I", "-B", "-m", "privacy.uploads.worker"]
# Nothing of the server's: the keys of the site are none of the worker's business.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}

log = logging.getLogger(__name__)
_slots = threading.BoundedSemaphore(WORKERS)


class Deadline:
    """The time that all files of one request share, from now on. What is not clean by then is refused as ``busy``."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = time.monotonic() + (REQUEST_SECONDS if seconds is None else seconds)

    def left(self, most: float) -> float:
        """The seconds that are left, at most ``most``."""
        return max(0.0, min(most, self._end - time.monotonic()))


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be kept: written anew, with a name to show, and whether a browser may show it in a
    page.
    """

    kind: str
    content: bytes
    content_type: str
    inline_ok: bool
    sha256: str
    name: str


def clean(
    name: str, data: IO[bytes] | bytes, declared_type: str = "", deadline: Deadline | None = None
) -> CleanFile:
    """The file without metadata and anything that runs, or ``Refused``.

    ``name`` is what the sender calls it; ``declared_type`` is what the browser says that it is, heard only
    for text without an extension. Never takes more than ``MAX_SECONDS`` once a worker is free, nor longer than
    ``deadline``, which the files of a request share, and never raises anything but ``Refused``.
    """
    content = data if isinstance(data, bytes) else data.read(MAX_BYTES + 1)
    if not content:
        raise Refused("empty")
    if len(content) > MAX_BYTES:
        raise Refused("too_big")
    extension = extension_of(name)
    try:
        check_extension(extension)
    except Rejected as rejected:
        raise Refused(rejected.code) from rejected
    kind, cleaned = _ask_worker(content, extension, declared_type, deadline or Deadline())
    if len(cleaned) > MAX_BYTES:
        raise Refused("too_big")
    return CleanFile(
        kind=kind,
        content=cleaned,
        content_type=KINDS[kind].content_type,
        inline_ok=KINDS[kind].inline_ok,
        sha256=hashlib.sha256(cleaned).hexdigest(),
        name=display_name(name, kind),
    )


def _ask_worker(content: bytes, extension: str, declared_type: str, deadline: Deadline) -> tuple[str, bytes]:
    """Kind and content from a worker process. Raises ``Refused``, also when the worker dies."""
    header = json.dumps({"extension": extension, "declared_type": declared_type[:100]}).encode()
    if not _slots.acquire(timeout=deadline.left(_WAIT_SECONDS)):
        raise Refused("busy")
    seconds = deadline.left(MAX_SECONDS)
    try:
        done = subprocess.run(  # noqa: S603  a fixed command; the file goes in by a pipe
            _COMMAND,
            input=header + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # parsers quote what they read
            timeout=seconds,
            env=_ENVIRONMENT,
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        log.warning("upload: worker took too long", extra={"extension": extension})
        raise Refused("too_slow" if seconds == MAX_SECONDS else "busy") from error
    except OSError as error:
        log.error("upload: no worker could be started, %s", type(error).__name__)
        raise Refused("busy") from error
    finally:
        _slots.release()
    if done.returncode != 0:
        log.warning("upload: worker ended with %s", done.returncode, extra={"extension": extension})
        raise Refused("too_slow" if done.returncode == -signal.SIGXCPU else "unreadable")
    return _read_answer(done.stdout)


def _read_answer(output: bytes) -> tuple[str, bytes]:
    """What the worker said, believed only as far as it names a known kind or a known refusal."""
    head, _, cleaned = output.partition(b"\n")
    try:
        answer = json.loads(head)
        kind, code, error = (str(answer.get(key, "")) for key in ("kind", "refused", "error"))
    except (ValueError, AttributeError) as broken:
        log.error("upload: worker answered nonsense")
        raise Refused("unreadable") from broken
    if error:
        log.warning("upload: unreadable, %s", error[:60])
    if kind in KINDS and cleaned:
        return kind, cleaned
    raise Refused(code if code in MESSAGES else "unreadable")
