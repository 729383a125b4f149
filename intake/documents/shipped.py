"""The wording that comes with the product, by language: texts, words for what is missing, samples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-hans", "en")
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Text:
    """A subject and a body with fields in them."""

    subject: str
    body: str


def text(code: str, language: str) -> Text:
    """The shipped text of a paper."""
    entry = _wording(language)["notices"][code]
    return Text(entry["subject"], "\n".join(entry["body"]))


def stand_ins(code: str, language: str) -> Mapping[str, str]:
    """Words that stand where a value is empty: "petitioner" for one who gave no name."""
    wording = _wording(language)
    return wording["defaults"] | wording["notices"][code].get("defaults", {})


def samples(language: str) -> Mapping[str, str]:
    """An invented value for each field, to look at a template with."""
    return _wording(language)["samples"]


def outcomes(language: str) -> Mapping[str, str]:
    """The words for each outcome of a decision or a review."""
    return _wording(language)["outcomes"]


def routes(language: str) -> Mapping[str, str]:
    """The words for each lawful route of article 31."""
    return _wording(language)["routes"]


def date_form(language: str) -> str:
    """How a day is written, as Django's date formats say it."""
    return _wording(language)["date"]


def between_names(language: str) -> str:
    """What stands between the names of several units."""
    return _wording(language)["between_names"]


def known_language(language: str) -> str:
    """The language itself if papers are written in it, else the first one."""
    return language if language in LANGUAGES else LANGUAGES[0]


@cache
def _wording(language: str) -> dict[str, Any]:
    return json.loads((_DATA / f"notices.{language}.json").read_text(encoding="utf-8"))
