"""``python -m sunshine.serve``: the web server, Granian, with the application loaded once for all its processes.

Granian forks its processes where the system can. What is imported before is shared by them: they start in half the
time and take less memory. Nothing here opens a connection before the fork.
"""

from __future__ import annotations

import gc
from argparse import ArgumentParser

from django.db import connection
from django.urls import resolve
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sunshine import wsgi

APPLICATION = f"{wsgi.__name__}:application"
# Of each process. Whoever writes to SQLite keeps all others out, and a thread that must wait for the interpreter
# between its statements does so for long: with four threads half as much was stored a second as with two.
THREADS = {"sqlite": 2, "postgresql": 4}


def main() -> None:
    """Serve until a signal says stop. A process that dies is replaced."""
    parser = ArgumentParser(prog="sunshine.serve", description="The web server.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    resolve("/healthz/")  # loads every address and view
    # What is loaded by now stays. The collector would stop a request for a quarter of a second to look through it.
    gc.collect()
    gc.freeze()
    Granian(
        APPLICATION,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS[connection.vendor],
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
