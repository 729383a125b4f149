"""The Chinese words of this room, read once from ``data/words.json``."""

from __future__ import annotations

import json
from pathlib import Path

_lists = json.loads((Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8"))

UNNAMED: str = _lists["unnamed"]
# Tells people of one surname apart, as courts do.
APART: str = _lists["apart"]
# Words that say where a matter came from. A notice never does.
SOURCES: list[str] = _lists["sources"]
