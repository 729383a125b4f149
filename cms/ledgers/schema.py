"""What a kind of ledger has: its columns, how clerks head them, what of each may be public, and what must hold.

A schema is a file in ``data/schemas/`` in the manner of a Table Schema. Another kind is another file and its test.
Columns bear the names that the forms have; those are also what spreadsheets and the API call them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from privacy.normalising import folded

from .words import DATA

FOLDER = DATA / "schemas"

MONEY, NUMBER = "money", "number"
# What a heading may carry besides its name: a unit or a remark in brackets, numbering, a colon, spaces.
_BESIDE = re.compile(r"[(\[【<].*?[)\]】>]|[\s:*、.·]|^[0-9]+(?=\D)")


class UnknownSchema(LookupError):
    """There is no ledger of this kind."""


@dataclass(frozen=True)
class Field:
    """One column. ``personal`` says whose or what number it holds, ``public`` how much of that is shown:
    ``whole``, ``masked``, ``last4`` or ``hidden``. ``scan``: free text, in which personal data may hide. ``later``: a
    day that may lie after the period, such as when a year's subsidy was paid. ``unit``: what a number counts.
    """

    name: str
    type: str
    title_en: str
    also: tuple[str, ...] = ()
    required: bool = False
    personal: str = ""
    public: str = "whole"
    scan: bool = False
    later: bool = False
    unit: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_amount(self) -> bool:
        return self.type in (MONEY, NUMBER)

    @property
    def is_public(self) -> bool:
        return self.public != "hidden"


@dataclass(frozen=True)
class Schema:
    """One kind of ledger. ``checks`` are the rules of ``checks.py`` with what they need; ``chart`` says by which column
    ``figures.py`` sums up which. ``version`` rises with each change of what a column means.
    """

    code: str
    title: Mapping[str, str]
    fields: tuple[Field, ...]
    sums: tuple[str, ...]
    checks: tuple[Mapping[str, Any], ...]
    needs_one_of: tuple[tuple[str, ...], ...] = ()
    period_fields: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    version: int = 1
    chart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        """The column of that name. Raises ``KeyError``."""
        return self._by_name[name]

    def heading(self, text: str) -> Field | None:
        """The column that a heading means, if any."""
        return self._by_heading.get(plain(text))

    @property
    def _by_name(self) -> dict[str, Field]:
        return _names(self)[0]

    @property
    def _by_heading(self) -> dict[str, Field]:
        return _names(self)[1]

    def __hash__(self) -> int:
        return hash(self.code)


def plain(heading: str) -> str:
    """A heading without what is beside its name: 收入金额（元） is 收入金额."""
    return _BESIDE.sub("", folded(heading))


@cache
def all_schemas() -> tuple[Schema, ...]:
    """Every kind of ledger, by number."""
    codes = sorted((path.stem for path in FOLDER.glob("L*.json")), key=lambda code: int(code[1:]))
    return tuple(load(code) for code in codes)


@cache
def load(code: str) -> Schema:
    """The kind of ledger with that code, such as ``L1``. Raises ``UnknownSchema``."""
    path = FOLDER / f"{code}.json"
    if not re.fullmatch(r"L[0-9]+", code) or not path.exists():
        raise UnknownSchema(code)
    given = json.loads(path.read_text(encoding="utf-8"))
    return Schema(
        code=given["name"],
        title=given["title"],
        fields=tuple(_field(**one) for one in given["fields"]),
        sums=tuple(given["sums"]),
        checks=tuple(given["checks"]),
        needs_one_of=tuple(tuple(names) for names in given.get("needs_one_of", ())),
        period_fields=tuple(given.get("period_fields", ())),
        opening=tuple(given.get("opening", ())),
        closing=tuple(given.get("closing", ())),
        version=given["version"],
        chart={name: tuple(names) for name, names in given["chart"].items()},
    )


def _field(
    *, also: list[str] | None = None, values: dict[str, list[str]] | None = None, **given: Any
) -> Field:
    known = {value: tuple(other) for value, other in (values or {}).items()}
    return Field(also=tuple(also or ()), values=known, **given)


@cache
def _names(schema: Schema) -> tuple[dict[str, Field], dict[str, Field]]:
    by_name = {one.name: one for one in schema.fields}
    by_heading = {plain(heading): one for one in schema.fields for heading in one.also}
    return by_name, by_heading | {plain(name): one for name, one in by_name.items()}
