"""History can't be rewritten, whatever SQL is sent; and the site says when what guards it is gone."""

import sqlite3
import uuid
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from records import triggers
from records.events import record
from records.models import Event

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def event():
    return record("petition", uuid.uuid4(), "submit", actor_kind="petitioner")


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def refuses(sql, *params):
    before = list(Event.objects.values())
    with pytest.raises(DatabaseError, match="append-only"):
        execute(sql, *params)
    return list(Event.objects.values()) == before


def drop_one_trigger():
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER records_event_no_delete")
        return "records_event_no_delete"
    execute("DROP TRIGGER records_event_append_only ON records_event")
    return "records_event_append_only"


def test_an_event_can_be_neither_changed_nor_deleted(event):
    assert refuses("UPDATE records_event SET action = 'withdraw'")
    assert refuses("DELETE FROM records_event")


def test_nor_through_the_models(event):
    event.action = "withdraw"
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(action="x"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert Event.objects.get().action == "submit"


@sqlite_only
def test_nor_by_replacing_it_even_on_a_connection_without_recursive_triggers(event):
    columns = ", ".join(f'"{field.column}"' for field in Event._meta.concrete_fields)
    sql = f"REPLACE INTO records_event ({columns}) SELECT {columns} FROM records_event"
    try:
        for pragma in ("OFF", "ON"):
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA recursive_triggers={pragma}")
            assert refuses(sql)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@postgresql_only
def test_nor_by_truncate_nor_by_a_session_that_plays_the_replica(event):
    assert refuses("TRUNCATE records_event")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    assert refuses("DELETE FROM records_event")


def test_a_missing_trigger_fails_the_check_by_name(event):
    call_command("check", databases=["default"], tags=["database"])
    name = drop_one_trigger()
    with pytest.raises(SystemCheckError, match=rf"{name}.*history there could be rewritten"):
        call_command("check", databases=["default"], tags=["database"])


@sqlite_only
def test_a_trigger_that_does_nothing_under_the_right_name_is_missing_too(event):
    execute("DROP TRIGGER records_event_no_delete")
    execute("CREATE TRIGGER records_event_no_delete BEFORE DELETE ON records_event BEGIN SELECT 1; END")
    assert triggers.missing(connection) == ["records_event_no_delete"]


@postgresql_only
def test_a_function_that_does_nothing_under_the_right_name_is_missing_too(event):
    execute(
        "CREATE OR REPLACE FUNCTION sunshine_append_only() RETURNS trigger LANGUAGE plpgsql "
        "AS $$BEGIN RETURN OLD; END$$"
    )
    assert "records_event_append_only" in triggers.missing(connection)


@postgresql_only
def test_a_disabled_trigger_is_missing_too(event):
    execute("ALTER TABLE records_event DISABLE TRIGGER records_event_append_only")
    assert triggers.missing(connection) == ["records_event_append_only"]


def test_migrate_brings_a_missing_trigger_back_and_repeats_without_harm(event):
    drop_one_trigger()
    for _ in range(2):
        call_command("migrate", skip_checks=True, verbosity=0, interactive=False)
        assert triggers.missing(connection) == []
    assert refuses("DELETE FROM records_event")


def test_the_access_log_is_guarded_too():
    tables = {model._meta.db_table for model in triggers.protected()}
    assert tables >= {"records_event", "privacy_accessrecord"}


@sqlite_only
def test_a_shell_on_the_file_of_the_database_is_refused_as_well(tmp_path: Path, event):
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    connection.ensure_connection()
    sql = "SELECT sql FROM sqlite_master WHERE tbl_name = 'records_event' AND sql IS NOT NULL ORDER BY type"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for (statement,) in sorted(cursor.fetchall(), key=lambda row: "CREATE TABLE" not in row[0]):
            copy.execute(statement)
    columns = [
        field.column for field in Event._meta.concrete_fields if not field.null and not field.primary_key
    ]
    values = ", ".join("'{}'" for _ in columns)
    copy.execute(f"INSERT INTO records_event (id, {', '.join(columns)}) VALUES (1, {values})")
    for statement in (
        "UPDATE records_event SET action = 'x'",
        "DELETE FROM records_event",
        "REPLACE INTO records_event SELECT * FROM records_event",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            copy.execute(statement)
    copy.close()
