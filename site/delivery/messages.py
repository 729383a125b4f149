"""Sending a mail or a text message: words from a template, through the outbox."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from delivery import channels, outbox, wording
from delivery.models import OutboxMessage


@dataclass(frozen=True)
class Letter:
    """A message with its words, not yet in the outbox."""

    channel: str
    key: str
    payload: dict[str, Any]
    about: tuple[UUID, ...] = ()

    def post(self) -> OutboxMessage:
        """Leave it in the outbox, in the transaction of what it tells of. Raises ``NoTransaction``."""
        return outbox.post(self.channel, self.key, self.payload, about=self.about)


def write(
    channel: str,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    language: str | None = None,
    about: Iterable[UUID] = (),
    until: datetime.datetime | None = None,
) -> Letter | None:
    """A message for ``recipient``, to be posted in the transaction of what it tells of.

    ``channel`` is ``mail`` or ``sms``; ``key`` names the message once and for all (per channel), so that
    sending it again sends nothing. ``language`` is the site's unless another is given. None when the
    operator has switched the channel off: then nothing is kept either. ``about`` as in ``outbox.post``. After
    ``until`` it is given up and not sent any more, however often it was tried.

    Raises ``wording.UnknownTemplate``, and ``KeyError`` for a field that ``context`` lacks.
    """
    text = wording.find(template, channel, language or settings.LANGUAGE_CODE)
    rendered = wording.render(text, context)
    if channels.is_off(channel):
        return None
    payload: dict[str, Any] = {"to": recipient, "subject": rendered.subject, "body": rendered.body}
    if until is not None:
        payload["until"] = until
    return Letter(channel, f"{channel}:{key}", payload, tuple(about))


def send(
    channel: str, recipient: str, template: str, context: Mapping[str, Any], **how: Any
) -> OutboxMessage | None:
    """Write a message and leave it in the outbox. Takes and raises what ``write`` does, and ``NoTransaction``."""
    letter = write(channel, recipient, template, context, **how)
    return letter.post() if letter else None
