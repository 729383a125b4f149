"""The name under which a file is shown and downloaded. It is never a path, and nothing is stored under it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from privacy.normalising import composed

MAX_LENGTH = 80  # characters, extension included

_FORBIDDEN = re.compile(r'[<>:"|?*/\\]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# Controls, bidirectional overrides and other invisible marks, lone surrogates, private and unassigned
# characters.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def display_name(name: str, extension: str) -> str:
    """``name`` without folders, controls and tricks, at most ``MAX_LENGTH`` characters, ending in
    ``extension``.

    The extension is that of the kept content, so that a picture sent as ``report.pdf.exe`` can't be called
    so.
    """
    printable = name.encode("utf-8", "replace").decode()  # a lone surrogate can't be written
    last = composed(printable).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if char.isspace() else char for char in last if _is_visible(char))
    stem = " ".join(_FORBIDDEN.sub(" ", visible).split())
    while _EXTENSION.search(stem):
        stem = _EXTENSION.sub("", stem)
    stem = stem.strip(". ")[: MAX_LENGTH - len(extension) - 1].rstrip(". ")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"file {stem}".strip()
    return f"{stem}.{extension}"


def told_apart(name: str, taken: Collection[str]) -> str:
    """``name``, or with a number in it where files of a case have that name: ``road (2).jpg``."""
    stem, dot, extension = name.rpartition(".")
    number = 2
    numbered = name
    while numbered in taken:
        numbered = f"{stem} ({number}){dot}{extension}"
        number += 1
    return numbered


def _is_visible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _INVISIBLE
