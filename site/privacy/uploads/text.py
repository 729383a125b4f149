"""Plain text and tables of text: decoded, checked, and written again as UTF-8."""

from __future__ import annotations

import csv
import io
import re

from privacy.uploads.kinds import MAX_BYTES, Rejected, require

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# What a spreadsheet takes for the start of a formula, full-width forms included (Chinese and Japanese
# editions do).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?")
_DELIMITERS = ",;\t"

csv.field_size_limit(MAX_BYTES)


def clean_text(data: bytes) -> bytes:
    """The text as UTF-8 with Unix line ends."""
    return re.sub(r"\r\n?", "\n", _decode(data)).encode()


def clean_table(data: bytes) -> bytes:
    """A CSV table as UTF-8 with commas and a byte-order mark (Excel needs it), no cell of which is a formula.

    A cell that begins like a formula gets an apostrophe before it; a plain number such as -12.50 stays as it
    is.
    """
    text = _decode(data)
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
        writer.writerow([neutral(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def neutral(cell: str) -> str:
    """The cell, unable to be taken for a formula."""
    bare = cell.lstrip()
    begins = cell.startswith(_FORMULA) or bare.startswith(_FORMULA)
    return f"'{cell}" if begins and not _NUMBER.fullmatch(cell.strip(" ")) else cell


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 with a byte-order mark, or GB 18030.

    Raises ``Rejected`` for all else and for control characters.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        require(not _CONTROL.search(text), "not_text")
        return text
    raise Rejected("not_text")


def _delimiter(text: str) -> str:
    """The delimiter that the first line uses most."""
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)
