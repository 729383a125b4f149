"""The list of one rule: counted for all rules at once, the longest overdue first, fifty to a page.

Each source is counted by a question of its own, which an index can answer; all of them go to the database as one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, DateField, F, QuerySet, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from intake.petitions import co_lists
from intake.petitions.models import CaseKey, Petition
from intake.workbench.hand import count_of
from intake.workbench.queue import LAST_PAGE, MENU, PAGE_SIZE, ROW, Leaf, whole
from regions.models import Organisation

from . import policies
from .beside import FIRST_DUE
from .rules import BY_CODE, RULES, Rule
from .scale import numbers
from .sources import Asked, Found, Source

# Nothing encrypted is read for a list.
SHOWN = (*ROW, "version", "urged", "owner__code")

# Of what is no co-handler's. Cast, for PostgreSQL takes two bare nulls of a union for text.
NOBODYS_WORK = Cast(Value(None), UUIDField(null=True))
NO_DAY = Cast(Value(None), DateField(null=True))


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

    @classmethod
    def of(cls, values: Iterable[Any]) -> Entry:
        """From a row of ``entries``. Of a moment the day is taken here: a database would take it of every row."""
        entry = cls(*values)
        since: Any = entry.since
        return (
            entry._replace(since=timezone.localdate(since)) if isinstance(since, datetime.datetime) else entry
        )


class Listing:
    """The work of a reader's room by rule: of who leads a case, and of the co-handlers beside. ``keys`` open what may
    be known; ``units`` keeps it to the work of some."""

    def __init__(
        self, keys: QuerySet[CaseKey], units: Collection[int] | None = None, user: Any = None
    ) -> None:
        self.asked, self.user = Asked(keys, units, numbers()), user

    def found(self, rule: Rule) -> list[Found]:
        """What a rule finds, source by source."""
        return [rule.found(source, self.asked) for source in rule.sources]

    @cached_property
    def _counted(self) -> dict[tuple[str, int], int]:
        """How many entries each rule has at each unit, and what the menu counts, in one question."""
        arms = [_grouped(*arm) for arm in self.counting()]
        if self.user is not None:
            arms.append(count_of(self.user).values_list(Value(MENU), Value(0), "in_hand"))
        counts: Counter[tuple[str, int]] = Counter()
        for rule_code, unit, entries in arms[0].union(*arms[1:], all=True):
            counts[rule_code, unit] += entries
        return counts

    def counting(self) -> list[tuple[Found, Any]]:
        """Each source once, with the code of the rule that each of its rows is on the list of."""
        sources: dict[Source, list[Rule]] = {}
        for rule in RULES:
            for source in rule.sources:
                sources.setdefault(source, []).append(rule)
        return [(source.found(self.asked), _code(source, rules)) for source, rules in sources.items()]

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

    def entries(self, rule: Rule, unit: int | None = None) -> QuerySet[Any]:
        """The rule's entries as values of an ``Entry``, in order: the oldest day first, those without one last."""
        arms = [_entries(found, unit) for found in self.found(rule)]
        rows = arms[0].union(*arms[1:], all=True) if arms[1:] else arms[0]
        return rows.order_by(F("since").asc(nulls_last=True), "case", "holder")


def _code(source: Source, rules: list[Rule]) -> Any:
    """A source that two rules share is parted by today."""
    if source.halves is None:
        return Value(rules[0].code)
    past, _ahead = source.halves()
    red, amber = sorted(rules, key=lambda rule: not rule.past)
    return Case(When(past, then=Value(red.code)), default=Value(amber.code))


def _grouped(found: Found, code: Any) -> QuerySet[Any]:
    """Counted by unit: by a reckoned one, or SQLite would read all that units ever did in the order of an index of
    theirs, to be spared the sorting of the few that are found."""
    at = Coalesce(F(found.unit), Value(0))
    rows = found.rows.annotate(rule=code, at=at).order_by().values("rule", "at")
    return rows.annotate(entries=Count(found.case, distinct=True)).values_list("rule", "at", "entries")


def _entries(found: Found, unit: int | None) -> QuerySet[Any]:
    """The rows as values of an ``Entry``; a lead's limit is the case's own."""
    rows = found.rows if unit is None else found.rows.filter(**{found.unit: unit})
    named = rows.order_by().annotate(
        since=found.since,
        case=F(found.case),
        holder=F(found.unit),
        stands=F(found.stage),
        work=F("pk") if found.beside else NOBODYS_WORK,
        how=F("entry") if found.beside else Value(""),
        limit=FIRST_DUE if found.beside else NO_DAY,
    )
    return named.values_list("case", "holder", "since", "stands", "work", "how", "limit").distinct()


def for_user(user: Any) -> Listing:
    return Listing(policies.keys_held(user), policies.units_of(user), user)


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
    found = [Entry.of(values) for values in entries[start:stop]]
    shown = Petition.objects.select_related("owner", "region", "category").only(*SHOWN)
    cases = shown.in_bulk({entry.case for entry in found})
    return [_row(entry, cases[entry.case], units.get(entry.unit)) for entry in found if entry.case in cases]


def _row(entry: Entry, case: Petition, unit: Organisation | None) -> Any:
    row: Any = copy(case)  # a case may stand there for several units
    row.unit_here, row.unit, row.since = unit, entry.unit, entry.since
    if entry.work is not None:
        co_lists.show_own(row, co_lists.stage(entry.state, entry.entry), entry.due)
    return row
