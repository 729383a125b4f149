"""Fifty people press the button at the same moment: fifty cases, fifty numbers, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from services.own_database import empty_database, run
from web import serving

AT_ONCE = 50
STORY = f"""
import django; django.setup()
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
import json
from django.core.management import call_command
from django.db import connection, connections
call_command("migrate", interactive=False, verbosity=0)
import factories; factories.load_county()
ready = Barrier({AT_ONCE})

def file(position):
    ready.wait()
    try:
        return factories.file_petition(title=f"第{{position}}件").petition.number
    finally:
        connection.close()

with ThreadPoolExecutor({AT_ONCE}) as people:
    numbers = list(people.map(file, range({AT_ONCE})))
from intake.petitions.models import Petition
print(json.dumps({{"numbers": numbers, "stored": Petition.objects.count()}}))
connections.close_all()
"""


def check(result: dict) -> None:
    assert result["stored"] == AT_ONCE
    assert len(set(result["numbers"])) == AT_ONCE


@pytest.mark.own_site
def test_on_sqlite(site_template: Path, tmp_path: Path) -> None:
    serving.copy(site_template, tmp_path / "var")
    check(run(STORY, tmp_path / "var"))


@pytest.mark.services("DATABASE_URL")
def test_on_postgresql(tmp_path: Path) -> None:
    with empty_database(os.environ["DATABASE_URL"]) as url:
        check(run(STORY, tmp_path, url))
