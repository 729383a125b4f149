"""Sending a mail or a text message: words from a template, through the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from delivery import channels, outbox, wording
from delivery.models import OutboxMessage


def send(
    channel: str,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    *,
    key: str,
    language: str | None = None,
    about: Iterable[UUID] = (),
) -> OutboxMessage | None:
    """Leave a message for ``recipient`` in the outbox, in the transaction of what it tells of.

    ``channel`` is ``mail`` or ``sms``; ``key`` names the message once and for all (per channel), so that
    sending it again sends nothing. ``language`` is the site's unless another is given. None when the
    operator has switched the channel off: then nothing is kept either. ``about`` as in ``outbox.post``.

    Raises ``wording.UnknownTemplate``, ``KeyError`` for a field that ``context`` lacks, and
    ``NoTransaction``.
    """
    text = wording.find(template, channel, language or settings.LANGUAGE_CODE)
    rendered = wording.render(text, context)
    if channels.is_off(channel):
        return None
    payload = {"to": recipient, "subject": rendered.subject, "body": rendered.body}
    return outbox.post(channel, f"{channel}:{key}", payload, about=about)
