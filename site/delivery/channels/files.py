"""Messages as files under the data folder: for the demo and tests, where nothing may leave the machine."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings


def folder(channel: str) -> Path:
    """Where the files of a channel lie."""
    return Path(settings.VAR) / "outbox" / channel


def write_mail(message: dict, key: str) -> None:
    """One readable file a mail, named by its key: delivered twice, it is still one."""
    _write("mail", key, f"To: {message['to']}\nSubject: {message['subject']}\n\n{message['body']}\n")


def write_sms(message: dict, key: str) -> None:
    """One readable file a text message, named by its key."""
    _write("sms", key, f"To: {message['to']}\n\n{message['body']}\n")


def _write(channel: str, key: str, text: str) -> None:
    target = folder(channel) / f"{key[:32]}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and moved: who looks into the folder never sees half a message.
    with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, suffix=".part", delete=False) as aside:
        aside.write(text)
    Path(aside.name).replace(target)
