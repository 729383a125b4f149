"""Texts that people and programmes hand in: one way of cleaning them, and how long they may be.

Pure: the form, the API and the import all read it, so that none of them takes what another refuses.
"""

from __future__ import annotations

import unicodedata

from privacy.normalising import composed

TITLE_LENGTH = 60
BODY_LENGTH = 5000
PARTY_LENGTH = 200
# Matters carried over from other systems were written under other limits; cutting them would change what was said.
# The title's bound is that of its masked column.
IMPORTED_TITLE_LENGTH = 300
IMPORTED_BODY_LENGTH = 20_000

# Cleaning makes a text shorter: line ends, spaces and marks come together. By no more than this, in what people write.
_SHRINKS_TO = 4

_KEPT_CONTROLS = "\n\t"
# Marks that turn the direction of what follows: with them a name or an amount can be made to read otherwise.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(typed: str) -> str:
    """What was typed, composed (NFC), with one kind of line end and without control and direction marks."""
    text = composed(typed.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        char
        for char in text
        if char in _KEPT_CONTROLS
        or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _DIRECTION)
    ).strip()


def is_beyond(typed: str, most: int) -> bool:
    """Whether what was typed is too long to be worth cleaning: it could not come down to ``most`` characters."""
    return len(typed) > _SHRINKS_TO * most


def has_controls(text: str) -> bool:
    """Whether control characters other than line ends and tabs are in it."""
    return any(unicodedata.category(char) == "Cc" and char not in "\n\r\t" for char in text)


def is_damaged(text: str) -> bool:
    """Whether half characters (lone surrogates) are in it, which no encoding can store."""
    return any("\ud800" <= char <= "\udfff" for char in text)
