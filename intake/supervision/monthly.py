"""The list of a month (月督办): what stood open against each unit on the day it was made, kept as it was."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.clock.rules import local_day
from intake.petitions import co_lists
from intake.petitions.models import CaseKey
from intake.petitions.models.case import State
from intake.routing.models import PetitionClass
from regions.models import Organisation

from . import issuing, policies
from .errors import Refused
from .listing import Entry, Listing
from .models import Issue, MonthlyEntry, MonthlyList
from .rules import BY_CODE, Rule

# What is listed, in this order.
LISTED = ("late", "near", "returned", "dissatisfied")
BATCH = 500


def keys_of(office: Organisation) -> QuerySet[CaseKey]:
    """The keys of the ordinary cases of an office, also those that only some of its people may know of."""
    some = Q(key__startswith="u:", key__endswith=f"@{office.pk}")
    keys = CaseKey.objects.filter(Q(key=f"o:{office.pk}") | some)
    return keys.exclude(petition_class=PetitionClass.ACCUSATION)


def make(office: Organisation, user: User | None, now: datetime.datetime | None = None) -> MonthlyList:
    """Freeze the list of this month. Raises ``Refused`` where there is one: a list never changes."""
    moment = now or timezone.now()
    try:
        with transaction.atomic():
            month = local_day(moment).replace(day=1)
            issue = issuing.take(office, Issue.Kind.MONTH, moment)
            listed = MonthlyList.objects.create(
                office=office, issue=issue, month=month, made_at=moment, made_by=user
            )
            _fill(listed)
    except IntegrityError:
        raise Refused(_("There is a list of this month already. It keeps what it said.")) from None
    return listed


def _fill(listed: MonthlyList) -> None:
    listing = Listing(keys_of(listed.office))
    names = dict(Organisation.objects.values_list("pk", "name"))
    entries = []
    for code in LISTED:
        found = [Entry.of(values) for values in listing.entries(BY_CODE[code])]
        entries += [_entry(listed, code, names[one.unit], one) for one in found]
    MonthlyEntry.objects.bulk_create(entries, batch_size=BATCH)


def _entry(listed: MonthlyList, code: str, name: str, found: Entry) -> MonthlyEntry:
    beside = found.work is not None
    return MonthlyEntry(
        listed=listed,
        petition_id=found.case,
        rule=code,
        unit_id=found.unit,
        unit_name=name,
        co=beside,
        state=co_lists.stage(found.state, found.entry) if beside else found.state,
        since=found.since,
    )


def _entries(user: Any) -> QuerySet[MonthlyEntry]:
    """The entries that the reader may read today: of cases that one may know of, and of the own unit."""
    found = MonthlyEntry.objects.filter(petition__in=policies.cases(user).values("pk"))
    units = policies.units_of(user)
    return found if units is None else found.filter(unit__in=units)


def lists_for(user: Any) -> QuerySet[MonthlyList]:
    """The lists of one's own office; for the head of a unit those that have the unit in them."""
    if policies.supervises(user):
        office = policies.office_of(user)
        return MonthlyList.objects.filter(office=office).select_related("office", "made_by", "issue")
    own = _entries(user).filter(listed=OuterRef("pk"))
    return MonthlyList.objects.filter(Exists(own)).select_related("office", "made_by", "issue")


@dataclass(frozen=True)
class Line:
    """One entry with its words."""

    entry: MonthlyEntry
    rule: Rule
    state: str


@dataclass
class UnitPart:
    """One unit's part of a list."""

    name: str
    lines: list[Line] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def numbers(self) -> list[int]:
        return [self.counts[code] for code in LISTED]


def parts(user: Any, listed: MonthlyList, lines: slice = slice(None)) -> list[UnitPart]:
    """What a list says to a reader, unit by unit: all its numbers, and those of its lines that are wanted."""
    states = dict(State.choices)
    rows = _entries(user).filter(listed=listed)
    found: dict[int, UnitPart] = {}
    counted = rows.order_by("unit__code").values("unit_id", "unit_name", "rule").annotate(entries=Count("pk"))
    for row in counted:
        part = found.setdefault(row["unit_id"], UnitPart(row["unit_name"]))
        part.counts[row["rule"]] += row["entries"]
    for entry in rows.select_related("petition").only(*_SHOWN)[lines]:
        state = str(states.get(entry.state, entry.state))
        found[entry.unit_id].lines.append(Line(entry, BY_CODE[entry.rule], state))
    return list(found.values())


_SHOWN = (
    "rule",
    "co",
    "unit_id",
    "unit_name",
    "state",
    "since",
    "petition__number",
    "petition__title_masked",
)
