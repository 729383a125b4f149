"""What helps when nothing was found: another spelling, or the same question with one filter less.

A wrong character is mostly one that sounds like the right one: that is how they are typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from pypinyin import lazy_pinyin

from search.engines import engine
from search.engines.base import FACETS, Question
from search.finding import question_of
from search.parameters import Wanted
from search.query import understand
from search.text import HAN_WORD

# Sounds that many speakers don't tell apart.
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
CLOSE = 0.8  # for words in letters: one wrong in five


@dataclass(frozen=True)
class Suggestion:
    """Another question, and how much it finds. ``without``: the filter that was dropped."""

    wanted: Wanted
    total: int
    without: str = ""


def suggestions(wanted: Wanted) -> list[Suggestion]:
    """Questions near this one that find something. Raises ``EngineFault``."""
    question = replace(question_of(wanted), cursor="")
    return [*_respelt(wanted, question), *_with_a_filter_less(wanted, question)]


def _respelt(wanted: Wanted, question: Question) -> Iterable[Suggestion]:
    """The question with each word that stands nowhere replaced by one that is like it, or left out."""
    missing = [
        word.typed
        for word in question.query.words
        if not engine().count(Question(replace(question.query, words=(word,))))
    ]
    if not missing:
        return
    known = engine().vocabulary()
    words = [
        similar(word.typed, known) if word.typed in missing else word.typed for word in question.query.words
    ]
    other = wanted.but(q=" ".join(filter(None, words)))
    if not other.q:
        return
    asked = replace(question, query=understand(other.q))
    if total := engine().count(asked):
        yield Suggestion(other, total)
    elif asked.filters and (total := engine().count(replace(asked, filters={}))):
        yield Suggestion(other.but(**dict.fromkeys(FACETS, "")), total)


def _with_a_filter_less(wanted: Wanted, question: Question) -> Iterable[Suggestion]:
    for name in FACETS:
        if name in question.filters:
            filters = {other: value for other, value in question.filters.items() if other != name}
            if total := engine().count(replace(question, filters=filters)):
                yield Suggestion(wanted.but(**{name: ""}), total, without=name)


def similar(word: str, known: Iterable[str]) -> str:
    """A known word that sounds the same, or is spelt nearly so; empty if there is none. ``known``: the best first."""
    if not HAN_WORD.match(word):
        letters = [other for other in known if other.isascii()]
        return next(iter(get_close_matches(word, letters, 1, CLOSE)), "")
    sound = _sound(word)
    return next((other for other in known if len(other) == len(word) and _sound(other) == sound), "")


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    sound = " ".join(lazy_pinyin(word))
    for written, meant in ALIKE:
        sound = sound.replace(written, meant)
    return sound
