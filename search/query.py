"""What somebody asks for: the words of a question, and what else counts for each (synonyms).

Every word has to be found. What is typed without spaces is taken apart; a character that stands alone between words
belongs to the word before it, so that the name of a village stays whole. Knows no framework.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjieba

from search import text

DATA = Path(__file__).parent / "data"
# A question has so many characters at most, and so many words count: each costs a look into the index.
LONGEST = 100
MOST_WORDS = 12


@dataclass(frozen=True)
class Word:
    """One thing that has to be found, folded: in any of these ways, the one that was typed first."""

    choices: tuple[str, ...]

    @property
    def typed(self) -> str:
        return self.choices[0]


@dataclass(frozen=True)
class Query:
    """A question as it was typed, and its words. Without words everything is meant."""

    typed: str = ""
    words: tuple[Word, ...] = ()

    def loosened(self) -> Query:
        """The same with shorter words: without the characters that stand alone or hung on to a word."""
        parts = [part for word in self.words for part in _parts(word.typed)]
        whole = [part for part in parts if len(part) > 1] or parts
        return Query(self.typed, tuple(_word(part) for part in dict.fromkeys(whole))[:MOST_WORDS])


def understand(typed: str) -> Query:
    """The words of a question. Those that say nothing are left out, unless there are no others."""
    typed = " ".join(typed.split())
    folded = text.fold(typed[:LONGEST]).text
    found = [word for run in text.RUNS.finditer(folded) for word in _words(run)]
    telling = [word for word in found if word not in _stop_words()] or found
    return Query(typed, tuple(_word(word) for word in dict.fromkeys(telling))[:MOST_WORDS])


def _word(typed: str) -> Word:
    return Word((typed, *_synonyms()[0].get(typed, ())))


def _words(run: re.Match[str]) -> Iterator[str]:
    """The words of a run: what has synonyms whole, the rest as the segmenter cuts it."""
    if not run["han"]:
        yield from text.grams(run[0])
        return
    # What is as short as a name is one.
    if len(run[0]) <= 3:
        yield run[0]
        return
    for piece in _synonyms()[1].split(run[0]):
        if piece in _synonyms()[0]:
            yield piece
        elif piece:
            yield from _joined(rjieba.cut(piece))


def _joined(cut: list[str]) -> Iterator[str]:
    """Words with the single characters that follow them; those before the first word are one together."""
    held = ""
    for word in cut:
        if word in _stop_words() or (len(word) > 1 and held):
            if held:
                yield held
            held = ""
        if word in _stop_words():
            yield word
        else:
            held += word
    if held:
        yield held


def _parts(word: str) -> list[str]:
    """The words of at least two characters within a longer one; else itself."""
    return [part for part in rjieba.cut(word) if len(part) > 1] or [word]


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(json.loads((DATA / "stop_words.json").read_text(encoding="utf-8")))


@cache
def _synonyms() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """What else counts for a word, and a pattern that keeps these words when it splits, the longest first."""
    others: dict[str, list[str]] = {}
    for group in json.loads((DATA / "synonyms.json").read_text(encoding="utf-8")):
        for word in group:
            others.setdefault(word, []).extend(other for other in group if other != word)
    longest_first = sorted(others, key=len, reverse=True)
    pattern = re.compile(f"({'|'.join(map(re.escape, longest_first))})")
    return {word: tuple(dict.fromkeys(found)) for word, found in others.items()}, pattern
