"""Where the embedded index lies: a folder for each time it was built, which of them counts, and who may write.

``current`` names the one that answers. ``writer.lock`` is held by whoever writes, ``rebuild.lock`` by whoever builds;
the system lets go of both when a process dies. ``changes`` lists what was changed while a new index is being built.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from search.engines.base import Busy, Key

# Part of a folder's name: an index whose fields are others is not ours.
VERSION = "v1"
LOCK_ATTEMPTS, LOCK_PAUSE_SECONDS = 5, 0.02


class Folders:
    """The folders of one embedded index below ``root``, which need not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path | None:
        """The folder that answers, or None."""
        try:
            name = (self.root / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self.root / name if self._is_name(name) and (self.root / name).is_dir() else None

    def new(self) -> Path:
        """An empty folder for another index."""
        folder = self.root / f"{VERSION}-{secrets.token_hex(6)}"
        folder.mkdir(parents=True)
        return folder

    def put_in_place(self, folder: Path) -> None:
        """From now on this folder answers: at once, or not at all if the machine stops here."""
        draft = self.root / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "current")

    def clear(self) -> None:
        """Remove every folder but the one that answers. Whoever still reads one of them keeps its open files."""
        current = self.current()
        for folder in self.root.glob("v*-*"):
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes, as soon as nobody else does."""
        with self._lock("writer.lock"):
            yield

    @contextlib.contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Be the only one who builds. Raises ``Busy``."""
        with contextlib.ExitStack() as stack:
            for attempt in range(LOCK_ATTEMPTS):
                try:
                    stack.enter_context(self._lock("rebuild.lock", wait=False))
                    break
                except BlockingIOError:  # who only looks holds it for a moment
                    if attempt + 1 == LOCK_ATTEMPTS:
                        raise Busy("the index is being built already") from None
                    time.sleep(LOCK_PAUSE_SECONDS)
            yield

    def is_rebuilding(self) -> bool:
        """Whether somebody is building at the moment."""
        if not (self.root / "changes").exists():
            return False
        try:
            with self._lock("rebuild.lock", wait=False, shared=True):
                return False
        except BlockingIOError:
            return True

    # --- what changes meanwhile; only while one is writing ---------------------------------------------------

    def begin_noting(self) -> None:
        (self.root / "changes").write_text("", encoding="utf-8")

    def note(self, keys: Collection[Key]) -> None:
        """Keep for the new index that these changed, if one is being built."""
        if not (self.root / "changes").exists():
            return
        if not self.is_rebuilding():  # it died
            self.noted()
            return
        with (self.root / "changes").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(key) + "\n" for key in keys)

    def noted(self) -> list[Key]:
        """What was noted, and an end to noting."""
        lines = (self.root / "changes").read_text(encoding="utf-8").splitlines()
        (self.root / "changes").unlink()
        return list(dict.fromkeys((kind, id) for kind, id in map(json.loads, lines)))

    def _is_name(self, name: str) -> bool:
        return name.startswith(f"{VERSION}-") and name.replace("-", "").isalnum()

    @contextlib.contextmanager
    def _lock(self, name: str, *, wait: bool = True, shared: bool = False) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / name).open("a") as file:
            how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(file, how if wait else how | fcntl.LOCK_NB)
            yield
