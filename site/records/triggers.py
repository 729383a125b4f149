"""Tables that only grow: database triggers that refuse UPDATE and DELETE (and TRUNCATE), whoever asks.

They are put in place after every migrate, because SQLite loses a table's triggers when a migration rebuilds
it. What is in place already is left alone, so that a migrate takes no lock for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# A trigger's name, and the SQL that puts it in place.
Missing = tuple[str, list[str]]

_protected: list[type[models.Model]] = []

# One statement-level trigger sees even a statement that finds no row. ENABLE ALWAYS: a session that plays
# the replica does not get around it.
POSTGRESQL_BODY = """
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'check_violation';
END
"""
POSTGRESQL_STATEMENTS = (
    "CREATE OR REPLACE FUNCTION sunshine_append_only() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
    "CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION sunshine_append_only()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only",
)
# 58 is PostgreSQL's sum for: before, update, delete, truncate, by statement. A trigger or function of the
# same name that does less is not ours.
POSTGRESQL_PRESENT = """
SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relname = %s AND pg_table_is_visible(c.oid)
AND t.tgenabled = 'A' AND t.tgtype = 58 AND p.proname = 'sunshine_append_only' AND p.prosrc = %s
"""

# The third catches REPLACE, which deletes without a word on a connection that lacks recursive_triggers.
SQLITE_TRIGGERS = {
    "{table}_no_update": (
        "CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only: UPDATE refused'); END"
    ),
    "{table}_no_delete": (
        "CREATE TRIGGER {name} BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only: DELETE refused'); END"
    ),
    "{table}_no_replace": (
        "CREATE TRIGGER {name} BEFORE INSERT ON {table} "
        "WHEN EXISTS (SELECT 1 FROM {table} WHERE {pk} = NEW.{pk}) "
        "BEGIN SELECT RAISE(ABORT, '{table} is append-only: REPLACE refused'); END"
    ),
}


def protect(model: type[models.Model]) -> None:
    """Make the table of ``model`` append-only from the next migrate on."""
    if model not in _protected:
        _protected.append(model)


def protected() -> list[type[models.Model]]:
    """The models whose tables only grow."""
    return list(_protected)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every missing trigger in place. Harmless when repeated."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for _name, statements in list(_missing(connection)):
            for statement in statements:
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, or are not as they should be."""
    return [name for name, _statements in _missing(connection)]


def _missing(connection: BaseDatabaseWrapper) -> Iterator[Missing]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in _protected:
            if model._meta.db_table in tables:
                yield from _VENDORS[connection.vendor](cursor, model)


def _missing_on_sqlite(cursor: Any, model: type[models.Model]) -> Iterator[Missing]:
    table, pk = model._meta.db_table, model._meta.pk.column
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    present = dict(cursor.fetchall())
    for pattern, sql in SQLITE_TRIGGERS.items():
        name = pattern.format(table=table)
        wanted = sql.format(name=name, table=table, pk=pk)
        if present.get(name) != wanted:
            yield name, [f"DROP TRIGGER IF EXISTS {name}", wanted]


def _missing_on_postgresql(cursor: Any, model: type[models.Model]) -> Iterator[Missing]:
    table = model._meta.db_table
    cursor.execute(POSTGRESQL_PRESENT, [table, POSTGRESQL_BODY])
    if not cursor.fetchall():
        yield (
            f"{table}_append_only",
            [statement.format(table=table, body=POSTGRESQL_BODY) for statement in POSTGRESQL_STATEMENTS],
        )


_VENDORS = {"sqlite": _missing_on_sqlite, "postgresql": _missing_on_postgresql}
