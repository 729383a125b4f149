"""Fifty people press the button at the same moment: fifty cases, fifty numbers, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

TESTS = Path(__file__).resolve().parents[1]
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


def run(folder: Path, database_url: str = "") -> dict:
    """The story in a process of its own, on a database of its own."""
    own = {
        "SUNSHINE_VAR": str(folder),
        "SUNSHINE_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(TESTS),
        "REDIS_URL": "",
    }
    settings = {"DJANGO_SETTINGS_MODULE": "sunshine.settings.test", "DATABASE_URL": database_url}
    environment = {**os.environ, **own, **settings}
    done = subprocess.run(
        [sys.executable, "-c", STORY], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def check(result: dict) -> None:
    assert result["stored"] == AT_ONCE
    assert len(set(result["numbers"])) == AT_ONCE


def test_on_sqlite(tmp_path: Path) -> None:
    check(run(tmp_path))


@contextmanager
def empty_database(url: str) -> Iterator[str]:
    """A database beside the one that the address names, dropped afterwards."""
    import psycopg

    name = f"many_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.services("DATABASE_URL")
def test_on_postgresql(tmp_path: Path) -> None:
    with empty_database(os.environ["DATABASE_URL"]) as url:
        check(run(tmp_path, url))
