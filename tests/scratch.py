"""A whole site on a folder that goes away: for benchmarks, screenshots and whoever needs real servers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def scratch_site(*, with_cases: bool = False) -> Iterator[Path]:
    """A migrated site with the demo's regions, categories and people in a folder of its own, gone afterwards.
    With ``with_cases`` it is the whole demo: its petitions and pages too.

    In the project's ``var/`` and not in /tmp, which may be memory: what is measured is a disk that is synced.
    """
    from sunshine import env
    from sunshine.demo import keys

    (env.ROOT / "var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=env.ROOT / "var"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "sunshine.settings.demo"
    os.environ["SUNSHINE_LOG_LEVEL"] = "ERROR"
    os.environ["SUNSHINE_SUBMISSIONS_PER_HOUR"] = "0"  # all that comes here comes from one address
    os.environ["PORT"] = str(free_port())
    os.environ |= {"SUNSHINE_VAR": str(folder), **keys.read_or_make(folder / "keys.json")}
    try:
        django.setup()
        _fill(with_cases)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(with_cases: bool) -> None:
    from django.core.management import call_command
    from django.db import connections

    from sunshine.demo import county, people

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", database="cache")
    call_command("collectstatic", interactive=False, verbosity=0)
    if with_cases:
        county.load()
    else:
        county.load_reference_data()
        people.load()
    connections.close_all()


@contextmanager
def servers(folder: Path) -> Iterator[str]:
    """Two web processes and a worker on the scratch site; the address, once it is ready."""
    from sunshine.demo import runner
    from sunshine.demo.children import stop_all
    from sunshine.demo.parent import Make

    port = int(os.environ["PORT"])
    children = runner.start(folder, port)
    try:
        address = f"http://{runner.HOST}:{port}/"
        runner.wait_until_ready(address, children, Make())
        yield address
    finally:
        stop_all(children)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def heed_interrupts() -> None:
    """As in a terminal. What runs in a script's background ignores SIGINT, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
