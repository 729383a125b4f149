"""Whether words name somebody: the one comparison of what petitioners write with how staff are called."""

from __future__ import annotations

from collections.abc import Iterable

from intake.routing.engine.staff import SHORTEST_NAME, name_of, plain

from .models import Accused


def persons(accused: Iterable[Accused]) -> list[str]:
    """The words by which people are complained of: their names, and how the writer put them. Plain."""
    return [plain(words) for row in accused for words in (row.person, row.mention) if words]


def is_named(name: str, words: Iterable[str]) -> bool:
    """Whether a member of staff may be the one complained of: the name stands in the words, which are plain already.

    Somebody of the same name is kept out too, until a person finds that another one is meant. Of a name of four
    characters the reading of a petition may have kept three.
    """
    name = name_of(name)
    if len(name) < SHORTEST_NAME:
        return False
    return any(name in one or (len(name) == len(one) + 1 == 4 and name.startswith(one)) for one in words)
