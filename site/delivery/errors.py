"""How handling a message can fail, for drainers and handlers alike."""

from __future__ import annotations

import re


class Undeliverable(Exception):
    """Trying again can't help. ``code`` says why in one word, without personal data."""

    def __init__(self, code: str) -> None:
        if not re.fullmatch(r"[a-z0-9_]{1,60}", code):
            raise ValueError("the reason is a short code of lower-case letters, digits and underscores")
        super().__init__(code)
        self.code = code


class NoHandler(Exception):
    """No handler is registered for the topic of a message: an older worker, perhaps, than what posted it."""


class NoTransaction(RuntimeError):
    """A message was posted outside a transaction: the effect could happen without its cause."""
