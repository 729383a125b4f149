"""What the database refuses, whoever asks: a ledger that was published can't be changed, only superseded or redacted.

A redacted version keeps who made, published and redacted it, when, and of what place and time it was. The database
takes its rows away in the same statement, so that no text outlives a redaction, and no published row goes without one.
Put in place after every migrate, as the triggers of ``records`` are.
"""

# ruff: noqa: S608  the names in these statements are of our own tables

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import EMPTIED, LedgerRow, LedgerVersion

VERSIONS, ROWS = LedgerVersion._meta.db_table, LedgerRow._meta.db_table
# What turning to redacted writes beside emptying.
_REDACTION = ("state", "redacted_at", "redacted_by_id")
# A draft stays the version that it is.
_IDENTITY = ("id", "ledger", "number")

# A trigger's name, and the SQL that puts it in place.
Missing = tuple[str, list[str]]


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
        if {VERSIONS, ROWS} <= tables:
            yield from _VENDORS[connection.vendor](cursor)


# --- SQLite ----------------------------------------------------------------------------------------------------


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _kept(*but: str) -> str:
    """That no column of a version changes but these."""
    return " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _columns(LedgerVersion) if name not in but)


def _emptied() -> str:
    texts = {
        name: json.dumps(value) if isinstance(value, list | dict) else value
        for name, value in EMPTIED.items()
    }
    return " AND ".join(f"CAST(NEW.{name} AS TEXT) = '{text}'" for name, text in texts.items())


def _state_of(version: str) -> str:
    return f"(SELECT state FROM {VERSIONS} WHERE id = {version})"


def _sqlite_triggers() -> dict[str, str]:
    """Event and condition of each trigger. The conditions about ``EXISTS`` catch REPLACE, which deletes without a word
    on a connection that lacks recursive_triggers.
    """
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in _IDENTITY)
    another = f"EXISTS (SELECT 1 FROM {VERSIONS} WHERE ledger = NEW.ledger AND id <> NEW.id AND"
    published = f"{another} state = 'published' AND NEW.state = 'published')"
    allowed = (
        f"OLD.state = 'draft' AND NEW.state IN ('draft', 'published') AND {same} AND NOT {published}",
        f"OLD.state = 'published' AND NEW.state = 'superseded' AND {_kept('state')}",
        "OLD.state IN ('published', 'superseded') AND NEW.state = 'redacted' AND "
        f"{_kept(*_REDACTION, *EMPTIED)} AND {_emptied()}",
    )
    there = f"EXISTS (SELECT 1 FROM {VERSIONS} WHERE id = NEW.id) OR {another} number = NEW.number)"
    return {
        f"{VERSIONS}_insert": f"BEFORE INSERT ON {VERSIONS} WHEN NEW.state IS NOT 'draft' OR {there}",
        f"{VERSIONS}_update": f"BEFORE UPDATE ON {VERSIONS} WHEN NOT ({' OR '.join(f'({one})' for one in allowed)})",
        f"{VERSIONS}_delete": f"BEFORE DELETE ON {VERSIONS} WHEN OLD.state IS NOT 'draft'",
        f"{ROWS}_insert": f"BEFORE INSERT ON {ROWS} WHEN {_state_of('NEW.version_id')} IS NOT 'draft' "
        f"OR EXISTS (SELECT 1 FROM {ROWS} WHERE id = NEW.id)",
        f"{ROWS}_update": f"BEFORE UPDATE ON {ROWS} WHEN {_state_of('OLD.version_id')} IS NOT 'draft' "
        f"OR {_state_of('NEW.version_id')} IS NOT 'draft' OR NEW.id IS NOT OLD.id",
        f"{ROWS}_delete": f"BEFORE DELETE ON {ROWS} "
        f"WHEN {_state_of('OLD.version_id')} IN ('published', 'superseded')",
    }


def _on_sqlite(cursor: Any) -> Iterator[Missing]:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)",
        [VERSIONS, ROWS],
    )
    present = dict(cursor.fetchall())
    refuse = "BEGIN SELECT RAISE(ABORT, 'a published ledger stays as it is: {name} refused'); END"
    wanted = {
        name: f"CREATE TRIGGER {name} {when} {refuse.format(name=name)}"
        for name, when in _sqlite_triggers().items()
    }
    wanted[f"{VERSIONS}_forget"] = (
        f"CREATE TRIGGER {VERSIONS}_forget AFTER UPDATE ON {VERSIONS} WHEN NEW.state = 'redacted' "
        f"BEGIN DELETE FROM {ROWS} WHERE version_id = NEW.id; END"
    )
    for name, sql in wanted.items():
        if present.get(name) != sql:
            yield name, [f"DROP TRIGGER IF EXISTS {name}", sql]


