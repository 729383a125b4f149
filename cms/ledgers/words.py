"""Words that clerks use in forms, by what they say. The lists lie in ``data/words.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext

DATA = Path(__file__).parent / "data"

_given: dict[str, Any] = json.loads((DATA / "words.json").read_text(encoding="utf-8"))

DIGITS: str = _given["digits"]  # from nought to nine


def joined(names: Iterable[str]) -> str:
    """Several names in a sentence of the reader's language."""
    return pgettext("between names", ", ").join(names)


def any_of(name: str) -> str:
    """A pattern for any word of a list."""
    return f"(?:{'|'.join(_given[name])})"
