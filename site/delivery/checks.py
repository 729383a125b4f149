"""Checks that letters can go out, and once: a known channel, said on purpose, over a safe line; keys kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from delivery import channels

FEWEST_DAYS = 2
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@register()
def channels_are_usable(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Unknown channels, files in production, and a gateway that would get phone numbers in the clear."""
    return [problem for channel in channels.BACKENDS for problem in _problems(channel)] + list(_gateway())


@register()
def keys_outlive_retries(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A key must be known for as long as its message may be posted again: tries span about a day."""
    if settings.SUNSHINE_OUTBOX_KEPT_DAYS >= FEWEST_DAYS:
        return []
    return [Error(f"SUNSHINE_OUTBOX_KEPT_DAYS must be {FEWEST_DAYS} or more.", id="delivery.E004")]


def _problems(channel: str) -> Iterator[CheckMessage]:
    name, known = channels.chosen(channel), [*channels.BACKENDS[channel], channels.OFF]
    variable = f"SUNSHINE_{channel.upper()}_CHANNEL"
    if name not in known:
        yield Error(f"{variable} is {name!r}; it can be one of {', '.join(known)}.", id="delivery.E001")
    elif name == "files" and not settings.SUNSHINE_FILES_CHANNEL_ALLOWED:
        yield Error(
            f"{variable} is 'files': messages would be written to disk and reach nobody.",
            hint="That is for the demo. Choose another channel, or 'off' on purpose.",
            id="delivery.E002",
        )


def _gateway() -> Iterator[CheckMessage]:
    if channels.chosen("sms") != "http":
        return
    url = urlsplit(settings.SUNSHINE_SMS_URL)
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        yield Error(
            "SUNSHINE_SMS_URL must be https: it carries phone numbers and a token.", id="delivery.E003"
        )
