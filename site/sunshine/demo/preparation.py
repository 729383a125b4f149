"""What must be true before the demo's servers start; each step does nothing when it is true already."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from rich.console import Console

from sunshine.demo import county


def prepare(console: Console, var: Path) -> None:
    """Bring database, static files and demo data up to date, saying what takes time."""
    if not migrated():
        with console.status(_("Setting up the database …")):
            call_command("migrate", interactive=False, verbosity=0)
            if "cache" in connections:
                call_command("createcachetable", database="cache")
    mark = var / "static.fingerprint"
    fingerprint = static_fingerprint()
    if not mark.exists() or mark.read_text(encoding="ascii") != fingerprint:
        with console.status(_("Collecting the static files …")):
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            mark.write_text(fingerprint, encoding="ascii")
    if not county.is_loaded():
        with console.status(_("Loading the demo county …")):
            county.load()
    connections.close_all()


def migrated() -> bool:
    """Whether every migration is applied and the cache's table, made last, exists."""
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    if "cache" not in connections:
        return True
    return "sunshine_cache" in connections["cache"].introspection.table_names()


def static_fingerprint() -> str:
    """A hash over every static file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
