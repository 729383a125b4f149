"""The ways out: for each channel the backends that an operator can choose by name.

A backend takes the message (``to``, ``subject``, ``body``) and its key, and returns when the message is
handed over. It raises ``Undeliverable`` when trying again can't help and anything else when it may. It
passes the key on in a form that a receiver can tell repetitions by.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from delivery.errors import Undeliverable
from delivery.outbox import handles

from . import files, gateway, smtp

OFF = "off"

Backend = Callable[[dict, str], None]

BACKENDS: dict[str, dict[str, Backend]] = {
    "mail": {"smtp": smtp.send, "files": files.write_mail},
    "sms": {"http": gateway.send, "files": files.write_sms},
}


def chosen(channel: str) -> str:
    """The name of the backend that the settings choose for a channel."""
    return {"mail": settings.SUNSHINE_MAIL_CHANNEL, "sms": settings.SUNSHINE_SMS_CHANNEL}[channel]


def is_off(channel: str) -> bool:
    """Whether the operator has said that nothing goes out by this channel."""
    return chosen(channel) == OFF


def key_digest(key: str) -> str:
    """What a receiver is given of a key: the same for the same key, and nothing to read in it."""
    return hashlib.sha256(key.encode()).hexdigest()


@handles("mail")
def mail(payload: dict, key: str) -> None:
    _send("mail", payload, key)


@handles("sms")
def sms(payload: dict, key: str) -> None:
    _send("sms", payload, key)


def _send(channel: str, payload: dict, key: str) -> None:
    if is_off(channel):  # switched off after the message was posted
        raise Undeliverable("channel_off")
    if _is_over(payload):
        raise Undeliverable("too_late")
    BACKENDS[channel][chosen(channel)](payload, key_digest(key))


def _is_over(payload: dict) -> bool:
    """Whether the message holds for a time only, and that time has passed."""
    until = payload.get("until")
    return until is not None and timezone.now() >= datetime.datetime.fromisoformat(until)
