"""Two wordings side by side in words: what a line-by-line comparison gives, for a page to show."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from intake.documents.shipped import Text


@dataclass(frozen=True)
class Line:
    """A line that both have (``same``), only the old one (``gone``) or only the new one (``new``)."""

    kind: str
    text: str


_KINDS = {" ": "same", "-": "gone", "+": "new"}


def compare(old: Text, new: Text) -> list[Line]:
    """Every line of both wordings, the subject first. Empty when they are the same."""
    if old == new:
        return []
    return list(_lines([old.subject, *old.body.split("\n")], [new.subject, *new.body.split("\n")]))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for line in difflib.ndiff(old, new):
        if line[0] in _KINDS:  # the rest are hints for terminals
            yield Line(_KINDS[line[0]], line[2:])
