"""Where a question was found in a text: marked in the text as it was written, traditional, full width or otherwise.

Knows no framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from search.query import Query
from search.text import HAN, HAN_WORD, fold, grams

# A piece of the original, and whether it is marked. Put together again, the pieces are the original.
Piece = tuple[str, bool]
Fragment = tuple[Piece, ...]

# So much of a long text is looked through: a ledger may have a hundred thousand rows.
LOOKED_THROUGH = 20_000
BEFORE, LENGTH = 18, 70
# A fragment begins after one of these where it can, or at a word of another language.
BREAK = re.compile(r"[\s。！？；，、：,.;:!?|]")


class Marker:
    """Finds what a question asks for in any number of texts."""

    def __init__(self, query: Query) -> None:
        choices = sorted({choice for word in query.words for choice in word.choices}, key=len, reverse=True)
        # A Chinese word that was found by its pairs need not stand there as one.
        pairs = {gram for word in query.words for gram in grams(word.typed) if HAN_WORD.match(gram)}
        self._whole = _pattern(choices)
        self._parts = _pattern(sorted(pairs))

    def mark(self, original: str) -> Fragment:
        """The whole text in pieces."""
        return tuple(_pieces(original, 0, len(original), self._spans(original)))

    def fragments(self, original: str, most: int = 2) -> list[Fragment]:
        """Short stretches of the text round what was found, those with the most different words first in the choice,
        in the order of the text."""
        original = original[:LOOKED_THROUGH]
        spans = self._spans(original)
        windows: list[tuple[int, int]] = []
        for start, _end in spans:
            if not windows or start >= windows[-1][1]:
                windows.append(_window(original, start, windows[-1][1] if windows else 0))
        best = sorted(windows, key=lambda window: -_different(original, window, spans))[:most]
        return [tuple(_pieces(original, *window, spans)) for window in sorted(best)]

    def _spans(self, original: str) -> list[tuple[int, int]]:
        """Start and end of each match in the original, apart from each other, in order."""
        folded = fold(original)
        matches = list(self._whole.finditer(folded.text)) or list(self._parts.finditer(folded.text))
        joined: list[tuple[int, int]] = []
        for match in matches:
            start, end = folded.original(*match.span())
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined


def to_html(fragment: Iterable[Piece]) -> str:
    """A fragment with its text escaped and what was found between ``<mark>`` and ``</mark>``."""
    return "".join(f"<mark>{escape(piece)}</mark>" if marked else escape(piece) for piece, marked in fragment)


def _pattern(choices: Iterable[str]) -> re.Pattern[str]:
    ways = "|".join(_way(choice) for choice in choices)
    return re.compile(ways or r"(?!)")


def _way(choice: str) -> str:
    """Chinese stands anywhere; another word or a number stands alone, a number with or without commas."""
    if HAN_WORD.match(choice):
        return re.escape(choice)
    inside = ",?".join(choice) if choice.isdigit() else re.escape(choice)
    other = rf"[^\W_{HAN}]"
    return f"(?<!{other}){inside}(?!{other})"


def _window(original: str, start: int, earliest: int) -> tuple[int, int]:
    """A stretch round a match, from the beginning of its clause if that is near."""
    first = max(earliest, start - BEFORE)
    breaks = list(BREAK.finditer(original, first, start))
    if first > 0 and breaks:
        first = breaks[0].end()
    return first, min(len(original), max(first + LENGTH, start + 1))


def _different(original: str, window: tuple[int, int], spans: list[tuple[int, int]]) -> int:
    first, last = window
    return len({original[start:end] for start, end in spans if first <= start < last})


def _pieces(original: str, first: int, last: int, spans: list[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end in spans:
        start, end = max(start, first), min(end, last)
        if start >= end:
            continue
        if start > first:
            pieces.append((original[first:start], False))
        pieces.append((original[start:end], True))
        first = end
    if first < last:
        pieces.append((original[first:last], False))
    return pieces