# --- PostgreSQL ------------------------------------------------------------------------------------------------

_REFUSE = (
    "RAISE EXCEPTION 'a published ledger stays as it is: % of % refused', TG_OP, TG_TABLE_NAME "
    "USING ERRCODE = 'check_violation';"
)
_EMPTY = json.dumps(EMPTIED)
_FUNCTIONS = {
    "sunshine_ledger_version": f"""
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state = 'draft' THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'DELETE' THEN
    IF OLD.state = 'draft' THEN RETURN OLD; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF OLD.state = 'draft' AND NEW.state IN ('draft', 'published')
      AND (NEW.id, NEW.ledger, NEW.number) = (OLD.id, OLD.ledger, OLD.number) THEN RETURN NEW; END IF;
    IF OLD.state = 'published' AND NEW.state = 'superseded'
      AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN RETURN NEW; END IF;
    IF OLD.state IN ('published', 'superseded') AND NEW.state = 'redacted'
      AND to_jsonb(NEW) - '{{{",".join(_REDACTION)}}}'::text[]
        = (to_jsonb(OLD) - '{{{",".join(_REDACTION)}}}'::text[]) || '{_EMPTY}'::jsonb THEN RETURN NEW; END IF;
  END IF;
  {_REFUSE}
END
""",
    # The lock keeps a version from being published while its rows are still written.
    "sunshine_ledger_row": f"""
DECLARE found text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    SELECT state INTO found FROM {VERSIONS} WHERE id = OLD.version_id;
    IF found IS NULL OR found IN ('draft', 'redacted') THEN RETURN OLD; END IF;
  ELSIF TG_OP IN ('INSERT', 'UPDATE') THEN
    SELECT state INTO found FROM {VERSIONS} WHERE id = NEW.version_id FOR SHARE;
    IF found = 'draft' AND TG_OP = 'UPDATE' AND NEW.version_id <> OLD.version_id THEN
      SELECT state INTO found FROM {VERSIONS} WHERE id = OLD.version_id FOR SHARE;
    END IF;
    IF found = 'draft' THEN RETURN NEW; END IF;
  END IF;
  {_REFUSE}
END
""",
    "sunshine_ledger_forget": f"""
BEGIN
  IF NEW.state = 'redacted' THEN DELETE FROM {ROWS} WHERE version_id = NEW.id; END IF;
  RETURN NULL;
END
""",
}
# Name, table, when, function, and PostgreSQL's sum for when: row 1, before 2, insert 4, delete 8, update 16,
# truncate 32.
_TRIGGERS = (
    (
        f"{VERSIONS}_guard",
        VERSIONS,
        "BEFORE INSERT OR UPDATE OR DELETE",
        "ROW",
        "sunshine_ledger_version",
        31,
    ),
    (f"{VERSIONS}_whole", VERSIONS, "BEFORE TRUNCATE", "STATEMENT", "sunshine_ledger_version", 34),
    (f"{VERSIONS}_forget", VERSIONS, "AFTER UPDATE", "ROW", "sunshine_ledger_forget", 17),
    (f"{ROWS}_guard", ROWS, "BEFORE INSERT OR UPDATE OR DELETE", "ROW", "sunshine_ledger_row", 31),
    (f"{ROWS}_whole", ROWS, "BEFORE TRUNCATE", "STATEMENT", "sunshine_ledger_row", 34),
)
_PRESENT = """
SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgname = %s AND c.relname = %s AND pg_table_is_visible(c.oid)
AND t.tgenabled = 'A' AND t.tgtype = %s AND t.tgqual IS NULL AND p.proname = %s AND p.prosrc = %s
"""


def _on_postgresql(cursor: Any) -> Iterator[Missing]:
    for name, table, when, level, function, kind in _TRIGGERS:
        body = _FUNCTIONS[function]
        cursor.execute(_PRESENT, [name, table, kind, function, body])
        if not cursor.fetchall():
            yield (
                name,
                [
                    f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
                    f"CREATE OR REPLACE TRIGGER {name} {when} ON {table} "
                    f"FOR EACH {level} EXECUTE FUNCTION {function}()",
                    f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
                ],
            )


_VENDORS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
