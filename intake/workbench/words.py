"""What an action is called on its button, what follows from it, and the drawing beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class ActionWords:
    """An action's name on its button, what follows from it, and the drawing beside it."""

    name: Words
    hint: Words = ""
    icon: str = "pen"
