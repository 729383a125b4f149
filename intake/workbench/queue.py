"""The queue: the cases of one tab under the filters, fifty to a page, at a cost that hardly grows with their number.

Cases are counted and put in order by the key rows that the user holds, from an index alone; only the fifty of the page
are then read, without their encrypted texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, OrderBy, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts import rights
from intake.petitions import co_lists, policies
from intake.petitions.handled import with_unit
from intake.petitions.models import CaseKey, Petition

from .filters import FilterForm
from .hand import count_of
from .tabs import BY_DATE, BY_FLAG, COUNTED, UNDATED, Tab, chosen, flagged, tabs_for

PAGE_SIZE = 50
MENU = "menu"  # stands where a key would: no key reads so
COLUMNS = ("cases", "undated", *COUNTED)
FEW = 1000
LAST_PAGE = 200  # beyond it a filter helps more than leafing

# What a row of the queue shows. The encrypted columns are not among them: none is decrypted for a list.
ROW = (
    "number",
    "version",
    "title_masked",
    "petition_class",
    "state",
    "lawful_route",
    "next_due",
    "overdue",
    "extended",
    "urgent",
    "threat",
    "reported_up_at",
    "from_above",
    "hearing",
    "joint",
    "anonymous",
    "repeat",
    "returned_often",
    "unmatched",
    "urged",
    "withdrawal_noted",
    "submitted_at",
    "reached_on",
    "owner__short_name",
    "owner__name",
    "region__short_name",
    "region__name",
    "category__name",
    "category__name_en",
    "category__group_name",
    "category__group_name_en",
)


@dataclass(frozen=True)
class Counted:
    tab: Tab
    count: int
    current: bool


@dataclass(frozen=True)
class Leaf:
    """Where a page stands among those of its list."""

    number: int
    pages: int
    total: int
    cut: bool  # there are more pages than may be leafed through

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True)
class Page(Leaf):
    """One page of the queue with its surroundings."""

    tab: Tab
    tabs: list[Counted]
    rows: list[Petition]
    listing: Listing
    form: FilterForm


class Listing:
    """The cases that the filters leave of those that a user may know of: counted, and put in order."""

    def __init__(self, user: Any, form: FilterForm) -> None:
        self.user = user
        self.keys: QuerySet[CaseKey] = policies.keys_held(user)
        self.narrowed = form.in_use
        if self.narrowed:
            self.keys = self.keys.filter(form.condition())
        # Who works in two organisations may hold two keys of one case: it still counts once.
        self.doubled = len(rights.organisation_ids(user, *policies.CASE_ROLES)) > 1

    @cached_property
    def _counted(self) -> list[dict[str, Any]]:
        """The cases of the list by key and state, and, whatever narrows it, what the menu counts: one question.

        The dates are counted in all cases, the flags in the few that have any: asked of each, they would cost most.
        """
        key = Value("") if self.doubled else F("key")
        listed = self.keys.order_by().annotate(at=key).values("at", "state")
        by_date = self._counts("cases", "undated", *BY_DATE)
        by_flag = self._counts(*BY_FLAG)
        waiting = count_of(self.user).annotate(at=Value(MENU), in_any=Value(MENU))
        rows, few, more = (
            asked.annotate(**{name: counts.get(name, Value(0)) for name in COLUMNS}).values_list(
                *named, *COLUMNS
            )
            for asked, named, counts in (
                (listed, ("at", "state"), by_date),
                (listed.filter(petition__in=flagged()), ("at", "state"), by_flag),
                (waiting, ("at", "in_any"), {"cases": F("in_hand")}),
            )
        )
        found = rows.union(few, more, all=True)
        return [dict(zip(("at", "state", *COLUMNS), row, strict=True)) for row in found]

    def _counts(self, *names: str) -> dict[str, Count]:
        """The counts of some columns."""
        conditions = {"cases": None, "undated": UNDATED}
        return {
            name: Count(
                "petition",
                distinct=self.doubled,
                filter=conditions[name] if name in conditions else COUNTED[name](self.user),
            )
            for name in names
        }

    @property
    def _groups(self) -> list[dict[str, Any]]:
        return [row for row in self._counted if row["at"] != MENU]

    @property
    def in_hand(self) -> int:
        """How many cases wait for the user's offices to act, whatever narrows the list."""
        return sum(row["cases"] for row in self._counted if row["at"] == MENU)

    def _groups_of(self, tab: Tab) -> list[dict[str, Any]]:
        return [group for group in self._groups if not tab.states or group["state"] in tab.states]

    def count(self, tab: Tab) -> int:
        """How many cases stand in a tab."""
        return sum(group[tab.only or "cases"] for group in self._groups_of(tab))

    def cases(self, tab: Tab, start: int, stop: int) -> list[Petition]:
        """A slice of a tab. By deadline, what has none stands after the rest; else the newest first."""
        keys, total = self._keys_of(tab), self.count(tab)
        if not tab.by_deadline:
            return self._read(keys, _by("submitted_at", total).desc(), start, stop)
        found = self._read(keys.exclude(UNDATED), _by("next_due", total).asc(), start, stop)
        missing = stop - start - len(found)
        undated = 0 if tab.only else sum(group["undated"] for group in self._groups_of(tab))
        if missing and undated:
            skip = max(0, start - (total - undated))
            first_come = _by("submitted_at", total).asc()
            found += self._read(keys.filter(UNDATED), first_come, skip, skip + missing)
        return found

    def _keys_of(self, tab: Tab) -> QuerySet[CaseKey]:
        """The key rows of a tab. Where a single key has them all, an index already has them in order."""
        rows = self.keys.filter(tab.condition(self.user))
        used = {group["at"] for group in self._groups_of(tab)}
        return rows.filter(key=used.pop()) if len(used) == 1 and not self.doubled else rows

    def _read(self, keys: QuerySet[CaseKey], day: OrderBy, start: int, stop: int) -> list[Petition]:
        """The cases of a slice: first its keys, from the index alone, then what lists show of their cases."""
        order = (day, "petition")
        if self.doubled:
            first = keys.order_by().values("petition").annotate(first=Min("pk")).values("first")
            keys = CaseKey.objects.filter(pk__in=first)
        slice_of = keys.order_by(*order).values("pk")[start:stop]
        chosen_rows = CaseKey.objects.filter(pk__in=slice_of).order_by(*order)
        return [as_listed(row) for row in to_list(chosen_rows)]


