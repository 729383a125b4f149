"""The words of a cleaned file, as far as they can be read: for looking through them before everybody may."""

from __future__ import annotations

import io
import re
import zipfile

from privacy.uploads.kinds import MAX_TEXT
from privacy.uploads.refusals import Refused

# Where the text of an office file stands: everything that a reader of it is shown.
_PARTS = re.compile(r"(?:word|xl|docProps)/.+\.xml")
_PARAGRAPH = re.compile(r"</(?:w:p|si|row|c)>")
_TAG = re.compile(r"<[^>]+>")


def words_of(kind: str, content: bytes) -> str:
    """The text of a cleaned TXT, CSV, DOCX or XLSX file; empty for what has none that could be read (a picture, a PDF).

    ``kind`` and ``content`` are those of a ``CleanFile``: nothing of a stranger's is parsed here. Raises ``Refused``
    for more than can be looked through: what nobody looked at would stand in public.
    """
    text = _text(kind, content)
    if len(text) > MAX_TEXT:
        raise Refused("too_long")
    return text


def _text(kind: str, content: bytes) -> str:
    if kind in ("txt", "csv"):
        return content.decode("utf-8", "replace")
    if kind not in ("docx", "xlsx"):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if _PARTS.fullmatch(name)]
        parts = [package.read(name).decode("utf-8", "replace") for name in names]
    return _TAG.sub("", _PARAGRAPH.sub("\n", "\n".join(parts)))
