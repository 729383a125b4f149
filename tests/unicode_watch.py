"""Watching what is handed to Unicode's normal forms, wherever that happens: in our code, Django's or Python's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

# Two marks that are never in order: CPython sorts such a run by comparing each with those before it.
HOSTILE = "a" + "\u0301\u0323" * 475_000  # 1.9 MB, just within what a request may bring
# Marks that one character may be taken apart into, times the run that is safe.
LONGEST_RUN = 130


@contextmanager
def normalising_watched() -> Iterator[list[int]]:
    """Collects the length of each text that is normalised. A run of marks that would take minutes fails at once."""
    lengths: list[int] = []
    real = unicodedata.normalize

    def watched(form: str, text: str) -> str:
        lengths.append(len(text))
        assert longest_run(text) <= LONGEST_RUN, f"{len(text)} characters with a long run of marks"
        return real(form, text)

    with mock.patch.object(unicodedata, "normalize", watched):
        yield lengths


def longest_run(text: str) -> int:
    """The most combining marks in a row that taking ``text`` apart, character by character, gives."""
    longest = run = 0
    for char in text:
        for part in _PARTS.setdefault(char, _apart("NFKD", char)):
            run = run + 1 if unicodedata.combining(part) else 0
            longest = max(longest, run)
    return longest


_apart = unicodedata.normalize
_PARTS: dict[str, str] = {}
