"""What the site remembers of a resident between two pages: in the session, encrypted, and only for a while.

The session is the visit's own, apart from the one in which staff sign in. Its cookie ends with the browser; its row in
the database tells nobody which case was filed or read, nor who did it.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from intake.petitions.process import filing
from privacy.crypto import Undecipherable, decrypt, encrypt, keyed_hash

NONCE = "petitions.nonce"
SENT = "petitions.sent"
MOST_SENT = 50
RECEIPT, CASE, LOST, RENEWED = "receipt", "case", "lost", "renewed"
# After so long without use, what is open is somebody else's as soon as a new petition is begun here.
FORSAKEN = 600  # seconds
_SECONDS = {RECEIPT: settings.SESSION_COOKIE_AGE, CASE: 1800, LOST: 900, RENEWED: 1800}


class Visit:
    """The resident's part of a session."""

    def __init__(self, request: HttpRequest) -> None:
        self.session: SessionBase = request.session

    def begin(self) -> None:
        """Start filling a form: a new session id, so that one seen earlier on a shared computer is worth nothing.

        Done while the page is fetched and not when it is sent: of two presses of the button both must find the session.
        """
        self.start()
        self.session.cycle_key()

    def start(self) -> None:
        """Have what binds a form to this session, from the next press on."""
        if NONCE not in self.session:
            self.session[NONCE] = secrets.token_urlsafe(24)

    def bound(self, form_key: str) -> str:
        """A form's key that nobody without this session can use: it makes one case, and shows its receipt.

        Empty where the session is over or was left. Nothing is filed then: two presses would each begin one of their
        own, and make two cases.
        """
        return f"{self.session[NONCE]}:{form_key}" if NONCE in self.session else ""

    def note_sent(self, form_key: str, mark: str) -> None:
        """Remember that this form made a case, and of what. It opens nothing, and stays when the resident leaves: the
        browser's back button still holds the form, and sending it again must not make a second case."""
        sent = [one for one in self.session.get(SENT, []) if one[0] != _sent_hash(form_key)]
        self.session[SENT] = [*sent, [_sent_hash(form_key), mark]][-MOST_SENT:]

    def was_sent(self, form_key: str) -> bool:
        """Whether this form made a case, maybe before the resident left."""
        return any(form == _sent_hash(form_key) for form, _mark in self.session.get(SENT, []))

    def was_said(self, form_key: str, mark: str) -> bool:
        """Whether the case that this form made is of the very same."""
        return [_sent_hash(form_key), mark] in self.session.get(SENT, [])

    def keep(self, entry: str, value: dict[str, Any]) -> None:
        """Remember an entry for its time."""
        until = int(timezone.now().timestamp()) + _SECONDS[entry]
        text = json.dumps({"until": until, "value": value})
        self.session[f"petitions.{entry}"] = encrypt(text).decode("ascii")

    def recall(self, entry: str) -> dict[str, Any] | None:
        """An entry, or None when there is none or its time is over."""
        token = self.session.get(f"petitions.{entry}")
        if not token:
            return None
        try:
            kept = json.loads(decrypt(token.encode("ascii")))
        except Undecipherable:  # its key has been retired meanwhile: as good as over
            return None
        return kept["value"] if self._left(kept) > 0 else None

    def prolong(self, entry: str) -> None:
        """Give an entry in use its whole time again, written at most every few minutes."""
        token = self.session.get(f"petitions.{entry}")
        kept = json.loads(decrypt(token.encode("ascii"))) if token else None
        if kept and self._left(kept) < _SECONDS[entry] - 300:
            self.keep(entry, kept["value"])

    def is_forsaken(self, entry: str) -> bool:
        """Whether an entry was neither made nor used for a while; false where there is none."""
        token = self.session.get(f"petitions.{entry}")
        if not token or self.recall(entry) is None:
            return False
        return self._left(json.loads(decrypt(token.encode("ascii")))) < _SECONDS[entry] - FORSAKEN

    def forget(self, *entries: str) -> None:
        """Drop entries; harmless for what is not there."""
        for entry in entries:
            self.session.pop(f"petitions.{entry}", None)

    @staticmethod
    def _left(kept: dict[str, Any]) -> int:
        return int(kept["until"]) - int(timezone.now().timestamp())


def leave_all(request: HttpRequest) -> None:
    """Make true what the page after it says: no password and no case is open in this browser any more."""
    visit = Visit(request)
    kept = visit.recall(RECEIPT)
    if kept:
        filing.leave_receipt(kept["key"])
    visit.forget(*_SECONDS)
    visit.session.pop(NONCE, None)
    visit.session.cycle_key()


def shows_password(request: HttpRequest) -> str:
    """The entry whose page would show a password to whoever begins a new petition here; empty for none.

    What was forsaken is left on the way, as the petitioner before should have done.
    """
    visit = Visit(request)
    if any(visit.is_forsaken(entry) for entry in (RECEIPT, RENEWED)):
        leave_all(request)
    elif visit.is_forsaken(CASE):
        visit.forget(CASE)
    kept = visit.recall(RECEIPT)
    if kept and filing.receipt(kept["key"]):
        return RECEIPT
    return RENEWED if visit.recall(RENEWED) else ""


def _sent_hash(form_key: str) -> str:
    return keyed_hash("sent_form", form_key)[:32]
