"""How satisfied writers were in a finished quarter (满意度): with each unit, and with the petition office, apart.

Whoever let the time for rating pass counts as not answered. Figures too small to be shown stand open.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from intake.statistics.periods import Period
from regions.models import Organisation

from . import facts, policies
from .suppressing import shown, total, total_part

# Each column: what is counted, what it is a part of, and whether that all say the same tells what each of them said.
COLUMNS = (
    ("asked", "", False),
    ("rated", "asked", False),
    ("satisfied", "rated", True),
    ("office_rated", "asked", False),
    ("office_satisfied", "office_rated", True),
)


@dataclass(frozen=True)
class Line:
    """One unit's numbers; None where one may not be shown."""

    name: str
    numbers: list[int | None]


@dataclass(frozen=True)
class Survey:
    quarter: Period
    county: list[int | None]
    lines: list[Line]


def last_quarter(today: datetime.date | None = None) -> Period:
    """The quarter that ended last."""
    return Period.month(today or timezone.localdate()).quarter.previous


def survey_of(user: Any, quarter: Period) -> Survey:
    """The survey of a finished quarter as a reader may see it: of all units, or of the own one."""
    counted = facts.gather(facts.facts_of(policies.office_for(user), quarter, "asked"))
    allowed: dict[str, set[int]] = {}
    for measure, whole, unanimous in COLUMNS:
        if whole:
            among = allowed[whole]
            allowed[measure] = shown(counted, whole, measure, among, unanimous=unanimous)
        else:
            allowed[measure] = shown(counted, measure)
    lines = [
        Line(
            unit.name,
            [
                len(counted[name].get(unit.pk, ())) if unit.pk in allowed[name] else None
                for name, *_rest in COLUMNS
            ],
        )
        for unit in _units(user, counted)
    ]
    return Survey(quarter, [_county(counted, *column) for column in COLUMNS], lines)


def _county(counted: facts.Counted, measure: str, whole: str, unanimous: bool) -> int | None:
    if not whole:
        return total(counted, measure)
    return total_part(counted, measure, whole, unanimous=unanimous)


def _units(user: Any, counted: facts.Counted) -> list[Organisation]:
    found = set(counted["asked"]) - {facts.REST}
    units = policies.units_of(user)
    return list(
        Organisation.objects.filter(pk__in=found if units is None else found & units).order_by("code")
    )
