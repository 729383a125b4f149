"""Looks through what an editor types on a page, before it can become public: no number of a person stands in it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from privacy.finder import find

# Kinds of personal data that prose never holds; a name may stand in it: of an office holder, of a firm's owner. An
# office's telephone is none of them.
NEVER = frozenset({"id_number", "bank_card", "phone", "passport", "chat_account", "email", "plate"})

# A link that calls or writes to somebody has the number in its address, not in its words.
_CALLS = re.compile(r'href="(?:tel|sms|mailto):([^"]*)"', re.IGNORECASE)


def has_number(text: str) -> bool:
    """Whether a number of a person stands in a text."""
    return any(found.kind in NEVER for found in find(text))


def refuse_numbers(texts: Mapping[str, str | StreamValue | None]) -> None:
    """Raise ``ValidationError`` for each of these fields in which a number of a person stands."""
    wrong = [name for name, value in texts.items() if has_number(_looked_at(value))]
    if wrong:
        said = _("A number of a person stands in this text (telephone, ID, account …). Take it out.")
        raise ValidationError(dict.fromkeys(wrong, said))


def plain(body: StreamValue | None) -> str:
    """The text of a page without its marks, for checks and search."""
    return " ".join(strip_tags(_rendered(body).replace("<", " <")).split())


def _looked_at(value: str | StreamValue | None) -> str:
    if isinstance(value, StreamValue):
        called = (unquote(html.unescape(address)) for address in _CALLS.findall(_rendered(value)))
        return "\n".join((plain(value), *called))
    return value or ""


def _rendered(body: StreamValue | None) -> str:
    return body.render_as_block() if body else ""
