"""Real receivers, and drainers in processes of their own with a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

DRAINER = Path(__file__).parent / "drainer.py"


class Receiver:
    """An HTTP receiver that keeps keys: what comes again under a key is known and not taken twice."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict, dict]] = []
        self.calls: Counter[str] = Counter()
        self.accepted: dict[str, dict] = {}
        self.status = 200
        self.headers: dict[str, str] = {}
        self.delay = 0.0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.take(self.headers["Idempotency-Key"], body, dict(self.headers))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, key: str, body: dict, headers: dict) -> None:
        self.calls[key] += 1
        self.requests.append((key, body, headers))
        if self.status == 200:
            self.accepted.setdefault(key, body)
        time.sleep(self.delay)

    def wait_for(self, count: int, process: subprocess.Popen, seconds: float = 120) -> None:
        """Wait until so many keys have come, while the process that sends them lives."""
        give_up = time.monotonic() + seconds
        while len(self.calls) < count:
            assert process.poll() is None, f"the sender ended: {process.returncode}"
            assert time.monotonic() < give_up, f"only {len(self.calls)} of {count} came"
            time.sleep(0.02)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


class Elsewhere:
    """A site in processes of its own, with folder and database; its text messages go to a receiver."""

    def __init__(self, folder: Path, sms_url: str, database_url: str) -> None:
        self.environment = os.environ | {
            "SUNSHINE_VAR": str(folder),
            "SUNSHINE_SMS_CHANNEL": "http",
            "SUNSHINE_SMS_URL": sms_url,
            "SUNSHINE_SMS_TOKEN": "a-token-for-tests",
            "DATABASE_URL": database_url,
            "CELERY_BROKER_URL": "filesystem://",  # the default one, whose rings lie there to be counted
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.broker = folder / "broker" / "queue"
        self.started: list[subprocess.Popen] = []
        self.steps: subprocess.Popen | None = None

    def start(self, *command: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def drainer(self, *arguments: str) -> subprocess.Popen:
        return self.start(str(DRAINER), *arguments)

    def run(self, *step: str) -> Any:
        """What one step gives back, carried out by a process that stays for all of them."""
        if self.steps is None:
            self.steps = self.drainer("serve")
        print(json.dumps(step), file=self.steps.stdin, flush=True)
        answer = self.steps.stdout.readline()
        assert answer, f"the step {step[0]} failed"
        return json.loads(answer)

    def stop(self) -> None:
        for process in self.started:
            process.stdin.close()
            if process is not self.steps and process.poll() is None:
                process.kill()
            process.wait(timeout=30)
            process.stdout.close()


@pytest.fixture
def elsewhere(tmp_path: Path, receiver: Receiver) -> Iterator[Elsewhere]:
    url = os.environ.get("DATABASE_URL", "")
    with _database_beside(url) as own_url:
        site = Elsewhere(tmp_path, receiver.url, own_url)
        site.run("tables")
        yield site
        site.stop()


class _database_beside:
    """A database of its own on the same PostgreSQL server; SQLite's lies in the folder anyway."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = f"sunshine_drainers_{os.getpid()}"

    def __enter__(self) -> str:
        if not self.url:
            return ""
        self._execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"CREATE DATABASE {self.name}")
        return urlsplit(self.url)._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *exception: object) -> None:
        if self.url:
            self._execute(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        import psycopg

        url = urlsplit(self.url)._replace(path="/postgres").geturl()
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
