"""The words of a file that is to be public are looked through to the last, or the file is not taken."""

from __future__ import annotations

import docx_made
import pytest

from privacy.uploads import Refused, clean
from privacy.uploads.kinds import MAX_TEXT
from privacy.uploads.words import words_of

FILLED = {
    "txt": lambda text: text.encode(),
    "csv": lambda text: text.encode(),
    "docx": lambda text: docx_made.by("试用", text),
}


@pytest.mark.parametrize("kind", FILLED)
def test_a_file_with_more_text_than_can_be_looked_through_is_refused_and_never_cut(kind: str) -> None:
    cleaned = clean(f"a.{kind}", FILLED[kind]("田" * MAX_TEXT + "19900017777"))
    with pytest.raises(Refused) as refused:
        words_of(cleaned.kind, cleaned.content)
    assert refused.value.code == "too_long"


def test_all_of_a_long_file_is_read() -> None:
    cleaned = clean("a.txt", ("田" * (MAX_TEXT - 11) + "19900017777").encode())
    assert words_of(cleaned.kind, cleaned.content).endswith("田19900017777")
