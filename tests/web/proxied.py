"""The site as ``deploy/`` says that it is run: production settings, its own web server, nginx in front of it.

Only what a test's machine has elsewhere is changed: ports, certificate, folders, and SQLite for PostgreSQL.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from scratch import free_port
from web.plainly import Visitor

TESTS = Path(__file__).resolve().parent.parent
DEPLOY = TESTS.parent / "deploy"
HOST = "sunshine.example.gov.cn"
SECONDS = 60
# As a distribution's nginx.conf has it: with an access log, which a site must turn off.
AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
    types {{ text/html html; }}
    access_log {folder}/access.log;
    proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/sunshine.conf;
}}
"""
FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", database="cache")
call_command("collectstatic", interactive=False, verbosity=0)
import factories
factories.load_county()
"""


@dataclass
class Deployed:
    """A deployed site: its folder, its two ports at the proxy, the web server's own, and that server."""

    folder: Path
    http: int
    https: int
    inner: int
    certificate: ssl.SSLContext
    server: subprocess.Popen[bytes]

    def visitor(self) -> Visitor:
        return Visitor(f"https://127.0.0.1:{self.https}", self.certificate, HOST)


@contextmanager
def deployed(folder: Path, template: Path) -> Iterator[Deployed]:
    """Serve the site behind nginx until the block ends, on a copy of the database of a site that is migrated."""
    environment = _environment(folder)
    shutil.copy(template / "sunshine.sqlite3", folder / "var")
    subprocess.run([sys.executable, "-c", FILL], env=environment, check=True, capture_output=True)
    http, https, inner = (free_port() for _ in range(3))
    context = _certificate(folder)
    (folder / "sunshine.conf").write_text(_adapted(folder, http, https, inner), encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")
    nginx = ["nginx", "-p", str(folder), "-e", str(folder / "nginx.log"), "-c", str(folder / "nginx.conf")]
    serve = [sys.executable, "-m", "sunshine.serve", "--port", str(inner), "--workers", "1"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(serve, env=environment, stdout=log, stderr=log)
        proxy = subprocess.Popen(nginx, stdout=log, stderr=log)
        try:
            _wait(inner, server)
            _wait(https, proxy)
            yield Deployed(folder, http, https, inner, context, server)
        finally:
            for process in (proxy, server):
                process.terminate()
                process.wait(20)


def _environment(folder: Path) -> dict[str, str]:
    """The example of ``deploy/`` with keys, and without the servers that it names."""
    lines = (DEPLOY / "sunshine.env.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    own = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(TESTS),
        "SUNSHINE_SECRET_KEY": secrets.token_urlsafe(60),
        "SUNSHINE_DATA_KEYS": Fernet.generate_key().decode(),
        "SUNSHINE_INDEX_KEY": secrets.token_urlsafe(48),
        "SUNSHINE_VAR": str(folder / "var"),
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    (folder / "var").mkdir()
    return example | own


def _adapted(folder: Path, http: int, https: int, inner: int) -> str:
    """The configuration of ``deploy/`` on this machine. Each place must be there to be changed."""
    text = (DEPLOY / "nginx" / "sunshine.conf").read_text(encoding="utf-8")
    for written, here in (
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{https} ssl http2;"),
        ("/etc/ssl/sunshine/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/var/lib/nginx/sunshine-body", f"{folder}/body"),
        ("/opt/sunshine/deploy/", f"{DEPLOY}/"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{inner}"),
    ):
        assert written in text, written
        text = text.replace(written, here)
    return text


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that is thrown away with the folder, and who trusts it alone."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    context = ssl.create_default_context(cafile=str(chain))
    context.check_hostname = False  # it is asked by its number
    return context


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens: {process.args!r}")
