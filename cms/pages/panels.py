"""What the home page shows of rooms it may not import: they register a panel, the home page asks for it.

``register("cases", newest_cases, "petitions/home_panel.html")`` in a room's ``AppConfig.ready``. The function
takes no request, because the page is the same for everyone and stands in caches. It returns the template's
context (there called ``panel``), or None when there is nothing to show: then the panel is left out, and the
home page says what will come. One with a ``heading``, and perhaps a ``period``, is listed in the third door.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regions.models import Region

Context = dict[str, Any]


class DuplicatePanel(ValueError):
    """Two rooms chose one name."""


@dataclass(frozen=True)
class Panel:
    """A panel with something to show: its name is also the anchor of its section."""

    name: str
    template: str
    context: Context


_registered: dict[str, tuple[Callable[[], Context | None], str]] = {}


def register(name: str, function: Callable[[], Context | None], template: str) -> None:
    """Add a panel after those there are. Raises ``DuplicatePanel`` for a name that another room has."""
    known = _registered.get(name)
    if known is not None and known != (function, template):
        raise DuplicatePanel(name)
    _registered[name] = (function, template)


_of_places: dict[str, tuple[Callable[[Region], Context | None], str]] = {}


def register_of_place(name: str, function: Callable[[Region], Context | None], template: str) -> None:
    """Add a panel to the pages of places, as ``register`` does to the home page: it is asked with the region."""
    known = _of_places.get(name)
    if known is not None and known != (function, template):
        raise DuplicatePanel(name)
    _of_places[name] = (function, template)


def collect_of_place(region: Region) -> list[Panel]:
    """The panels that have something to show of a place."""
    found = []
    for name, (function, template) in _of_places.items():
        context = function(region)
        if context is not None:
            found.append(Panel(name, template, context))
    return found


def collect() -> list[Panel]:
    """The panels that have something to show, in the order in which they were registered."""
    found = []
    for name, (function, template) in _registered.items():
        context = function()
        if context is not None:
            found.append(Panel(name, template, context))
    return found
