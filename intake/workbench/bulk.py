"""What other rooms offer for the ticked cases of the queue (批量操作): each puts a button of its own beside ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail import hooks

# A room registers ``(user) -> Bulk | None`` under this name.
HOOK = "register_ticked_action"


@dataclass(frozen=True)
class Bulk:
    """A page that takes the ticks by POST, and the words of the button that leads to it."""

    address: str
    words: str


def offered_to(user: Any) -> list[Bulk]:
    """What the user may do with ticked cases elsewhere."""
    return [bulk for offer in hooks.get_hooks(HOOK) if (bulk := offer(user)) is not None]
