"""What a question may hold, by page and API alike: one table of parameters, and one reader of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from search.documents import sources
from search.engines.base import FACETS
from search.query import LONGEST

SORTS = ("relevance", "newest")
NAMES = ("q", *FACETS, "sort", "cursor")

# What a value has to look like, for the reader here and for the schema of the API.
CODE = r"[A-Za-z0-9._:/-]{1,80}"
YEAR = r"[12][0-9]{3}"
CURSOR = r"[a-z][1-9][0-9]{0,17}"


class BadParameters(Exception):
    """Some values can't be read. ``problems``: what is wrong, by parameter."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to find. An empty value asks for nothing in particular."""

    q: str = ""
    kind: str = ""
    region: str = ""
    category: str = ""
    year: str = ""
    organisation: str = ""
    sort: str = SORTS[0]
    cursor: str = ""

    @property
    def filters(self) -> dict[str, str]:
        return {name: value for name in FACETS if (value := getattr(self, name))}

    def but(self, **changes: str) -> Wanted:
        """The same with changes, from its first page."""
        return replace(self, **{"cursor": "", **changes})

    def query_string(self) -> str:
        """The parameters in one order, without those that say nothing: one question has one address."""
        given = {name: getattr(self, name) for name in NAMES if getattr(self, name)}
        if given.get("sort") == SORTS[0]:
            del given["sort"]
        return f"?{urlencode(given)}" if given else ""


def read(given: Mapping[str, str]) -> Wanted:
    """The parameters of a request; others are not looked at. Raises ``BadParameters``."""
    values = {name: given.get(name, "") for name in NAMES}
    problems = {
        name: problem for name, value in values.items() if value and (problem := _problem(name, value))
    }
    if problems:
        raise BadParameters(problems)
    q = " ".join(values["q"].replace("\x00", " ").split())
    return Wanted(**values | {"q": q, "sort": values["sort"] or SORTS[0]})


def _problem(name: str, value: str) -> str:
    """What is wrong with a value, or nothing."""
    if name == "q" and len(value) > LONGEST:
        return _("At most %(number)d characters.") % {"number": LONGEST}
    if name == "kind" and value not in sources():
        return _("There is no such kind.")
    if name == "sort" and value not in SORTS:
        return _("Give relevance or newest.")
    if name == "year" and not re.fullmatch(YEAR, value):
        return _("Give a year, such as 2026.")
    if name == "cursor" and not re.fullmatch(CURSOR, value):
        return _("Take the cursor that the page before gave.")
    if name in ("region", "category", "organisation") and not re.fullmatch(CODE, value):
        return _("Give a code.")
    return ""
