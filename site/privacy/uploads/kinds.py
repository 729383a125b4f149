"""What may be uploaded (附件): the kinds, the limits, and the codes of refusal.

Pure, so that the worker starts fast.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024  # one file, as sent and as kept
MAX_FILES = 9  # with one message
MAX_SECONDS = 10  # to decide about one file
MAX_MEMORY = 280 * 1024 * 1024  # of the process that decides, beside the libraries it maps
MAX_PIXELS = 40_000_000
MAX_SIDE = 4096  # pixels; a larger picture is made smaller
MAX_PARTS = 2000  # files inside a DOCX or XLSX
MAX_UNPACKED = 80 * 1024 * 1024  # bytes of all of them together
MAX_TEXT = 2_000_000  # characters of a file that is looked through before everybody may read it


def words(text: str) -> frozenset[str]:
    """A set of words written one after the other, as tables of names are best read."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Kind:
    """A kind of file that is kept: how it is named and served, and by which extensions it may come."""

    code: str
    content_type: str
    extensions: frozenset[str]
    inline_ok: bool = False  # only pictures that were drawn anew from their pixels


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
PICTURES = words("jpg jpeg jpe jfif png webp gif")  # phones mix these up
RECORDINGS = words("mp4 mov m4a mp3 amr")

KINDS = {
    kind.code: kind
    for kind in (
        Kind("jpg", "image/jpeg", PICTURES, inline_ok=True),
        Kind("png", "image/png", PICTURES, inline_ok=True),
        Kind("webp", "image/webp", PICTURES, inline_ok=True),
        Kind("pdf", "application/pdf", words("pdf")),
        Kind("docx", f"{_OPEN_XML}.wordprocessingml.document", words("docx")),
        Kind("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", words("xlsx")),
        Kind("txt", "text/plain; charset=utf-8", words("txt")),
        Kind("csv", "text/csv; charset=utf-8", words("csv")),
        Kind("mp4", "video/mp4", RECORDINGS),
        Kind("mov", "video/quicktime", RECORDINGS),
        Kind("m4a", "audio/mp4", RECORDINGS),
        Kind("mp3", "audio/mpeg", RECORDINGS),
        Kind("amr", "audio/amr", RECORDINGS),
    )
}

ALLOWED_EXTENSIONS = frozenset(extension for kind in KINDS.values() for extension in kind.extensions)


class Rejected(Exception):
    """The file is not taken.

    ``code`` is a key of ``refusals.MESSAGES``; it carries no name and no content.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def require(condition: object, code: str = "unreadable") -> None:
    """Raise ``Rejected(code)`` unless the condition holds."""
    if not condition:
        raise Rejected(code)
