"""What the demo's runner is made of: keys in a closed file, children that end as a whole, a watched make."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scratch import heed_interrupts

from sunshine.demo import keys, runner
from sunshine.demo.children import Child, stop_all
from sunshine.demo.parent import Make

FAMILY = (
    "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); print('up', flush=True); time.sleep(60)"
)


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def members(group: int) -> list[int]:
    """The living processes of a group, read from /proc; zombies are not alive."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = entry.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(entry.parent.name))
    return found


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Child]:
    child = Child("family", [sys.executable, "-c", FAMILY], tmp_path / "family.log")
    wait_for(lambda: "up" in child.last_lines())
    yield child
    stop_all([child])


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    made = keys.read_or_make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.read_or_make(path) == made
    assert keys.read_or_make(tmp_path / "others.json") != made


def test_a_child_is_stopped_together_with_what_it_started(family: Child) -> None:
    group = family._process.pid
    assert len(members(group)) == 2
    stop_all([family])
    wait_for(lambda: not members(group))
    assert family.exit_code() is not None


def test_a_child_that_ends_by_itself_is_named_with_its_last_words(tmp_path: Path) -> None:
    child = Child("clock", [sys.executable, "-c", "raise SystemExit('no oil left')"], tmp_path / "clock.log")
    wait_for(lambda: child.exit_code() is not None)
    with pytest.raises(runner.CannotRun, match=r"(?s)clock.*no oil left"):
        runner.watch([child], Make())


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind((runner.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(runner.CannotRun, match=str(port)):
            runner.require_free(port)


def test_a_second_demo_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (
        runner.only_one(tmp_path / "lock"),
        pytest.raises(runner.CannotRun),
        runner.only_one(tmp_path / "lock"),
    ):
        pass
    with runner.only_one(tmp_path / "lock"):
        pass


WATCHER = """
import time
from sunshine.demo.parent import Make
make = Make()
print("watching", flush=True)
while not make.wants_to_end():
    time.sleep(0.02)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what make does with a signal")
def test_an_interrupt_sent_to_make_alone_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "watch.py").write_text(WATCHER)
    (tmp_path / "Makefile").write_text(f"watch:\n\t@exec {sys.executable} watch.py\n")
    make = subprocess.Popen(
        ["make", "watch"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    assert make.stdout is not None
    assert make.stdout.readline() == b"watching\n"
    os.kill(make.pid, signal.SIGINT)
    make.communicate(timeout=10)
    wait_for(lambda: not members(make.pid))


def test_a_child_dies_with_the_demo_even_when_that_is_killed(tmp_path: Path) -> None:
    story = (
        "import pathlib, sys, time; from sunshine.demo.children import Child;"
        f"child = Child('c', ['sleep', '60'], pathlib.Path({str(tmp_path / 'c.log')!r}));"
        "print(child._process.pid, flush=True); time.sleep(60)"
    )
    demo = subprocess.Popen([sys.executable, "-c", story], stdout=subprocess.PIPE)
    assert demo.stdout is not None
    group = int(demo.stdout.readline())
    assert members(group)
    demo.kill()
    demo.communicate()
    wait_for(lambda: not members(group))
