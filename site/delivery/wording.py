"""The words of mails and text messages: what ships, what an operator made of it, and how fields are merged
in.

Each message code says which fields its text may hold, which it must, and which are secrets that may never
stand in a subject line. A field is ``{name}``; nothing else in braces means anything, and nothing is
evaluated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from delivery.models import MessageTemplate

FIELD = re.compile(r"\{([a-z_]+)\}")
LONGEST_SMS = 300
LONGEST_VALUE = 200
_TEXTS = "SELECT language, subject, body FROM delivery_messagetemplate WHERE code = %s AND channel = %s"


class UnknownTemplate(LookupError):
    """No message has this code, or not for this channel."""


@dataclass(frozen=True)
class Message:
    """What a message code is about: its fields and an example of each."""

    code: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    secret: tuple[str, ...]
    example: Mapping[str, str]


@dataclass(frozen=True)
class Text:
    """A subject (mails only) and a body, with or without fields in them."""

    subject: str
    body: str


def message(code: str) -> Message:
    """Raises ``UnknownTemplate``."""
    for entry in _shipped():
        if entry["code"] == code:
            fields, required, secret = (tuple(entry[name]) for name in ("fields", "required", "secret"))
            return Message(code, fields, required, secret, entry["example"])
    raise UnknownTemplate(code)


def title(code: str, language: str) -> str:
    """What a person calls the message; the code itself for one that is no longer shipped."""
    for entry in _shipped():
        if entry["code"] == code:
            return entry["title"].get(language) or entry["title"][settings.LANGUAGE_CODE]
    return code


def shipped() -> dict[tuple[str, str, str], Text]:
    """The texts that come with the product, by code, channel and language."""
    return {
        (entry["code"], channel, language): Text(text.get("subject", ""), text["body"])
        for entry in _shipped()
        for language, channels in entry["texts"].items()
        for channel, text in channels.items()
    }


def find(code: str, channel: str, language: str) -> Text:
    """The text in force: the operator's, else the shipped one; in the site's language if there is no other.

    Raises ``UnknownTemplate``.
    """
    # In plain SQL: every filing asks, and the ORM takes ten times as long as the answer.
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [code, channel])
        texts = {row[0]: Text(*row[1:]) for row in cursor.fetchall()}
    for wanted in (language, settings.LANGUAGE_CODE):
        text = texts.get(wanted) or shipped().get((code, channel, wanted))
        if text is not None:
            return text
    raise UnknownTemplate(f"{code} by {channel}")


def render(text: Text, context: Mapping[str, Any]) -> Text:
    """The text with its fields filled in. Raises ``KeyError`` for a field that ``context`` lacks.

    Values are put on one line and cut: a value can't add a header to a mail or a page to a text message.
    """

    def fill(template: str) -> str:
        return FIELD.sub(lambda field: " ".join(str(context[field[1]]).split())[:LONGEST_VALUE], template)

    return Text(fill(text.subject), fill(text.body))


def validate(code: str, channel: str, text: Text) -> dict[str, list[ValidationError]]:
    """What is wrong with a text for a code and channel, by ``subject`` and ``body``; empty if nothing is."""
    about = message(code)
    problems: dict[str, list[ValidationError]] = {"subject": [], "body": []}
    for place, words in (("subject", text.subject), ("body", text.body)):
        used = FIELD.findall(words)
        for name in sorted(set(used) - set(about.fields)):
            problems[place].append(
                ValidationError(_("{%(field)s} is not a field here."), params={"field": name})
            )
        if set("{}") & set(FIELD.sub("", words)):
            problems[place].append(ValidationError(_("Braces stand only around a field, such as {number}.")))
    for name in sorted(set(about.secret) & set(FIELD.findall(text.subject))):
        problems["subject"].append(
            ValidationError(_("{%(field)s} may not stand in a subject."), params={"field": name})
        )
    for name in sorted(set(about.required) - set(FIELD.findall(text.body))):
        problems["body"].append(
            ValidationError(_("{%(field)s} must stand in the text."), params={"field": name})
        )
    if channel == MessageTemplate.Channel.MAIL and not text.subject.strip():
        problems["subject"].append(ValidationError(_("A mail needs a subject.")))
    if channel == MessageTemplate.Channel.SMS and len(text.body) > LONGEST_SMS:
        limit = ngettext_lazy(
            "A text message has at most %(limit)d character.",
            "A text message has at most %(limit)d characters.",
            LONGEST_SMS,
        )
        problems["body"].append(ValidationError(limit % {"limit": LONGEST_SMS}))
    return {place: errors for place, errors in problems.items() if errors}


def create_missing(using: str) -> int:
    """Make a row of every shipped text that has none. What an operator changed stays. Returns how many."""
    templates = MessageTemplate.objects.using(using)
    there = set(templates.values_list("code", "channel", "language"))
    missing = [
        MessageTemplate(code=code, channel=channel, language=language, subject=text.subject, body=text.body)
        for (code, channel, language), text in shipped().items()
        if (code, channel, language) not in there
    ]
    return len(templates.bulk_create(missing, ignore_conflicts=True))


@cache
def _shipped() -> list[dict[str, Any]]:
    return json.loads((Path(__file__).parent / "data" / "message_templates.json").read_text(encoding="utf-8"))
