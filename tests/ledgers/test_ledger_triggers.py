"""What was published can't be changed, whatever SQL is sent; only superseded, or redacted with all its text."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from ledgers.made import spending

from cms.ledgers import triggers
from cms.ledgers.models import LedgerRow, LedgerVersion

pytestmark = pytest.mark.django_db

sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'")
postgresql_only = pytest.mark.skipif("connection.vendor != 'postgresql'")

WATER = ["2026-09-02", "修渠人工", 300, "覃见山", ""]


@pytest.fixture
def version(publish):
    return publish(spending(WATER))


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def told():
    return list(LedgerVersion.objects.values()), list(LedgerRow.objects.values())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledgers_ledgerrow SET position = 7",
        "UPDATE ledgers_ledgerrow SET \"values\" = '[]'",
        "DELETE FROM ledgers_ledgerrow",
        'INSERT INTO ledgers_ledgerrow (version_id, position, "values") '
        "SELECT id, 9, '[]' FROM ledgers_ledgerversion",
        "UPDATE ledgers_ledgerversion SET title = 'x'",
        "UPDATE ledgers_ledgerversion SET state = 'draft'",
        "UPDATE ledgers_ledgerversion SET state = 'superseded', reason = 'x'",
        "UPDATE ledgers_ledgerversion "
        "SET state = 'redacted', redacted_at = published_at, redacted_by_id = published_by_id",
        "DELETE FROM ledgers_ledgerversion",
    ],
)
def test_a_published_ledger_can_be_neither_changed_nor_deleted(version, sql):
    before = told()
    with pytest.raises(DatabaseError, match="stays as it is"):
        execute(sql)
    assert told() == before


def test_nor_through_the_models(version):
    before, row = told(), version.rows.get()
    for attempt in (version.save, version.rows.all().delete, row.save, row.delete):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            attempt()
    assert told() == before


def test_a_draft_can_be_changed_until_it_is_published(store):
    draft = store(spending(WATER))
    draft.rows.update(position=2)
    draft.title = "另一个标题"
    draft.save()
    assert draft.rows.get().position == 2


def test_no_row_moves_from_a_draft_into_a_published_ledger(version, store):
    draft = store(spending(WATER))
    with pytest.raises(DatabaseError, match="stays as it is"):
        execute(
            "UPDATE ledgers_ledgerrow SET version_id = %s, position = 9 WHERE version_id = %s",
            *(one.hex if connection.vendor == "sqlite" else one for one in (version.pk, draft.pk)),
        )


def test_the_rows_go_in_the_statement_that_redacts(version):
    LedgerVersion.objects.filter(pk=version.pk).update(
        **triggers.EMPTIED,
        state="redacted",
        redacted_at=version.published_at,
        redacted_by=version.published_by,
    )
    assert not LedgerRow.objects.exists()


@sqlite_only
def test_nor_by_replacing_on_a_connection_without_recursive_triggers(version, store):
    store(spending(WATER))
    before = told()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        for table in ("ledgers_ledgerversion", "ledgers_ledgerrow"):
            with pytest.raises(DatabaseError, match="stays as it is"):
                execute(f"REPLACE INTO {table} SELECT * FROM {table}")
        ids = "SELECT min(id) FROM ledgers_ledgerrow"
        with pytest.raises(DatabaseError, match="stays as it is"):
            execute(f"UPDATE OR REPLACE ledgers_ledgerrow SET id = ({ids}) WHERE id > ({ids})")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert told() == before


@postgresql_only
def test_nor_by_truncate_nor_by_a_session_that_plays_the_replica(version):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would refuse it as well
    for table in ("ledgers_ledgerversion CASCADE", "ledgers_ledgerrow"):
        with pytest.raises(DatabaseError, match="stays as it is"):
            execute(f"TRUNCATE {table}")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    with pytest.raises(DatabaseError, match="stays as it is"):
        execute("DELETE FROM ledgers_ledgerrow")


def test_a_missing_trigger_fails_the_check_by_name_and_migrate_brings_it_back():
    call_command("check", databases=["default"], tags=["database"])
    name, drop = {
        "sqlite": ("ledgers_ledgerrow_delete", "DROP TRIGGER ledgers_ledgerrow_delete"),
        "postgresql": (
            "ledgers_ledgerrow_guard",
            "DROP TRIGGER ledgers_ledgerrow_guard ON ledgers_ledgerrow",
        ),
    }[connection.vendor]
    execute(drop)
    with pytest.raises(SystemCheckError, match=rf"{name}.*could be changed"):
        call_command("check", databases=["default"], tags=["database"])
    for _ in range(2):
        call_command("migrate", skip_checks=True, verbosity=0, interactive=False)
        assert triggers.missing(connection) == []
