"""The list of one rule: counted for all rules at once, the longest overdue first, fifty to a page.

Each rule is counted by a question of its own, which an index can answer; all of them go to the database as one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, UUIDField, Value
from django.http import QueryDict
from django.utils.functional import cached_property

from intake.petitions import co_lists
from intake.petitions.models import Handling, Petition
from intake.workbench.hand import in_hand
from intake.workbench.queue import LAST_PAGE, MENU, PAGE_SIZE, ROW, Leaf, whole
from regions.models import Organisation

from . import policies
from .beside import FIRST_DUE, open_ones
from .rules import BY_CODE, RULES, Rule, of_units, placed
from .scale import numbers

# Nothing encrypted is read for a list.
SHOWN = (*ROW, "version", "urged", "owner__code")


@dataclass(frozen=True)
class Counted:
    rule: Rule
    count: int
    current: bool


@dataclass(frozen=True)
class UnitCount:
    """A unit with how many of the rule's entries are its own."""

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
    listing: Listing


class Entry(NamedTuple):
    """One line of a list: a case and whose it is; ``work`` is the co-handling that it is about, none for the lead's."""

    case: UUID
    unit: int
    since: datetime.date | None
    state: str
    work: UUID | None
    entry: str  # how the co-handler got it
    due: datetime.date | None


class Listing:
    """The work of a reader's room by rule: of who leads a case, and of the co-handlers beside. ``units`` keeps it to
    the work of some; None: all that may be known."""

    def __init__(
        self, cases: QuerySet[Petition], units: Collection[int] | None = None, user: Any = None
    ) -> None:
        self.known, self.units, self.user, self.numbers = cases, units, user, numbers()

    def led(self, rule: Rule) -> QuerySet[Petition]:
        """The cases that a rule finds by their own state, or what their lead does."""
        found = rule.where(self.numbers, self.known)
        return self.known.filter(found if self.units is None else found & of_units(rule, self.units))

    def beside(self, rule: Rule) -> QuerySet[Handling] | None:
        """The co-handlings that a rule finds; None for a rule that has none."""
        if rule.beside is None:
            return None
        found = (
            open_ones()
            .filter(rule.beside.where(self.numbers))
            .filter(Exists(self.known.filter(pk=OuterRef("petition"))))
        )
        return found if self.units is None else found.filter(organisation__in=self.units)

    @cached_property
    def _counted(self) -> dict[tuple[str, int], int]:
        """How many entries each rule has at each unit, and what the menu counts, in one question."""
        arms: list[QuerySet[Any]] = []
        for rule in RULES:
            led, beside = placed(rule, self.led(rule)), self.beside(rule)
            arms.append(_grouped(led, rule.code, "unit"))
            arms += [] if beside is None else [_grouped(beside, rule.code, "organisation_id")]
        if self.user is not None:
            waiting = in_hand(self.user).order_by().annotate(rule=Value(MENU), nobody=Value(0))
            counted = waiting.values("rule", "nobody").annotate(entries=Count("petition", distinct=True))
            arms.append(counted.values_list("rule", "nobody", "entries"))
        found: Counter[tuple[str, int]] = Counter()
        for rule_code, unit, entries in arms[0].union(*arms[1:], all=True):
            found[rule_code, unit] += entries
        return found

    def counts(self) -> dict[str, int]:
        """How many entries each rule has."""
        return {rule.code: sum(self.by_unit(rule).values()) for rule in RULES}

    def by_unit(self, rule: Rule) -> dict[int, int]:
        """How many of the rule's entries are each unit's."""
        return {unit: entries for (code, unit), entries in self._counted.items() if code == rule.code}

    @property
    def in_hand(self) -> int:
        """How many cases wait for the reader's offices, which the menu says on every page."""
        return self._counted.get((MENU, 0), 0)

    def red(self) -> int:
        """How many cases any red rule finds."""
        arms: list[QuerySet[Any]] = []
        for rule in RULES:
            beside = self.beside(rule)
            if rule.red:
                arms.append(self.led(rule).order_by().values_list("pk"))
                arms += [] if beside is None else [beside.values_list("petition_id")]
        return arms[0].union(*arms[1:]).count()

    def entries(self, rule: Rule, unit: int | None = None) -> QuerySet[Any]:
        """The rule's entries as values of an ``Entry``, in order: the oldest day first, those without one last."""
        led, beside = placed(rule, self.led(rule)), self.beside(rule)
        if unit is not None:
            led = led.filter(unit=unit)
        none = Value(None, output_field=UUIDField(null=True))
        led = led.annotate(work=none, how=Value("")).order_by()
        rows = led.values_list("pk", "unit", "since", "state", "work", "how", "next_due")
        if beside is not None:
            assert rule.beside is not None
            beside = beside if unit is None else beside.filter(organisation=unit)
            beside = beside.annotate(since=rule.beside.since, due=FIRST_DUE)
            columns = ("petition_id", "organisation_id", "since", "state", "pk", "entry", "due")
            rows = rows.union(beside.values_list(*columns), all=True)
        return rows.order_by(F("since").asc(nulls_last=True), "pk", "unit")


