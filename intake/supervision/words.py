"""The sentences of a bulletin, and the numbers of what an office issues, as the data file has them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from intake.documents.merging import merge

_DATA = Path(__file__).parent / "data" / "bulletin.json"


@cache
def words() -> dict[str, str]:
    """Each sentence by its name; fields stand in braces."""
    found: dict[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))
    return found


def shown_number(year: int, number: int) -> str:
    """A number as it is read, such as the third of 2026."""
    return merge(words()["number"], {"year": str(year), "number": str(number)})
