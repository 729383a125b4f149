"""``sunshine demo``: brings the demo up, stays in the foreground, and takes down what it started."""

from __future__ import annotations

import fcntl
import logging
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import django
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console

from sunshine import env
from sunshine.demo import keys
from sunshine.demo.children import Child, stop_all
from sunshine.demo.parent import Make
from sunshine.translations import catalogue

HOST = "127.0.0.1"
READY_SECONDS = 60
LOOK_EVERY_SECONDS = 0.25
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked the demo to end. Not an ``Exception``, so that nothing takes it for a fault."""


class CannotRun(Exception):
    """The demo cannot start or go on; the text says why, to a person."""


def main() -> int:
    """Run the demo until asked to stop. Returns 0 then, 1 when it could not start or a part of it ended."""
    console = Console(highlight=False)
    var = env.path("SUNSHINE_VAR", env.ROOT / "var" / "demo")
    try:
        with stopping_by_signal():
            _configure(var)
            with only_one(var / "lock"):
                return _run(console, var, env.number("PORT", 8000))
    except Stopped:
        return 0
    except CannotRun as reason:
        console.print(str(reason), style="red", markup=False)
        return 1


def _configure(var: Path) -> None:
    """Give Django the demo's keys and folder, then load it. Catalogues first: they are read only once."""
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    env.provide({"SUNSHINE_VAR": str(var), **keys.read_or_make(var / "keys.json")})
    catalogue.compile_if_stale()
    django.setup()
    logging.getLogger().setLevel(logging.ERROR)  # of this process: the terminal is for people
    translation.activate(env.terminal_language())


def _run(console: Console, var: Path, port: int) -> int:
    from sunshine.demo import people, preparation  # models: only after Django is set up

    make = Make()
    require_free(port)
    # Printed, not only shown as a status: a status is not seen where the output is a file.
    console.print(_("Preparing the demo county; the first start takes a minute or two."))
    preparation.prepare(console, var)
    console.print(_("Starting the web server and the worker …"))
    children = start(var, port)
    try:
        address = f"http://{HOST}:{port}/"
        wait_until_ready(address, children, make)
        console.print(people.login_table())
        console.print(_("Sunshine is at %(address)s") % {"address": address}, style="bold", markup=False)
        console.print(_("Data and keys: %(folder)s. Press Ctrl-C to stop.") % {"folder": var}, markup=False)
        while True:
            watch(children, make)
            time.sleep(LOOK_EVERY_SECONDS)
    except Stopped:
        console.print(_("Stopping …"))
        raise
    finally:
        for name in SIGNALS:
            signal.signal(name, signal.SIG_IGN)
        stop_all(children)


def start(var: Path, port: int) -> list[Child]:
    """Start the web server (two processes) and the worker with its clock."""
    logs = var / "log"
    logs.mkdir(exist_ok=True)
    python = [sys.executable, "-m"]
    web = [*python, "sunshine.serve", "--host", HOST, "--port", str(port), "--workers", "2"]
    worker = [*python, "celery", "--app", "sunshine.celery", "worker", "--beat", "--pool", "solo"]
    worker += ["--loglevel", "WARNING"]
    children: list[Child] = []
    try:
        children.append(Child(_("web server"), web, logs / "web.log"))
        children.append(Child(_("worker"), worker, logs / "worker.log"))
    except BaseException:
        stop_all(children)
        raise
    return children


def watch(children: list[Child], make: Make) -> None:
    """Raise ``Stopped`` when make wants to end, ``CannotRun`` when a child has ended by itself."""
    if make.wants_to_end():
        raise Stopped
    for child in children:
        code = child.exit_code()
        if code is not None:
            reason = _("The %(name)s ended by itself (exit code %(code)s). Its last words, from %(log)s:")
            raise CannotRun(
                "\n".join([reason % {"name": child.name, "code": code, "log": child.log}, child.last_lines()])
            )


def wait_until_ready(address: str, children: list[Child], make: Make) -> None:
    """Wait until site, database and worker answer. Raises ``CannotRun`` with what is still wrong."""
    for page in ("healthz/", "readyz/"):
        give_up_at = time.monotonic() + READY_SECONDS
        while (answer := ask(address + page)) is not None:
            watch(children, make)
            if time.monotonic() > give_up_at:
                text = _("%(address)s was not ready after %(seconds)s seconds: %(answer)s")
                values = {"address": address + page, "seconds": READY_SECONDS, "answer": answer}
                raise CannotRun(text % values)
            time.sleep(LOOK_EVERY_SECONDS)


def ask(address: str) -> str | None:
    """None when the address answers 200, else what it says instead."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own http address
            return None
    except urllib.error.HTTPError as error:
        return error.read(2000).decode("utf-8", errors="replace") or str(error)
    except OSError as error:
        return str(error)


def require_free(port: int) -> None:
    """Raise ``CannotRun`` when something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            text = _("Port %(port)s is taken or not allowed. Choose another: PORT=8123 make demo")
            raise CannotRun(text % {"port": port}) from error


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the demo's data folder: two workers and two clocks on one database would do things twice."""
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = _("A demo already runs on the data in %(folder)s. Stop it first.")
            raise CannotRun(text % {"folder": lock.parent}) from error
        yield


@contextmanager
def stopping_by_signal() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into ``Stopped``."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = {name: signal.signal(name, stop) for name in SIGNALS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
