"""The engine that this site searches with. Nothing outside this folder knows which library it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine


def engine() -> Engine:
    """The engine that the settings name, the same object for all of a process."""
    return _embedded(Path(settings.SUNSHINE_SEARCH_FOLDER))


@cache
def _embedded(folder: Path) -> Engine:
    from search.engines.embedded import EmbeddedEngine  # loads the library: not for every command

    return EmbeddedEngine(folder)
