"""Putting values into a text.

A field is ``{name}``; nothing else in braces means anything, nothing is evaluated.

Values go in as they are, once: braces inside a value stay braces. A line that holds fields and whose fields
are all empty is left out, so that a template can carry lines for what is not always known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([a-z_]+)\}")
_BLANK_LINES = re.compile(r"\n{3,}")


def used(text: str) -> set[str]:
    """The names of the fields in a text."""
    return set(_FIELD.findall(text))


def has_stray_braces(text: str) -> bool:
    """Whether a brace stands anywhere but around the name of a field."""
    return bool(set("{}") & set(_FIELD.sub("", text)))


def merge(text: str, values: Mapping[str, str]) -> str:
    """The text with ``values`` in place of its fields.

    Raises ``KeyError`` for a field that ``values`` lacks.
    """
    lines = [
        _FIELD.sub(lambda field: values[field[1]], line)
        for line in text.split("\n")
        if _is_said(line, values)
    ]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _is_said(line: str, values: Mapping[str, str]) -> bool:
    names = _FIELD.findall(line)
    return not names or any(values[name].strip() for name in names)
