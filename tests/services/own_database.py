"""A database of its own beside the one that the environment names, and stories told on it in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TESTS = Path(__file__).resolve().parents[1]


def run(story: str, folder: Path, database_url: str = "") -> Any:
    """What a story prints as its last line, told in a process of its own, on an empty database."""
    own = {
        "SUNSHINE_VAR": str(folder),
        "SUNSHINE_LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(TESTS),
        "REDIS_URL": "",
    }
    settings = {"DJANGO_SETTINGS_MODULE": "sunshine.settings.test", "DATABASE_URL": database_url}
    environment = {**os.environ, **own, **settings}
    done = subprocess.run(
        [sys.executable, "-c", story], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


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
