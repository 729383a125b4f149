"""Where the lists find their entries: by a case's key, by the case, or by the work, reviews and papers beside it.

A source says which rows, whose each is, and by what day they are put in order. It narrows what somebody else has
chosen, and never widens it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from intake.clock.rules import midnight
from intake.petitions.models import CaseKey, Handling, Notice, Petition, Review
from intake.petitions.models.work import OPEN_HANDLING, OPEN_REVIEW

from . import policies

Numbers = dict[str, int]


def ago(days: int) -> datetime.datetime:
    """The first moment that is not yet so many days past."""
    return midnight(timezone.localdate() - datetime.timedelta(days=days - 1))


class Found(NamedTuple):
    """Where entries of a rule come from: rows, the columns that say which case, and whose it is, and the day."""

    rows: QuerySet[Any]
    case: str
    unit: str
    since: Any  # asked for only where entries are read: counted they need none
    beside: bool = False  # the work of co-handlers
    stage: str = "state"


@dataclass
class Asked:
    """For whom is looked: the keys that open what may be known, and the units whose work alone is wanted, if any."""

    keys: QuerySet[CaseKey]
    units: Collection[int] | None
    numbers: Numbers

    @cached_property
    def known(self) -> QuerySet[Petition]:
        return policies.opened_by(self.keys)

    def of_the_known(self, rows: QuerySet[Any], unit: str) -> QuerySet[Any]:
        """Rows about cases that the reader may know of, of the units that are wanted."""
        rows = rows.filter(Exists(self.keys.filter(petition=OuterRef("petition"))))
        return rows if self.units is None else rows.filter(**{f"{unit}__in": self.units})


# The two halves that today parts a source in: what is past its day, and what still has some.
Halves = Callable[[], tuple[Q, Q]]


def halves(day: str) -> Halves:
    """Parted by a column."""

    def parted() -> tuple[Q, Q]:
        today = timezone.localdate()
        return Q(**{f"{day}__lt": today}), Q(**{f"{day}__gte": today})

    return parted


class Source(Protocol):
    @property
    def halves(self) -> Halves | None: ...

    def found(self, asked: Asked) -> Found: ...


@dataclass(frozen=True)
class ByKey:
    """Cases by what their keys carry, whose index has it."""

    where: Callable[[Numbers], Q]
    since: Any
    halves: Halves | None = None

    def found(self, asked: Asked) -> Found:
        """Of a co-handler's key the stage is another than the case's; who holds two keys of a case reads it once."""
        keys = asked.keys.filter(self.where(asked.numbers), co=False)
        keys = keys if asked.units is None else keys.filter(unit__in=asked.units)
        return Found(keys, "petition_id", "unit_id", self.since)


@dataclass(frozen=True)
class Whose:
    """Whose a case is to a rule: the column or reckoning, and the condition that it is one of some units'."""

    unit: Callable[[], Any]
    among: Callable[[Collection[int]], Q]


HOLDER = Whose(lambda: F("owner_id"), lambda units: Q(owner__in=units))


@dataclass(frozen=True)
class ByCase:
    """Cases by what they are, or what hangs on them."""

    where: Callable[[Asked], Q]
    since: Any
    whose: Whose = HOLDER
    halves: Halves | None = None

    def found(self, asked: Asked) -> Found:
        cases = asked.known.filter(self.where(asked))
        cases = cases if asked.units is None else cases.filter(self.whose.among(asked.units))
        return Found(cases.annotate(whose=self.whose.unit()), "pk", "whose", self.since)


@dataclass(frozen=True)
class ByWork:
    """Open handlings, of co-handlers or of leads. None is of an earlier round: those are closed."""

    where: Callable[[Numbers], Q]
    since: Any
    role: str = Handling.Role.CO
    halves: Halves | None = None

    def found(self, asked: Asked) -> Found:
        work = Handling.objects.filter(role=self.role, state__in=sorted(OPEN_HANDLING))
        work = asked.of_the_known(work.filter(self.where(asked.numbers)).order_by(), "organisation")
        beside = self.role == Handling.Role.CO
        return Found(work, "petition_id", "organisation_id", self.since, beside=beside)


@dataclass(frozen=True)
class ByReview:
    """Open reviews, once the lead has answered. One that no body is named for yet waits for the petition office."""

    where: Callable[[Numbers], Q]
    since: Any
    halves: Halves | None = None

    def found(self, asked: Asked) -> Found:
        reviews = Review.objects.filter(state__in=sorted(OPEN_REVIEW)).filter(self.where(asked.numbers))
        return _of_bodies(reviews, "organisation_id", asked, self.since)


@dataclass(frozen=True)
class ByPaper:
    """Papers older than so many days, each the work of who issued it."""

    papers: Callable[[], QuerySet[Notice]]
    days: str  # a number's name
    halves: Halves | None = None

    def found(self, asked: Asked) -> Found:
        papers = self.papers().filter(issued_at__lt=ago(asked.numbers[self.days]))
        return _of_bodies(papers, "issued_by_id", asked, F("issued_at"))


def _of_bodies(rows: QuerySet[Any], body: str, asked: Asked, since: Any) -> Found:
    """Rows with whose they are, else the case's holder's, and with the case's state."""
    whose = Coalesce(F(body), F("petition__owner_id"))
    named = rows.annotate(whose=whose, stage=F("petition__state")).order_by()
    return Found(asked.of_the_known(named, "whose"), "petition_id", "whose", since, stage="stage")