def _grouped(found: QuerySet[Any], rule: str, unit: str) -> QuerySet[Any]:
    rows = found.order_by().annotate(rule=Value(rule)).values("rule", unit)
    return rows.annotate(entries=Count("pk")).values_list("rule", unit, "entries")


def for_user(user: Any) -> Listing:
    return Listing(policies.cases(user), policies.units_of(user), user)


def chosen(code: str) -> Rule:
    """The rule asked for, else the first."""
    return BY_CODE.get(code, RULES[0])


def page_of(user: Any, query: QueryDict) -> Page:
    """The page that a query string asks for. One that doesn't exist is the nearest that does."""
    listing, rule = for_user(user), chosen(query.get("rule", ""))
    counts = listing.counts()
    per_unit = listing.by_unit(rule)
    units = list(Organisation.objects.filter(pk__in=per_unit).order_by("code"))
    code = query.get("unit", "")
    at_units = [UnitCount(unit, per_unit[unit.pk], unit.code == code) for unit in units]
    at_unit = next((one for one in at_units if one.current), None)
    entries = listing.entries(rule, at_unit.unit.pk if at_unit else None)
    total = at_unit.count if at_unit else counts[rule.code]
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, whole(query.get("p", ""))), pages, LAST_PAGE)
    return Page(
        rule=rule,
        rules=[Counted(one, counts[one.code], one is rule) for one in RULES],
        units=at_units,
        unit=code if at_unit else "",
        rows=read(entries, (number - 1) * PAGE_SIZE, number * PAGE_SIZE, {unit.pk: unit for unit in units}),
        listing=listing,
        number=number,
        pages=min(pages, LAST_PAGE),
        total=total,
        cut=pages > LAST_PAGE,
    )


def read(entries: QuerySet[Any], start: int, stop: int, units: Mapping[int, Organisation]) -> list[Any]:
    """A slice of a list with what is shown of each case, the name of its unit, and of a co-handler's its own stage."""
    found = [Entry(*values) for values in entries[start:stop]]
    shown = Petition.objects.select_related("owner", "region", "category").only(*SHOWN)
    cases = shown.in_bulk({entry.case for entry in found})
    return [_row(entry, cases[entry.case], units.get(entry.unit)) for entry in found if entry.case in cases]


def _row(entry: Entry, case: Petition, unit: Organisation | None) -> Any:
    row: Any = copy(case)  # a case may stand there for several units
    row.unit_here, row.unit, row.since = unit, entry.unit, entry.since
    if entry.work is not None:
        row.state, row.next_due = co_lists.stage(entry.state, entry.entry), entry.due
        row.overdue = row.extended = row.urged = False
        row.as_co = True
    return row
