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
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Demo:
    """``make demo`` and the file that stands for its terminal."""

    make: subprocess.Popen[str]
    terminal: Path

    def printed(self) -> str:
        return self.terminal.read_text()

    def stop(self, *, whole_group: bool) -> None:
        """Ctrl-C as a terminal sends it, or a signal to make alone; returns when make has ended."""
        if whole_group:
            os.killpg(self.make.pid, signal.SIGINT)
        else:
            self.make.send_signal(signal.SIGINT)
        self.make.wait(timeout=60)


@contextmanager
def demo(folder: Path, port: int) -> Iterator[Demo]:
    """``make demo`` on a folder of its own, in a process group of its own, once it says how to stop it."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**inherited, "SUNSHINE_VAR": str(folder), "PORT": str(port), "LANG": "en_GB.UTF-8"}
    terminal = folder.with_suffix(".terminal")
    with terminal.open("w") as output:
        make = subprocess.Popen(
            ["make", "demo"],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=output,
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )
    running = Demo(make, terminal)
    try:
        until = time.monotonic() + PATIENCE
        while "Ctrl-C" not in running.printed():
            assert make.poll() is None, running.printed()
            assert time.monotonic() < until, f"the demo did not come up\n{running.printed()}"
            time.sleep(0.25)
        yield running
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGKILL)
            make.wait()


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


def count_petitions(folder: Path) -> int:
    with sqlite3.connect(folder / "sunshine.sqlite3") as database:
        return int(database.execute("SELECT count(*) FROM petitions_petition").fetchone()[0])


def test_the_demo_comes_up_stops_without_a_trace_and_keeps_its_data(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as running:
        for path in ("", "healthz/", "readyz/"):
            assert answers(f"http://127.0.0.1:{port}/{path}")
        running.stop(whole_group=True)
    printed = running.printed()
    assert left_running(tmp_path) == []
    assert printed.startswith("Preparing the demo county") and "\nStarting the web server" in printed
    assert f"http://127.0.0.1:{port}/" in printed
    for name in ("petition_office", "officer2", "township_officer", "inspector", "operator", "sunshine-demo"):
        assert name in printed
    filed = count_petitions(tmp_path)
    assert filed > 30

    with demo(tmp_path, port) as running:
        running.stop(whole_group=False)
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
