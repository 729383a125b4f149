"""How a person is called in a notice (点名的限度): surname and 某, or the whole name where that was approved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from privacy.masks import MARK, however_spaced, mask_name

from .models import Person
from .words import APART, UNNAMED


def surname(name: str) -> str:
    """The surname, a compound one whole; of a name with a dot its first character."""
    return mask_name(name).split(MARK)[0]


def display_names(persons: Iterable[Person], standing: Collection[Any] | None = None) -> dict[str, str]:
    """Every name of a notice as the public reads it. People of one surname are told apart: 汤某甲, 汤某乙.

    Whole names are for the cases that are standing (ids; None: all): an approval ends with its case, and does not
    reach another person of the same name.
    """
    named: dict[str, bool] = {}
    for person in persons:
        in_full = person.named and (standing is None or person.case_id in standing)
        named[plain(person.name)] = in_full and named.get(plain(person.name), True)
    short = {name: surname(name) + UNNAMED for name, in_full in named.items() if not in_full}
    often = Counter(short.values())
    seen: Counter[str] = Counter()
    shown = {name: name for name, in_full in named.items() if in_full}
    for name, display in short.items():
        place = seen[display]
        seen[display] += 1
        shown[name] = display + _apart(place) if often[display] > 1 else display
    return shown


def displayed(text: str, names: Mapping[str, str]) -> str:
    """``text`` with each name as the public reads it, whatever spaces stand in it."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(however_spaced(name), names[name], text)
    return text


def plain(name: str) -> str:
    """A name without spaces."""
    return "".join(name.split())


def _apart(place: int) -> str:
    return APART[place] if place < len(APART) else str(place + 1)
