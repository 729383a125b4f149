"""Chinese as the search reads it: one form for each character, words and pairs of characters, places in the original.

Analysed here once, in Python, and handed to an engine as tokens: every engine finds the same, and none needs a plugin.
A pair of neighbouring characters (bigram) is found whatever the segmenter takes for a word; words weigh in the order of
results. Knows no framework and no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import rjieba
import zhconv_rs

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# Chinese, a number with commas between its thousands, or a word or number in other letters.
RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d))|(?P<word>[^\W_{HAN}]+)")
HAN_WORD = re.compile(rf"[{HAN}]+\Z")
# Nobody types more of a word; the rest of a longer one says nothing.
LONGEST_WORD = 64


@dataclass(frozen=True)
class Folded:
    """A text in which what means the same is written the same, and where each character of it came from.

    ``spans`` is None while every character stands where it stood.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The piece of the original that a piece of the folded text came from."""
        if self.spans is None:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True)
class Terms:
    """What an engine keeps of a text: all pairs, single characters and foreign words; and the words."""

    grams: tuple[str, ...]
    words: tuple[str, ...]


def fold(text: str) -> Folded:
    """The text in half width, lower case and simplified characters, without marks that nobody sees (NFKC, case)."""
    alike, uneven = _tables()
    if uneven.search(text) is None:
        return Folded(text.translate(alike))
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        alone = alike.get(ord(text[start])) if end - start == 1 else None
        for character in alone or _normal(text[start:end]):
            characters.append(alike.get(ord(character), character))
            spans.append((start, end))
    return Folded("".join(characters), tuple(spans))


def terms(text: str) -> Terms:
    """What of a text can be found."""
    folded = fold(text).text
    runs = list(RUNS.finditer(folded))
    grams = [gram for run in runs for gram in _grams(run)]
    single = dict.fromkeys("".join(run["han"] or "" for run in runs))
    words = (word for word in rjieba.cut(folded) if len(word) > 1 and word.isalpha())
    return Terms((*grams, *single), tuple(words))


def grams(folded: str) -> list[str]:
    """The tokens that stand for a folded text in a question: where all of them are found, it stands there."""
    return [gram for run in RUNS.finditer(folded) for gram in (_grams(run) or [run[0]])]


def _grams(run: re.Match[str]) -> list[str]:
    """Pairs of neighbours of a Chinese run, of which a single character has none; any other run as it is."""
    if run["han"]:
        return [run[0][place : place + 2] for place in range(len(run[0]) - 1)]
    return [run[0].replace(",", "")[:LONGEST_WORD]]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each character together with the marks that belong to it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.category(text[place]).startswith("M"):
            yield start, place
            start = place


def _normal(cluster: str) -> str:
    """The compatible form (NFKC) in lower case, without invisible characters."""
    seen = "".join(character for character in cluster if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())


@cache
def _tables() -> tuple[dict[int, str], re.Pattern[str]]:
    """What each character becomes, and a pattern of those that become none or several, or belong to another."""
    alike: dict[int, str] = {}
    uneven = []
    for code in range(0x10000):
        character = chr(code)
        category = unicodedata.category(character)
        normal = " " if category == "Cs" else _normal(character)
        if len(normal) > 1 and not any(map(str.isalnum, normal)):
            normal = " "  # dots and signs: nothing is found by them
        if len(normal) != 1 or category.startswith("M"):
            uneven.append(code)
        elif normal != character:
            alike[code] = normal
    simplified = _simplified()
    alike = {code: simplified.get(ord(normal), normal) for code, normal in alike.items()}
    return simplified | alike, re.compile(f"[{_ranges(uneven)}\U00010000-\U0010ffff]")


def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, each for itself: a text and a question change alike."""
    traditional = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    found = zhconv_rs.zhconv("\n".join(traditional), "zh-hans").split("\n")
    return {ord(old): new for old, new in zip(traditional, found, strict=True) if old != new}


def _ranges(codes: list[int]) -> str:
    """Code points as the inside of a character class."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(rf"\u{first:04x}-\u{last:04x}" for first, last in ranges)
