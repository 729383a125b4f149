"""Reading what programmes send: JSON that is too deep or holds half characters is refused, wherever in it that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from intake.petitions.texts import is_damaged

DEEPEST = 10  # a petition needs two


class PlainJSONParser(JSONParser):
    """JSON whose every part can be walked, stored and echoed."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("The JSON is nested too deeply.")) from None
        _check(data)
        return data


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
