"""What a process compares before it uses what it keeps of a table: one small value, asked for in plain SQL.

It is asked for again and again, and going through the ORM would take ten times as long as the answer.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, models

from .models import TreeStamp

# The one row of a table that holds a mark.
ROW = 1


def of_tree() -> Any:
    """The mark that changes with every region and organisation; None in a database that was never written."""
    row = _row(f"SELECT token FROM {_table(TreeStamp)} WHERE id = {ROW}")  # noqa: S608  our own names
    return row[0] if row else None


def of_rows(*marks: type[models.Model]) -> tuple[Any, ...]:
    """The marks of several such tables in one question; None for one that was never written."""
    asked = [f"(SELECT token FROM {_table(mark)} WHERE id = {ROW})" for mark in marks]  # noqa: S608  our own names
    return _row(f"SELECT {', '.join(asked)}")


def touch(mark: type[models.Model]) -> None:
    """Change a table's mark: what it stands for is another now."""
    token = uuid.uuid4()
    if not mark._default_manager.filter(pk=ROW).update(token=token):
        mark._default_manager.update_or_create(pk=ROW, defaults={"token": token})


def of_tables(*tables: type[models.Model], changed: str = "changed_at") -> tuple[Any, ...]:
    """Of each table how many rows it has, and when the last of them changed, as its column ``changed`` says."""
    names = [_table(table) for table in tables]
    asked = [f"(SELECT {what} FROM {name})" for name in names for what in ("COUNT(*)", f"MAX({changed})")]  # noqa: S608
    return _row(f"SELECT {', '.join(asked)}")


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _row(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()
