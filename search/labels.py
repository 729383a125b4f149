"""What the values of facets are called, in the visitor's language: one question to the database for each facet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from regions.models import Organisation, Region
from search.documents import sources


@dataclass(frozen=True)
class Value:
    """One value of a facet. ``above``: of a region, the one that it lies in."""

    value: str
    label: str
    count: int
    above: str = ""


@dataclass(frozen=True)
class Place:
    name: str
    above: str


def places(codes: Collection[str]) -> dict[str, Place]:
    """Name and next region above of each region."""
    found = Region.objects.filter(code__in=codes).values_list("code", "name", "parent__code")
    return {code: Place(name, above or "") for code, name, above in found}


def organisations(codes: Collection[str]) -> dict[str, str]:
    """The short name of each organisation."""
    found = Organisation.objects.filter(code__in=codes).values_list("code", "short_name", "name")
    return {code: short or name for code, short, name in found}


def kind(name: str) -> str:
    source = sources().get(name)
    return str(source.label) if source else name


def category(key: str, kind: str = "") -> str:
    """What a category is called by the source of ``kind``, or by whichever knows it."""
    known = sources()
    asked = [known[kind]] if kind in known else list(known.values())
    names = (source.category_label(key) for source in asked)
    return next((name for name in names if name and name != key), key)


def values(counts: Mapping[str, int], names: Mapping[str, str]) -> list[Value]:
    """Values that have a name, in the order of their counts."""
    return [Value(value, names[value], number) for value, number in counts.items() if value in names]


def one(facet: str, value: str) -> str:
    """What one value is called, even where nothing has it; the value itself if nobody knows."""
    if facet == "kind":
        return kind(value)
    if facet == "region":
        found = places([value])
        return found[value].name if value in found else value
    if facet == "organisation":
        return organisations([value]).get(value, value)
    return category(value) if facet == "category" else value
