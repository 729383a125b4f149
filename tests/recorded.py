"""What many tests begin with is made once in a process by the product's own commands, and its rows are put back after.

They are put back only where every table that the making read or wrote stands as it stood then, so that it would do the
same again; anywhere else, and wherever a test has set the clock, it is done again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from matrix.reading import traced

from accounts.models import StaffStamp
from regions import stamps
from regions.models import TreeStamp

Row = tuple[Any, ...]
Tables = dict[str, set[Row]]
# As many beginnings of one kind are kept: with the pages there, say, and without.
MOST = 4
# Processes keep what they read by these marks: rows that were put back are not those that somebody read.
MARKS = (StaffStamp, TreeStamp)


@dataclass
class Recording:
    """The tables that a making hung on, as they stood before it, and the rows that it took away and brought."""

    before: Tables
    gone: Tables
    new: Tables

    def put_back(self) -> bool:
        """Whether it began where the database stands now; then it has been done."""
        if _rows(self.before) != self.before:
            return False
        with connection.cursor() as cursor:
            for table, rows in self.gone.items():
                key = _tables()[table]
                at = _columns(table).index(key)
                cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', [(row[at],) for row in rows])
            for table, rows in self.new.items():
                names = ", ".join(f'"{name}"' for name in _columns(table))
                places = ", ".join(["%s"] * len(_columns(table)))
                cursor.executemany(
                    f'INSERT INTO "{table}" ({names}) VALUES ({places})', sorted(rows, key=str)
                )
        for mark in MARKS:
            if mark._meta.db_table in self.new:
                stamps.touch(mark)
        cache.clear()
        return True


_recordings: dict[Hashable, list[Recording]] = defaultdict(list)


def once(name: Hashable, make: Callable[[], object]) -> None:
    """Have ``make`` done, which has this name and asks nothing but the database."""
    known = _recordings[name]
    if time_machine.escape_hatch.is_travelling():
        make()
    elif not any(one.put_back() for one in known):
        if len(known) < MOST:
            known.append(_record(make))
        else:
            make()


def _record(make: Callable[[], object]) -> Recording:
    before = _rows(_tables())
    with traced(set(before)) as trace:
        make()
    after = _rows(before)
    hung_on = (trace.read | trace.wrote) & before.keys()
    changed = [table for table in before if before[table] != after[table]]
    return Recording(
        {table: before[table] for table in hung_on | set(changed)},
        {table: before[table] - after[table] for table in changed},
        {table: after[table] - before[table] for table in changed},
    )


def _tables() -> dict[str, str]:
    """Each table of ours and the column that names its rows. What SQLite finds words by follows by itself."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.db_table: model._meta.pk.column
        for model in models
        if not model._meta.proxy and not model._meta.db_table.endswith("_fts")
    }


def _rows(tables: Iterable[str]) -> Tables:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = set(cursor.fetchall())
    return found


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]
