"""Files chosen in a form that could not be sent yet (待交附件): cleaned at once, and not lost by an error elsewhere.

The form carries which they are in an encrypted field that only the server can make or read, so a page left open for
hours, or two pages side by side, each keep their own. The files lie in private storage under random names, by day.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import IO

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.petitions import limits
from intake.petitions.process.files import DRAFTS, MOST_FILES
from privacy.crypto import Undecipherable, decrypt, encrypt
from privacy.uploads import Deadline, Refused, clean
from privacy.uploads.names import told_apart

UPLOADS_PER_HOUR = 120  # sendings with files, from one address
LONGEST_TOKEN = 20_000  # characters; nine files take less than half of it


@dataclass(frozen=True)
class Waiting:
    """A cleaned file that waits for its form."""

    id: str
    path: str
    name: str
    kind: str
    content_type: str
    size: int
    sha256: str
    inline_ok: bool

    @property
    def content(self) -> bytes:
        """Read anew each time: nine files at once would be ninety megabytes."""
        with storages["private"].open(self.path) as stored:
            return bytes(stored.read())


class Basket:
    """The files that wait for one form."""

    def __init__(self, token: str = "", ticked: Iterable[str] = ()) -> None:
        self.ticked = set(ticked)  # to be left out, once the form counts
        self.storage = storages["private"]
        listed = _listed(token)
        self.files = [file for file in listed if self.storage.exists(file.path)]
        self.gone = [file.name for file in listed if file not in self.files]
        self.refused: list[str] = []  # names of what was chosen and can't be kept

    @property
    def token(self) -> str:
        """What the form carries; empty for an empty basket."""
        if not self.files:
            return ""
        return encrypt(json.dumps([asdict(file) for file in self.files])).decode("ascii")

    def add(self, uploads: Sequence[IO[bytes]]) -> list[str]:
        """Clean and keep each upload that may be kept. Returns, for each that may not, its name and what to do."""
        problems, deadline = [], Deadline()
        for upload in uploads:
            name = getattr(upload, "name", "") or ""
            if len(self.files) >= MOST_FILES:
                problems.append(_too_many(len(uploads)))
                break
            try:
                self._keep(name, upload, deadline)
            except Refused as refusal:
                self.refused.append(name)
                problems.append(
                    _("“%(name)s”: %(reason)s") % {"name": _short(name), "reason": refusal.message}
                )
        return problems

    def remove(self, ids: Iterable[str]) -> None:
        """Drop the files that the visitor does not want any more."""
        unwanted = set(ids)
        for file in [file for file in self.files if file.id in unwanted]:
            self.files.remove(file)
            self.storage.delete(file.path)

    def empty(self) -> None:
        """Drop all: they are with the case now."""
        self.remove([file.id for file in self.files])

    def _keep(self, name: str, upload: IO[bytes], deadline: Deadline) -> None:
        cleaned = clean(name, upload, deadline=deadline)
        wanted = f"{DRAFTS}/{timezone.localdate():%Y%m%d}/{secrets.token_hex(16)}"
        path = self.storage.save(wanted, ContentFile(cleaned.content))
        self.files.append(
            Waiting(
                id=secrets.token_hex(4),
                path=path,
                name=told_apart(cleaned.name, {file.name for file in self.files}),
                kind=cleaned.kind,
                content_type=cleaned.content_type,
                size=len(cleaned.content),
                sha256=cleaned.sha256,
                inline_ok=cleaned.inline_ok,
            )
        )


def left_out(request: HttpRequest, basket: Basket | None = None) -> list[str]:
    """Names of files that were chosen for this form and are not with it: too large, or of a kind that is not taken. By
    this page, by the browser before anything travelled, or by an earlier sending; none that came in after all."""
    there = {file.name for file in basket.files} if basket else set()
    there |= {str(file.name) for file in request.FILES.getlist("files")} - set(
        basket.refused if basket else ()
    )
    named = [*request.POST.getlist("left_out"), *(basket.refused if basket else ())]
    return [_short(name) for name in dict.fromkeys(named) if name and name not in there][:MOST_FILES]


def filled(request: HttpRequest, form: forms.Form) -> Basket:
    """The basket of a form that was sent: without what was ticked, with what was chosen; refusals become errors."""
    basket = Basket(request.POST.get("waiting", ""))
    basket.remove(request.POST.getlist("remove"))
    uploads = request.FILES.getlist("files")
    if uploads and not limits.allow("upload", limits.address_of(request), UPLOADS_PER_HOUR, 3600):
        form.add_error(
            "files", _("Too many files came from your network within an hour. Send this without files.")
        )
        return basket
    for problem in basket.add(uploads):
        form.add_error("files", problem)
    for name in basket.gone:
        form.add_error(
            "files", _("“%(name)s” waited too long and is gone. Choose it again.") % {"name": name}
        )
    return basket


def _listed(token: str) -> list[Waiting]:
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        return []
    try:
        return [Waiting(**file) for file in json.loads(decrypt(token.encode("ascii")))]
    except Undecipherable:  # not made by us, or by a key that has been retired: there are no such files
        return []


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}…"


def _too_many(chosen: int) -> str:
    return ngettext(
        "At most nine files. One of the %(count)d that you chose was left out.",
        "At most nine files. Some of the %(count)d that you chose were left out.",
        chosen,
    ) % {"count": chosen}
