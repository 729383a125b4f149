"""Folding of a text for the finder, character by character, so that positions stay what they were."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .words import CHINESE_DIGITS

# A phone or a card said in words: as many digits as a phone has, in a row, some of them Chinese.
DIGIT = f"[0-9{''.join(CHINESE_DIGITS)}]"
SPOKEN_NUMBER = re.compile(rf"{DIGIT}(?:[ \-\u200b]?{DIGIT}){{10,}}")
DASHES = "‐‑‒–—―−－﹣"
# Stands for every character that shows nothing; people put them into numbers to get past filters.
INVISIBLE = "\u200b"
DOTS = "•‧∙・･⋅●᛫"


def fold(text: str) -> str:
    """``text`` with full-width, circled and other digits and letters as ASCII, one kind of dash, space and
    dot.

    As long as ``text``. Numbers in Chinese digits become digits where they are long enough to be a phone.
    """
    folded = "".join(map(_fold_char, text))
    return SPOKEN_NUMBER.sub(_as_digits, folded)


def _as_digits(spoken: re.Match[str]) -> str:
    """Digits for a number in words. One or two Chinese digits beside a number belong to something else."""
    chinese = sum(char in CHINESE_DIGITS for char in spoken[0])
    return "".join(CHINESE_DIGITS.get(char, char) for char in spoken[0]) if chinese > 2 else spoken[0]


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() or char == "\n" else " "
    if char in DASHES:
        return "-"
    if char in DOTS:
        return "·"
    if char.isspace():
        return " "
    if unicodedata.category(char) == "Cf":
        return INVISIBLE
    normal = unicodedata.normalize("NFKC", char)
    if len(normal) == 1:
        digit = unicodedata.digit(normal, None)
        return str(digit) if digit is not None else normal
    return char
