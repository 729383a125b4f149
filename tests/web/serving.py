"""A real site for a real browser: made once, copied for each module of tests, served by a process of its own.

Nothing flushes: a module's tests work on their own copy of a migrated database, which goes away with them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext
from scratch import free_port

TESTS = Path(__file__).resolve().parent.parent
START_SECONDS = 60
MAKE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable")
call_command("collectstatic", interactive=False, verbosity=0)
import factories
factories.load_county()
from cms.pages.setup import ensure_site
from regions.models import Region
ensure_site(Region.objects.get(level=Region.Level.COUNTY))
from delivery import outbox
while outbox.drain(limit=500).handled:  # the search knows the pages; nothing waits for a worker
    pass
"""
# Answers piece after piece of code with what it prints: starting Django for each of them would take seconds.
ANSWER = """
import contextlib, io, json, sys, traceback
import django
django.setup()
from django.db import connections
from django.utils import translation
for line in sys.stdin:
    printed, failed = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {})
    except Exception:
        failed = traceback.format_exc()
    connections.close_all()
    translation.deactivate()
    print(json.dumps([printed.getvalue(), failed]), flush=True)
"""
SIGN_IN = """
import factories
from django.test import Client
client = Client()
client.force_login(factories.staff({name!r}))
print(client.cookies["sessionid"].value)
"""


class Broken(RuntimeError):
    """A process of the site failed; the text is what it said."""


class Web:
    """A site that answers: its address without a slash at the end, and the folder with its data."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self._answering: subprocess.Popen[str] | None = None

    def python(self, code: str) -> str:
        """Run code in the site; ``factories`` can be imported. What it prints. One process answers all of it."""
        if self._answering is None:
            self._answering = subprocess.Popen(
                [sys.executable, "-c", ANSWER],
                env=_environment(self.folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        asked, answers = self._answering.stdin, self._answering.stdout
        assert asked is not None and answers is not None
        asked.write(json.dumps(code) + "\n")
        asked.flush()
        answer = answers.readline()
        if not answer:
            raise Broken("the process that answers for the site has ended")
        printed, failed = json.loads(answer)
        if failed:
            raise Broken(failed[-4000:])
        return str(printed)

    def close(self) -> None:
        """End the process that answered."""
        if self._answering is not None:
            self._answering.communicate()

    def sign_in(self, context: BrowserContext, name: str) -> None:
        """Give a browser the session of a member of staff, one of ``factories.STAFF``."""
        cookie = self.python(SIGN_IN.format(name=name)).strip()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.url}])


def make(folder: Path) -> None:
    """A migrated site with the invented county, its pages and its static files."""
    folder.mkdir(parents=True, exist_ok=True)
    _python(folder, MAKE)


def copy(template: Path, folder: Path) -> None:
    """The site of ``template`` with data of its own; static files are shared, for they do not change."""
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("static", "*.log"))
    (folder / "static").symlink_to(template / "static", target_is_directory=True)


@contextmanager
def serve(folder: Path) -> Iterator[Web]:
    """Serve the site of a folder on a free port of this machine until the block ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "sunshine.wsgi:application"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=_environment(folder, url), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(url, process, folder)
            web = Web(url, folder)
            try:
                yield web
            finally:
                web.close()
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def fresh(folder: Path, code: str) -> str:
    """Run code in the site of a folder, in a process of its own. What it prints."""
    return _python(folder, f"import django\ndjango.setup()\n{code}")


def _python(folder: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=_environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Broken(done.stderr[-4000:])
    return done.stdout


def _environment(folder: Path, url: str = "http://127.0.0.1") -> dict[str, str]:
    own = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in own and not name.startswith("SUNSHINE_")
    }
    return kept | {
        "DJANGO_SETTINGS_MODULE": "sunshine.settings.test",
        "PYTHONPATH": str(TESTS),
        "SUNSHINE_BASE_URL": url,
        "SUNSHINE_LOG_LEVEL": "WARNING",
        "SUNSHINE_VAR": str(folder),
    }


def _wait(url: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz/", timeout=10):
                return
        except OSError:  # nobody listens yet, or the first answer takes long
            time.sleep(0.1)
    raise Broken((folder / "server.log").read_text(encoding="utf-8", errors="replace")[-4000:])
