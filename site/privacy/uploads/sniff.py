"""What a file is, told from its first bytes; its name only has to agree."""

from __future__ import annotations

import re

import filetype

from privacy.uploads.kinds import ALLOWED_EXTENSIONS, KINDS, PICTURES, Rejected, require

# What to answer when the content or the name is of a kind that is common, but can't be taken as it is.
ADVICE = {
    extension: code
    for code, extensions in {
        "heic": "heic heif avif",
        "old_office": "doc xls ppt wps et rtf odt ods pptx",
        "macros": "docm xlsm dotm xltm xlsb",
        "archive": "zip rar 7z gz tar",
        "web_page": "html htm mht svg xml js",
    }.items()
    for extension in extensions.split()
}

_EXTENSION = re.compile(r"[a-z0-9]{1,5}")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIF_BRANDS = frozenset(b"heic heix hevc heim heis mif1 msf1 avif avis".split())
_MOVIE_BRANDS = frozenset(b"isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 M4A M4V M4B MSNV qt".split())
_WEB_STARTS = tuple(b"<!doctype <html <svg <?xml <script <head <body mime-version:".split())


def extension_of(name: str) -> str:
    """The last extension of a name in lower case, without its dot; empty when there is none."""
    stem, dot, extension = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    extension = extension.strip().lower()
    return extension if stem and dot and _EXTENSION.fullmatch(extension) else ""


def check_extension(extension: str) -> None:
    """Raise ``Rejected`` for a name whose extension is not on the list. No extension is no objection."""
    if extension and extension not in ALLOWED_EXTENSIONS:
        raise Rejected(ADVICE.get(extension, "unknown_type"))


def sniff(data: bytes, extension: str, declared_type: str = "") -> str:
    """The kind of the content: a code of ``KINDS``, ``gif``, or ``zip`` for what may be a DOCX or XLSX.

    Text bears no mark of its own, so there the extension decides, or, without one, the type that the browser
    declared. Raises ``Rejected`` when the content is of no kind that is taken or contradicts the extension.
    """
    found = _signature(data)
    if found is None:
        return _text_kind(data, extension, declared_type)
    if extension:
        expected = {"zip": frozenset({"docx", "xlsx"}), "gif": PICTURES}.get(found) or KINDS[found].extensions
        require(extension in expected, "archive" if found == "zip" else "mismatch")
    return found


def _signature(data: bytes) -> str | None:
    """The kind by signature, or None when the content bears none that is known.

    Raises for what is never taken.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    require(not data.startswith(_OLE), "old_office")
    if data[4:8] == b"ftyp":
        return _by_brand(data)
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "amr"
    if data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "mp3"
    _refuse_other_binaries(data)
    return None


def _by_brand(data: bytes) -> str:
    """MP4, QuickTime and M4A by the brands of their first box; which of them it is, is told later."""
    size = int.from_bytes(data[:4], "big")
    brands = {data[start : start + 4].strip() for start in (8, *range(16, min(size, 128), 4))}
    require(not brands & _HEIF_BRANDS, "heic")
    require(brands & _MOVIE_BRANDS, "unknown_type")
    return "mp4"


def _refuse_other_binaries(data: bytes) -> None:
    """Whatever else ``filetype`` knows (programs, archives, fonts …) is none of ours."""
    guess = filetype.guess_extension(data[:8192])
    if guess is not None:
        raise Rejected(ADVICE.get(guess, "unknown_type"))


def _text_kind(data: bytes, extension: str, declared_type: str) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    require(not start.startswith(_WEB_STARTS), "web_page")
    require(not start.startswith(b"{\\rtf"), "old_office")
    if not extension:
        declared = declared_type.split(";")[0].strip().lower()
        extension = {"text/plain": "txt", "text/csv": "csv"}.get(declared, "")
    require(extension, "unknown_type")
    # Content without a signature under the name of a picture, PDF … is no such thing.
    require(extension in ("txt", "csv"), "unreadable")
    return extension
