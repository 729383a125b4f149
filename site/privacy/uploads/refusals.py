"""Why a file is not taken, in words that say what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from privacy.uploads.kinds import MAX_BYTES, MAX_FILES, MAX_PIXELS, MAX_TEXT

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_BOUNDS = {
    "megabytes": MAX_BYTES // 1024 // 1024,
    "files": MAX_FILES,
    "megapixels": MAX_PIXELS // 1_000_000,
    "characters": f"{MAX_TEXT:,}",
}

MESSAGES = {
    "empty": _("This file is empty. Please choose it again."),
    "too_big": _("This file is larger than %(megabytes)d MB. Please make it smaller or send it in parts."),
    "too_many": _("At most %(files)d files can be sent at a time."),
    "unknown_type": _(
        "Files of this kind can't be taken. You can send photos (JPG, PNG, WebP, GIF), PDF, DOCX, XLSX, "
        "TXT, CSV and recordings (MP4, M4A, MP3, AMR)."
    ),
    "mismatch": _(
        "The name of this file says one kind and its content is another. Please save it again and retry."
    ),
    "heic": _(
        "This photo is in the HEIC or AVIF format, which can't be taken. Please save it as JPG, or take a "
        "screenshot of it and send that."
    ),
    "old_office": _(
        "Old Office, WPS, OpenDocument, RTF and slide files can't be taken. Please open it, choose “Save "
        "as”, and save it as DOCX, XLSX or PDF without a password."
    ),
    "macros": _(
        "This file holds macros or controls, which can run by themselves. Please save it as PDF and send "
        "that."
    ),
    "office_objects": _(
        "This file holds objects, form fields or drawings of another program that can't be checked. "
        "Please save it as PDF and send that, so that nothing in it is lost."
    ),
    "encrypted": _(
        "This file is locked with a password or restrictions. Please save it without them and send that."
    ),
    "pdf_form": _(
        "This PDF is a form that only one program can show. Please print it to a PDF file and send that."
    ),
    "archive": _("Archives (ZIP, RAR …) can't be taken. Please unpack it and send the files one by one."),
    "web_page": _(
        "Web pages, SVG and script files can't be taken. Please send a screenshot or a PDF instead."
    ),
    "too_many_pixels": _(
        "This picture is too large to open (the limit is %(megapixels)d million pixels, less in some "
        "formats). Please make it smaller or take a screenshot of it."
    ),
    "bomb": _("This file unpacks to far more than it seems to hold. Please save it as PDF or in parts."),
    "media_form": _(
        "This recording is in a form for live transmission that can't be cleaned. Please record or save "
        "it as an ordinary MP4 file."
    ),
    "not_text": _(
        "This text file holds characters that are no text. Please save it as UTF-8 or GB 18030 text."
    ),
    "too_long": _(
        "This file is too long to be looked through for personal data: it has more than %(characters)s "
        "characters. Please publish it in parts."
    ),
    "unreadable": _(
        "This file is damaged or can't be read. Please open it, save it again, and send it once more."
    ),
    "too_slow": _("This file takes too long to check. Please make it smaller or send it as photos or PDF."),
    "busy": _("Many files are being checked just now. Please send this one again in a minute."),
}


class Refused(Exception):
    """The file is not taken (a code and what to do instead).

    It carries neither the file's name nor its content.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The reason for the resident, in the language of the moment."""
        text: str | _StrPromise = MESSAGES[self.code]
        return str(text) % _BOUNDS
