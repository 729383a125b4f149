"""Keeps the index with what is public, through the outbox: a change and its note to the index are one transaction."""

from __future__ import annotations

import uuid

from delivery import outbox

TOPIC = "index"


def changed(kind: str, *ids: str) -> None:
    """Have documents of one kind read anew: they became public, other, or are gone. Raises ``NoTransaction``."""
    if ids:
        outbox.post(TOPIC, f"{TOPIC}:{uuid.uuid4()}", {"kind": kind, "ids": list(ids)})
