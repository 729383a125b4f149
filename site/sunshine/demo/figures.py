"""The demo's statistics: months from before its petitions, counted and closed like any other.

What happened in those months is invented as facts, as an office would have them in its books; which figures may be
shown of them is decided by the same code as for petitions. The same months always have the same facts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from intake.routing.models import Category
from intake.statistics import closing, counting
from intake.statistics.counting import Fact
from intake.statistics.measures import REST
from intake.statistics.models import AnnualReport
from intake.statistics.periods import Period, months_between
from regions.models import Organisation, Region

WORDS = Path(__file__).parent / "data" / "annual-report.json"
# Petitions that come in a month, and how the rest follows from it.
USUAL, SPREAD = 84, 9
QUIET_MONTHS = {1: 0.85, 2: 0.6, 10: 0.9}
IN_TOWNSHIPS, KEPT_FROM_SOMEBODY = 0.55, 0.08
CHANCES = {"sent": 0.94, "answered": 0.9, "due": 0.88, "rated": 0.62}
PARTS = {"sent": ("assigned", 0.22), "due": ("in_time", 0.94), "rated": ("satisfied", 0.84)}
# Units that are late more often, and please fewer.
SLOW, SLOW_UNITS = 0.16, ("990121-ZRZY", "990121001-GOV", "990121102-GOV", "990121-CG")
# Groups of categories that most petitions are about: farming, building, land and water, civil affairs, labour.
OFTEN = ("130000", "150000", "140000", "120000", "060000", "110000", "050000", "070000")
ACCUSATIONS = 31


def load() -> None:
    """Close the months from January of last year to the last one that is over; those that are closed stay."""
    today = timezone.localdate()
    county = _Books()
    for month in months_between(Period(today.year - 1, 1, 1), today):
        closing.close_month(month, facts=[*county.facts(month), *counting.facts_of(month)], apart=ACCUSATIONS)
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    AnnualReport.objects.get_or_create(year=today.year - 1, defaults=words)


class _Books:
    """What the office of the county would have in its books."""

    def __init__(self) -> None:
        units = Organisation.objects.order_by("code")
        self.departments = list(
            units.filter(kind=Organisation.Kind.DEPARTMENT).values_list("code", flat=True)
        )
        governments = units.filter(kind=Organisation.Kind.TOWNSHIP_GOVERNMENT)
        self.governments = dict(governments.values_list("region__code", "code"))
        self.townships = list(
            Region.objects.filter(level=Region.Level.TOWNSHIP).order_by("code").values_list("code", flat=True)
        )
        groups = Category.objects.exclude(lead_rule__in=("discipline", "organisation", "police", "election"))
        codes = set(groups.values_list("group_code", flat=True))
        self.groups = [code for code in OFTEN if code in codes] + sorted(codes - set(OFTEN))

    def facts(self, month: Period) -> Iterator[Fact]:
        chance = random.Random(month.code)  # noqa: S311  an invented county needs no secret
        received = round(chance.gauss(USUAL, SPREAD) * QUIET_MONTHS.get(month.first, 1))
        for _ in range(max(received, 20)):
            place = self._place(chance)
            yield Fact("received", REST, *place[1:])
            for measure, share in CHANCES.items():
                if chance.random() < share:
                    yield Fact(measure, *place)
                    part, of_these = PARTS.get(measure, ("", 0))
                    if chance.random() < of_these - (SLOW if place[0] in SLOW_UNITS else 0):
                        yield Fact(part, *place)

    def _place(self, chance: random.Random) -> tuple[str, str, str]:
        if chance.random() < KEPT_FROM_SOMEBODY:
            return REST, REST, REST
        township = _mostly_first(chance, self.townships)
        group = _mostly_first(chance, self.groups)
        if chance.random() < IN_TOWNSHIPS:
            return self.governments[township], township, group
        return _mostly_first(chance, self.departments), township, group


def _mostly_first(chance: random.Random, names: list[str]) -> str:
    """One of some names, the first ones more often."""
    return chance.choices(names, weights=[1 / (at + 2) for at in range(len(names))])[0]
