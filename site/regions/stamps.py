"""What a process compares before it uses what it keeps of a table: one small value, asked for in plain SQL.

It is asked for again and again, and going through the ORM would take ten times as long as the answer.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from .models import TreeStamp

TREE = 1


def of_tree() -> Any:
    """The mark that changes with every region and organisation; None in a database that was never written."""
    row = _row(f"SELECT token FROM {_table(TreeStamp)} WHERE id = {TREE}")  # noqa: S608  our own names
    return row[0] if row else None


def of_tables(*tables: type[models.Model]) -> tuple[Any, ...]:
    """Of each table how many rows it has, and when the last of them changed (``changed_at``)."""
    names = [_table(table) for table in tables]
    asked = [f"(SELECT {what} FROM {name})" for name in names for what in ("COUNT(*)", "MAX(changed_at)")]  # noqa: S608
    return _row(f"SELECT {', '.join(asked)}")


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _row(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()
