"""Django's SQLite, with a shorter wait for the one writer's place.

SQLite lets one transaction write at a time. Whoever finds the place taken sleeps and asks again, and the pauses grow to
a tenth of a second: under load the place lies empty between two writers, and who came last is often first. Here each
asks again after the same short pause, for as long as the connection's time-out says.
"""

from __future__ import annotations

import sqlite3
import time

from django.db.backends.sqlite3 import base

PAUSE_SECONDS = 0.002
# Another writes, or puts right what a killed writer has left.
_TAKEN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions are immediate, and take quick turns at the writer's place."""

    def _start_transaction_under_autocommit(self) -> None:
        self.validate_thread_sharing()
        patience = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        give_up = time.monotonic() + patience
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._begin(last_try=time.monotonic() >= give_up):
                    time.sleep(PAUSE_SECONDS)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begin(self, *, last_try: bool) -> bool:
        # Not through a cursor of Django's, which would make each try ten times as dear.
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if last_try or error.sqlite_errorcode not in _TAKEN:
                raise
            return False
        return True
