"""What an answer was made of: the tables and the cache's keys that it read, and those that it wrote.

Two answers to one request can differ only by what was read for them. An answer that read nothing which differs between
two worlds, and left nothing behind for the answers after it, is the same in both: nobody need ask for it twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.cache import caches
from django.db import connection

WORDS = re.compile(r"\w+")
WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# What a session holds is compared with the answer that wrote it, so it carries nothing unseen to the next one.
SESSIONS = "django_session"
READING = ("get", "get_many", "has_key", "add", "incr", "touch")
WRITING = ("set", "set_many", "add", "incr", "touch", "delete", "delete_many")


@dataclass
class Trace:
    """The names of the tables and of the cache's keys that one answer read and wrote."""

    read: set[str] = field(default_factory=set)
    wrote: set[str] = field(default_factory=set)


def tables_there() -> set[str]:
    return set(connection.introspection.table_names())


@cache
def words_of(sql: str) -> frozenset[str]:
    """The words of a query; its values come apart from it, so that the same is asked again and again."""
    return frozenset(WORDS.findall(sql))


@contextmanager
def traced(tables: set[str]) -> Iterator[Trace]:
    """The trace of what happens in the block, among the ``tables`` that are there."""
    trace, kept = Trace(), caches["default"]

    def query(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        trace.read.update(tables & words_of(sql))
        if written := WRITES.match(sql):
            trace.wrote.add(written[1])
        return execute(sql, params, many, context)

    def noting(name: str) -> Callable:
        method = getattr(kept, name)

        def call(key: Any, *args: Any, **kwargs: Any) -> Any:
            keys = {f"cache:{one}" for one in ([key] if isinstance(key, str) else key)}
            trace.read.update(keys if name in READING else ())
            trace.wrote.update(keys if name in WRITING else ())
            return method(key, *args, **kwargs)

        return call

    for name in {*READING, *WRITING}:
        setattr(kept, name, noting(name))
    try:
        with connection.execute_wrapper(query):
            yield trace
    finally:
        for name in {*READING, *WRITING}:
            delattr(kept, name)


def world() -> dict[str, list[str]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names(cursor)}


def _rows(cursor: Any, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return sorted(map(repr, cursor.fetchall()))


def to_ask_again(traces: dict[str, Trace], one: dict[str, Any], other: dict[str, Any]) -> Iterable[str]:
    """Of the requests made in one world, in their order, those whose answer could be other in the other world, and
    those that left something behind."""
    differs = {table for table in {*one, *other} if one.get(table) != other.get(table)}
    for request, trace in traces.items():
        if hangs := bool(trace.read & differs):
            differs |= trace.wrote - {SESSIONS}
        if hangs or any(not name.startswith("cache:") for name in trace.wrote):
            yield request
