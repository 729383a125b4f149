"""A full disk: recognised wherever it is met, and no half file left behind by it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from typing import IO, Any

from django.core.files.storage import FileSystemStorage

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# What SQLite says when the disk, or the bound of the database itself, leaves no room: for a row, or for the index
# of the write-ahead log.
_SQLITE_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
_POSTGRESQL_NO_ROOM = "53100"


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that led to it, says that there is no room to store anything."""
    return any(_says_full(one) for one in _led_to(error))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE_NO_ROOM
    return getattr(error, "sqlstate", None) == _POSTGRESQL_NO_ROOM


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class WholeFileStorage(FileSystemStorage):
    """Files under random names, each whole or not there: what a full disk cut off is taken away again."""

    def _save(self, name: str, content: IO[Any]) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError:
            self.delete(name)
            raise
