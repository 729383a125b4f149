"""Passwords that anybody would try first; Django's list of leaked ones has few that are long enough."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RULES = _(
    "At least 12 characters; Chinese and spaces are welcome. Not your name, and not what others would try "
    "first: common words with figures, keys in a row, a few characters over and over."
)
EASY = _("Too easy to guess: a common word with figures, keys in a row, or a few characters over and over.")

WORDS = Path(__file__).parent / "data" / "common-words.txt"

# Runs along a keyboard or a row of digits, forwards; they are looked for backwards too.
_RUNS = (
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
_PADDING = re.compile(r"[\W\d_]+")
_FEWEST_CHARACTERS = 5


class EasyPasswordValidator:
    """Refuses common words with figures, a run along the keyboard, and a few characters over and over."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError`` if the password is one of those."""
        low = password.casefold()
        core = _PADDING.sub("", low)
        if core in _words() or _only_words(core) or _is_run(low) or len(set(low)) < _FEWEST_CHARACTERS:
            raise ValidationError(self.get_help_text(), code="password_too_easy")

    def get_help_text(self) -> str:
        return str(EASY)


def _only_words(core: str) -> bool:
    """Whether two or more common words, one after the other, make up all of it."""
    return any(core[:cut] in _words() and core[cut:] in _words() for cut in range(1, len(core)))


def _is_run(low: str) -> bool:
    return any(low in run or low[::-1] in run for run in _RUNS)


@cache
def _words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
