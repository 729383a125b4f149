"""The words by which the rules read a text, from the data files that stand beside this package."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intake.routing.engine.scanner import Folding
from regions.lines import lines

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Office:
    """What a word for an office or a post says: its level, its standing there, of which department it is."""

    level: str
    rank: str
    of: str = ""


@dataclass(frozen=True)
class Cue:
    """A phrase that speaks for a leaf; a cue of several parts speaks only when all of them are there."""

    leaf: str
    weight: float
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """All words, folded by ``fold`` where they are compared."""

    fold: Folding
    cues: tuple[Cue, ...]
    offices: Mapping[str, Office]
    lists: Mapping[str, Any]

    def any_of(self, name: str) -> str:
        """The punctuation marks ``name`` as a character class of a regular expression."""
        return f"[{re.escape(self.lists['marks'][name])}]"

    def words(self, section: str, name: str) -> tuple[str, ...]:
        """The list ``name`` of a section of the wording file."""
        return tuple(self.lists[section][name])


@cache
def wording() -> Wording:
    """The wording that ships with the product, read once in each process."""
    lists = tomllib.loads((DATA / "wording.toml").read_text(encoding="utf-8"))
    offices = {
        word: Office(entry["level"], entry["rank"], entry.get("of", ""))
        for entry in lists["office"]
        for word in entry["words"]
    }
    return Wording(Folding(lists["lookalikes"]), tuple(_cues(DATA / "cues.csv")), offices, lists)


def _cues(path: Path) -> list[Cue]:
    return [
        Cue(line.cells["leaf"], float(line.cells["weight"]), tuple(phrase.split("+")))
        for line in lines(path, ("leaf", "weight", "words"))
        for phrase in line.cells["words"].split(";")
    ]