def _by(day: str, found: int) -> F | Coalesce:
    """What a list is put in order by. Few are sorted once they are found: in the order of an index a database would
    go through all cases for them, one after the other."""
    return Coalesce(day, day) if found <= FEW else F(day)


def to_list(keys: QuerySet[CaseKey]) -> QuerySet[Any]:
    """Keys with what lists show of their cases, for ``as_listed``."""
    joined = keys.select_related("petition__owner", "petition__region", "petition__category")
    return with_unit(
        joined.only("state", "next_due", "co", *(f"petition__{name}" for name in ROW)), "petition"
    )


def as_listed(row: Any) -> Petition:
    """The case as who has this key reads it in a list: a co-handler with its own stage, its own date and a mark."""
    petition: Petition = row.petition
    petition.handled_by = row.handled_by
    if row.co:
        co_lists.show_own(petition, row.state, row.next_due)
    return petition


def page_of(user: Any, query: QueryDict) -> Page:
    """The page of the queue that a query string asks for. A page that doesn't exist is the nearest that does."""
    tabs = tabs_for(user)
    tab = chosen(tabs, query.get("tab", ""))
    form = FilterForm(query or None, user=user)
    listing = Listing(user, form)
    total = listing.count(tab)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, whole(query.get("p", ""))), pages, LAST_PAGE)
    counted = [Counted(one, listing.count(one), one is tab) for one in tabs]
    return Page(
        tab=tab,
        tabs=[one for one in counted if one.count or one.current or not one.tab.seldom],
        rows=listing.cases(tab, (number - 1) * PAGE_SIZE, number * PAGE_SIZE),
        number=number,
        pages=min(pages, LAST_PAGE),
        total=total,
        listing=listing,
        cut=pages > LAST_PAGE,
        form=form,
    )


def whole(text: str) -> int:
    """The number of a page as an address has it; 1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
