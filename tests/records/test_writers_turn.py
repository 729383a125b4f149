"""SQLite's one writer's place: who waits gets it, who waits too long is told, and other waits stay as they were."""

from __future__ import annotations

import copy
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from sunshine.sqlite import base
from sunshine.sqlite.base import PAUSE_SECONDS, DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer's place"),
]


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection of the site's own kind to a database of its own."""
    given = copy.deepcopy(settings.DATABASES["default"]) | {"NAME": str(tmp_path / "turns.sqlite3")}
    given["OPTIONS"]["timeout"] = 20
    found = DatabaseWrapper(connection.settings_dict | given, alias="turns")
    with found.cursor() as cursor:
        cursor.execute("CREATE TABLE turn (who TEXT)")
    yield found
    found.close()


@pytest.fixture
def holder(waiting: DatabaseWrapper) -> Iterator[sqlite3.Connection]:
    """Another connection, which holds the place."""
    found = sqlite3.connect(waiting.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    found.execute("BEGIN IMMEDIATE")
    yield found
    found.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between the tries, each time."""
    found: list[float] = []
    sleep = time.sleep

    def pause(seconds: float) -> None:
        found.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(base, "time", SimpleNamespace(monotonic=time.monotonic, sleep=pause))
    return found


def begin_and_write(waiting: DatabaseWrapper) -> None:
    waiting.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with waiting.cursor() as cursor:
        cursor.execute("INSERT INTO turn VALUES ('waited')")
    waiting.commit()
    waiting.set_autocommit(True)


def own_wait(waiting: DatabaseWrapper) -> int:
    with waiting.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return int(cursor.fetchone()[0])


def test_who_waits_asks_evenly_and_writes_when_the_place_is_free(
    waiting: DatabaseWrapper, holder: sqlite3.Connection, pauses: list[float]
) -> None:
    holder.execute("INSERT INTO turn VALUES ('held')")
    leaving = threading.Timer(0.2, holder.execute, ["COMMIT"])
    leaving.start()
    begin_and_write(waiting)
    leaving.join()
    with waiting.cursor() as cursor:
        cursor.execute("SELECT who FROM turn ORDER BY rowid")
        assert [row[0] for row in cursor.fetchall()] == ["held", "waited"]
    assert len(pauses) > 9 and set(pauses) == {PAUSE_SECONDS}, "SQLite's own pauses grow"
    assert own_wait(waiting) == 20_000


def test_who_waited_too_long_is_told_and_may_try_again(
    waiting: DatabaseWrapper, holder: sqlite3.Connection
) -> None:
    waiting.settings_dict["OPTIONS"]["timeout"] = 0.05
    with pytest.raises(OperationalError, match="locked"):
        begin_and_write(waiting)
    assert own_wait(waiting) == 50
    holder.execute("ROLLBACK")
    waiting.set_autocommit(True)
    begin_and_write(waiting)


def test_another_fault_is_no_reason_to_wait(waiting: DatabaseWrapper, pauses: list[float]) -> None:
    waiting.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError, match="within a transaction"):
        waiting._start_transaction_under_autocommit()
    assert pauses == []


def test_the_site_itself_waits_like_this() -> None:
    assert isinstance(transaction.get_connection(), DatabaseWrapper)
