"""``make demo`` as somebody meets it who cloned the project: up, stopped, and up again with its data."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scratch import free_port, heed_interrupts

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """``make demo`` on a folder of its own, in a process group of its own, once it is ready."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**inherited, "SUNSHINE_VAR": str(folder), "PORT": str(port), "LANG": "en_GB.UTF-8"}
    make = subprocess.Popen(
        ["make", "demo"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    try:
        until = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}/readyz/"):
            assert make.poll() is None, make.communicate()[0]
            assert time.monotonic() < until, "the demo did not come up"
            time.sleep(0.25)
        yield make
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGKILL)
            make.communicate()


def left_running(folder: Path) -> list[str]:
    """Commands of living processes whose environment names the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def stop(make: subprocess.Popen[str], *, whole_group: bool) -> str:
    """Ctrl-C as a terminal sends it, or a signal to make alone; what was printed till then."""
    if whole_group:
        os.killpg(make.pid, signal.SIGINT)
    else:
        make.send_signal(signal.SIGINT)
    return make.communicate(timeout=60)[0]


def count_petitions(folder: Path) -> int:
    with sqlite3.connect(folder / "sunshine.sqlite3") as database:
        return int(database.execute("SELECT count(*) FROM petitions_petition").fetchone()[0])


def test_the_demo_comes_up_stops_without_a_trace_and_keeps_its_data(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as make:
        assert answers(f"http://127.0.0.1:{port}/")
        assert answers(f"http://127.0.0.1:{port}/healthz/")
        printed = stop(make, whole_group=True)
    assert left_running(tmp_path) == []
    assert f"http://127.0.0.1:{port}/" in printed
    for name in ("petition_office", "officer2", "township_officer", "inspector", "operator", "sunshine-demo"):
        assert name in printed
    filed = count_petitions(tmp_path)
    assert filed > 30

    with demo(tmp_path, port) as make:
        stop(make, whole_group=False)
    assert left_running(tmp_path) == []
    assert count_petitions(tmp_path) == filed


def test_a_busy_port_is_said_plainly_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "SUNSHINE_VAR": str(tmp_path), "PORT": str(port), "LANG": "en_GB.UTF-8"}
        result = subprocess.run(
            ["make", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert result.returncode != 0
    assert f"Port {port} is taken" in result.stdout
    assert not (tmp_path / "sunshine.sqlite3").exists()
