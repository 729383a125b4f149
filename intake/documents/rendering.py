"""From a template in force to the words of one paper."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import dateformat, translation

from intake.documents import shipped, versions
from intake.documents.fields import paper
from intake.documents.merging import merge


@dataclass(frozen=True)
class Rendered:
    """The words of one paper, and which version of the template gave them. Plain text."""

    code: str
    version: int
    subject: str
    body: str


class MissingField(ValueError):
    """The paper must say something that was not given. ``names`` are the fields; no value is carried."""

    def __init__(self, code: str, names: list[str]) -> None:
        super().__init__(f"{code}: {', '.join(names)}")
        self.code = code
        self.names = names


def render(code: str, fields: Mapping[str, str], language: str) -> Rendered:
    """The paper ``code`` with ``fields`` in it, in ``language`` (in Chinese, if papers aren't written in it).

    ``fields`` may hold more than the paper knows: what it has no field for is not used, which keeps units out
    of papers about accusations. Raises ``UnknownPaper``, and ``MissingField`` when a required one is missing
    or empty.
    """
    language = shipped.known_language(language)
    template = versions.current(code, language)
    values = fill(code, fields, language)
    return Rendered(code, template.version, merge(template.subject, values), merge(template.body, values))


def fill(code: str, fields: Mapping[str, str], language: str) -> dict[str, str]:
    """A value for every field of a paper: as given, or what stands in, or nothing where it may be."""
    about = paper(code)
    stand_ins = shipped.stand_ins(code, language)
    values = {name: fields.get(name, "") for name in about.fields}
    values = {name: value if value.strip() else stand_ins.get(name, "") for name, value in values.items()}
    missing = sorted(name for name in about.required if not values[name].strip())
    if missing:
        raise MissingField(code, missing)
    return values


def date_text(day: datetime.date, language: str) -> str:
    """A day as papers write it: 2026年11月21日, or 21 November 2026."""
    language = shipped.known_language(language)
    with translation.override(language):
        return dateformat.format(day, shipped.date_form(language))


def names_text(names: Iterable[str], language: str) -> str:
    """The names of several units as papers write them."""
    return shipped.between_names(shipped.known_language(language)).join(names)


def route_text(route: str, language: str) -> str:
    """The words for one of the lawful routes of article 31. Raises ``KeyError`` for another."""
    return shipped.routes(shipped.known_language(language))[route]


def outcome_text(outcome: str, language: str) -> str:
    """The words for the outcome of a decision (``supported`` …) or a review (``maintain`` …).

    Raises ``KeyError`` for another.
    """
    return shipped.outcomes(shipped.known_language(language))[outcome]
