"""Reading what programmes send: JSON that could be misread, stored wrongly or never end is refused, wherever it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from intake.petitions.texts import is_damaged

DEEPEST = 10  # a petition needs two


class PlainJSONParser(JSONParser):
    """JSON in UTF-8, as its standard asks (RFC 8259), whose every part can be walked, stored and echoed."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            data = json.loads(
                _read(stream).decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_object
            )
        except RecursionError:
            raise ParseError(_("The JSON is nested too deeply.")) from None
        except ValueError:  # no JSON, no UTF-8, or a number of thousands of digits
            raise ParseError(_("The body is not JSON in UTF-8.")) from None
        _check(data)
        return data


def _read(stream: IO[Any]) -> bytes:
    """The body, if it is no larger than a form may be: Django counts those alone."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body: bytes = stream.read(most + 1)
    if len(body) > most:
        raise RequestDataTooBig
    return body


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Of two values under one name, readers on the way may have taken the other."""
    names = [name for name, _value in pairs]
    if len(set(names)) < len(names):
        raise ParseError(_("A name stands twice in one object."))
    return dict(pairs)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _check(data: Any) -> None:
    """Raise ``ParseError`` for nesting or characters that what comes later can't take; without recursion itself."""
    level = [data]
    for _depth in range(DEEPEST):
        if any(isinstance(value, str) and is_damaged(value) for value in level):
            raise ParseError(_("The text holds half characters (lone surrogates)."))
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise ParseError(_("The JSON is nested too deeply."))


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []
