"""Small pieces that the detectors build their patterns from."""

from __future__ import annotations

import re
from collections.abc import Iterable

HAN = r"[㐀-䶿一-鿿豈-﫿〇\U00020000-\U0003ffff]"
SEPARATOR = r"[ \-·./\u200b]"


def any_of(words: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first, so that no short word hides a longer one."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def ends_with_cue(text: str, end: int, cue: re.Pattern[str], reach: int = 10) -> bool:
    """Whether a cue stands shortly before ``end``, in the same sentence."""
    before = re.split(r"[。；;！!？?\n]", text[max(0, end - reach) : end])[-1]
    return cue.search(before) is not None
