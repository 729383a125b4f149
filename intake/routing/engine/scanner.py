"""Finding many phrases in a text at once, in one pass, whatever lookalike characters it was typed with."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


class Folding:
    """Reads lookalike characters, full-width letters and capitals as one; never changes a text's length."""

    def __init__(self, lookalikes: Iterable[str]) -> None:
        self._table = {ord(other): group[0] for group in lookalikes for other in group[1:]}
        self._words: dict[str, str] = {}

    def word(self, word: str) -> str:
        """The folded form of one of our own words, remembered. Never for what people wrote."""
        if word not in self._words:
            self._words[word] = self(word)
        return self._words[word]

    def __call__(self, text: str) -> str:
        narrow = "".join(_narrow(character) for character in text)
        return narrow.translate(self._table)


@lru_cache(maxsize=8192)
def _narrow(character: str) -> str:
    """The plain lower-case form of a character, if that is one character too."""
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text, from ``start`` to before ``end``."""

    start: int
    end: int
    phrase: str

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Hit) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Cover:
    """Where hits lie, to ask quickly whether another lies inside a longer one of them."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._ends: dict[int, int] = {}
        self._longest = 0
        for hit in hits:
            self._ends[hit.start] = max(hit.end, self._ends.get(hit.start, 0))
            self._longest = max(self._longest, hit.length)

    def hides(self, hit: Hit) -> bool:
        """Whether the hit lies inside a longer one."""
        first = max(0, hit.end - self._longest)
        return any(
            self._ends.get(start, 0) >= hit.end and self._ends[start] - start > hit.length
            for start in range(first, hit.start + 1)
        )


class Scanner:
    """A fixed set of phrases, found in folded text by their first two characters."""

    def __init__(self, phrases: Iterable[str], fold: Folding) -> None:
        self._singles: dict[str, str] = {}
        self._by_pair: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for phrase in sorted(set(phrases), key=len, reverse=True):
            folded = fold(phrase)
            if len(folded) == 1:
                self._singles[folded] = phrase
            else:
                self._by_pair[folded[:2]].append((folded, phrase))

    def every(self, folded: str) -> list[Hit]:
        """All hits, overlapping ones included, in the order of the text."""
        hits = []
        for start, character in enumerate(folded):
            for form, phrase in self._by_pair.get(folded[start : start + 2], ()):
                if folded.startswith(form, start):
                    hits.append(Hit(start, start + len(form), phrase))
            if character in self._singles:
                hits.append(Hit(start, start + 1, self._singles[character]))
        return hits

    def longest(self, folded: str) -> list[Hit]:
        """Hits from left to right, at each place the longest, none overlapping."""
        hits = []
        start = 0
        while start < len(folded):
            found = self._at(folded, start)
            if found:
                hits.append(found)
                start = found.end
            else:
                start += 1
        return hits

    def _at(self, folded: str, start: int) -> Hit | None:
        for form, phrase in self._by_pair.get(folded[start : start + 2], ()):
            if folded.startswith(form, start):
                return Hit(start, start + len(form), phrase)
        single = self._singles.get(folded[start])
        return Hit(start, start + 1, single) if single else None
