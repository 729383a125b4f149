"""The list of one rule: counted for all rules at once, the longest overdue first, fifty to a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict

from intake.petitions.models import Petition
from intake.workbench.queue import LAST_PAGE, PAGE_SIZE, ROW, Leaf, whole
from regions.models import Organisation

from . import policies
from .rules import BY_CODE, RULES, Rule, of_units, placed
from .scale import numbers

# Nothing encrypted is read for a list.
SHOWN = (*ROW, "version", "urged", "owner__code")
RED = "red"


@dataclass(frozen=True)
class Counted:
    rule: Rule
    count: int
    current: bool


@dataclass(frozen=True)
class UnitCount:
    """A unit with how many of the rule's cases are its own."""

    unit: Organisation
    count: int
    current: bool


@dataclass(frozen=True)
class Page(Leaf):
    """One page of a rule's list with its surroundings."""

    rule: Rule
    rules: list[Counted]
    units: list[UnitCount]
    unit: str  # the code of the one that is chosen
    rows: list[Any]  # petitions with ``unit``, ``unit_here`` and ``since``


class Listing:
    """The cases of a reader's room by rule. ``units`` keeps it to the work of some; None: all that may be known."""

    def __init__(self, cases: QuerySet[Petition], units: Collection[int] | None = None) -> None:
        self.known, self.units, self.numbers = cases, units, numbers()

    def where(self, rule: Rule) -> Q:
        found = rule.where(self.numbers, self.known)
        return found if self.units is None else found & of_units(rule, self.units)

    def counts(self) -> dict[str, int]:
        """How many cases each rule finds, and how many any red one does, in one question."""
        # By other names than the fields of a case, which the conditions ask.
        found = {f"of_{rule.code}": Count("pk", filter=self.where(rule)) for rule in RULES}
        red = Q()
        for rule in RULES:
            if rule.red:
                red |= self.where(rule)
        found[f"of_{RED}"] = Count("pk", filter=red)
        return {name.removeprefix("of_"): count for name, count in self.known.aggregate(**found).items()}

    def cases(self, rule: Rule) -> QuerySet[Any]:
        """The rule's cases, in order: the oldest day first, those without one last."""
        found = placed(rule, self.known.filter(self.where(rule)))
        return found.order_by(F("since").asc(nulls_last=True), "submitted_at", "pk")

    def by_unit(self, rule: Rule) -> dict[int, int]:
        """How many of the rule's cases are each unit's."""
        rows = placed(rule, self.known.filter(self.where(rule))).order_by().values("unit")
        return dict(rows.annotate(cases=Count("pk")).values_list("unit", "cases"))


def for_user(user: Any) -> Listing:
    return Listing(policies.cases(user), policies.units_of(user))


def chosen(code: str) -> Rule:
    """The rule asked for, else the first."""
    return BY_CODE.get(code, RULES[0])


def page_of(user: Any, query: QueryDict) -> Page:
    """The page that a query string asks for. One that doesn't exist is the nearest that does."""
    listing, rule = for_user(user), chosen(query.get("rule", ""))
    counts = listing.counts()
    per_unit = listing.by_unit(rule)
    units = Organisation.objects.filter(pk__in=per_unit).order_by("code")
    code = query.get("unit", "")
    at_units = [UnitCount(unit, per_unit[unit.pk], unit.code == code) for unit in units]
    at_unit = next((one for one in at_units if one.current), None)
    cases = listing.cases(rule)
    if at_unit is not None:
        cases = cases.filter(unit=at_unit.unit.pk)
    total = at_unit.count if at_unit else counts[rule.code]
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, whole(query.get("p", ""))), pages, LAST_PAGE)
    return Page(
        rule=rule,
        rules=[Counted(one, counts[one.code], one is rule) for one in RULES],
        units=at_units,
        unit=code if at_unit else "",
        rows=read(cases, (number - 1) * PAGE_SIZE, number * PAGE_SIZE),
        number=number,
        pages=min(pages, LAST_PAGE),
        total=total,
        cut=pages > LAST_PAGE,
    )


def read(cases: QuerySet[Any], start: int, stop: int) -> list[Any]:
    """A slice of a list with what is shown of each case, and the name of its unit."""
    rows = list(cases.select_related("owner", "region", "category").only(*SHOWN)[start:stop])
    named = {unit.pk: unit for unit in Organisation.objects.filter(pk__in={row.unit for row in rows})}
    for row in rows:
        row.unit_here = named.get(row.unit)
    return rows
