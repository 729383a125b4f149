"""Unicode's normal forms of what people type, in time that grows with its length and no faster. Pure.

Python puts a run of combining marks into order by comparing each with those before it, while nothing else in the
process runs: a line of a few hundred thousand marks, sent once, would stop the site for minutes. So a run is cut
first, at the length that Unicode itself calls safe for streams (UAX #15, section 13); no script and no name needs
as many. Whoever normalises what came from outside does it here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_RUN = 30

# ASCII, the punctuation of Chinese, its characters and full-width letters are no marks and become none. Only a longer
# run of anything else is looked at character by character, so that ordinary text costs one search.
_MAY_BE_MARKS = re.compile(rf"[^\x00-\x7f\u3000-\u3029\u3400-\u9fff\uff01-\uff5e]{{{LONGEST_RUN + 1}}}")


def composed(typed: str) -> str:
    """``typed`` in NFC: each letter and its marks as one character where there is one. It reads as before."""
    return unicodedata.normalize("NFC", with_bounded_runs(typed))


def folded(typed: str) -> str:
    """``typed`` in NFKC: composed, and full-width, circled and other forms as the plain character. To compare with."""
    if typed.isascii():  # has one form: what numbers and codes are asked for again and again
        return typed
    return unicodedata.normalize("NFKC", with_bounded_runs(typed))


def with_bounded_runs(typed: str) -> str:
    """``typed`` without what follows the thirtieth combining mark in a row."""
    if not _MAY_BE_MARKS.search(typed):
        return typed
    kept = []
    run = 0
    for char in typed:
        run = run + 1 if _becomes_mark(char) else 0
        if run <= LONGEST_RUN:
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _becomes_mark(char: str) -> bool:
    """Whether the character is a combining mark or begins with one once it is taken apart, as half-width kana do."""
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) != 0
