"""The sentences of a bulletin, as the data file has them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "bulletin.json"


@cache
def words() -> dict[str, str]:
    """Each sentence by its name; fields stand in braces."""
    found: dict[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))
    return found
