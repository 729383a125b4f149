"""What a filing asks of the database: little, and while other writers wait, next to nothing but writing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regions.models import Organisation, Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

MOST_STATEMENTS = 26  # one is a lock that only PostgreSQL needs


def file_one(client: Client, key: str) -> None:
    matter = {
        "title": "村里的路灯不亮",
        "body": "三组的路灯坏了一年多，电费照收，希望修好并说明电费。",
        "region": factories.VILLAGE,
        "category": "110100",
        "petitioner": {"name": "覃见山", "phone": "19900010001"},
    }
    response = client.post(
        "/api/v1/petitions/",
        json.dumps(matter),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )
    assert response.status_code == 201, response.content


@pytest.fixture
def statements(client) -> list[str]:
    """The statements of one filing, once what a process keeps is kept."""
    file_one(client, "first")
    with CaptureQueriesContext(connection) as captured:
        file_one(client, "second")
    return [query["sql"] for query in captured.captured_queries]


def test_a_filing_takes_few_statements(statements):
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)


def test_a_filing_reads_all_it_needs_before_it_keeps_other_writers_waiting(statements):
    begin = next(at for at, sql in enumerate(statements) if sql.startswith("SAVEPOINT"))
    reads = [sql for sql in statements[begin:] if sql.startswith("SELECT") and "advisory" not in sql]
    # Whether the tree is still the one that holder and bars were found by.
    assert len(reads) <= 1, "\n".join(reads)


def test_an_office_that_opens_while_a_case_is_drawn_up_gets_the_case():
    here = Region.objects.get(code=factories.VILLAGE)

    def open_an_office() -> None:
        Organisation.objects.create(
            code="XFB-NEW", name="柘木湾镇信访办", kind=Organisation.Kind.PETITION_OFFICE, region=here
        )

    with connection.execute_wrapper(_Once("SAVEPOINT", open_an_office)):
        petition = factories.file_petition().petition
    assert petition.owner.code == "XFB-NEW"
    assert [key.key for key in petition.keys.all()] == [f"o:{petition.owner_id}"]


class _Once:
    """Does something just before the first statement of a kind, as another process might."""

    def __init__(self, kind: str, work: Callable[[], None]) -> None:
        self.kind, self.work, self.done = kind, work, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.done and sql.startswith(self.kind):
            self.done = True
            self.work()
        return execute(sql, params, many, context)
