"""What the lists find by the work of units: of co-handlers (协办), each of which has its own clock and its own
lateness, of leads that leave a case lying, of the bodies that review an answer (复查、复核), and of whoever is to note
that an answer was handed over (送达)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from intake.clock.rules import midnight
from intake.petitions import receiving
from intake.petitions.models import Deadline, Handling, Notice, Review, Urge
from intake.petitions.models.work import OPEN_HANDLING, OPEN_REVIEW, HandlingState
from intake.petitions.process.clocks import WINDOWS

from .scale import ON_PAGE

Numbers = dict[str, int]


@dataclass(frozen=True)
class ByWork:
    """What a rule says of handlings: which of the open ones, and the day that they are put in order by."""

    where: Callable[[Numbers], Q]
    since: Any
    role: str = Handling.Role.CO

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The handlings with their day (``since``). None is of an earlier round: those are closed."""
        work = Handling.objects.filter(role=self.role, state__in=sorted(OPEN_HANDLING))
        return work.filter(self.where(numbers)).annotate(since=self.since).order_by()


@dataclass(frozen=True)
class ByReview:
    """What a rule says of reviews, once the lead has answered: which of the open ones, and their day."""

    where: Callable[[Numbers], Q]
    since: Any

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The reviews with their day (``since``), whose they are (``whose``) and the case's state (``stage``). One that
        no body is named for yet waits for the petition office, which names it."""
        reviews = Review.objects.filter(state__in=sorted(OPEN_REVIEW)).filter(self.where(numbers))
        whose = Coalesce(F("organisation_id"), F("petition__owner_id"))
        return reviews.annotate(since=self.since, whose=whose, stage=F("petition__state")).order_by()


@dataclass(frozen=True)
class ByPaper:
    """What a rule says of papers: those that are older than so many days, each the work of who issued it."""

    papers: Callable[[], QuerySet[Notice]]
    days: str  # a number's name

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The papers with their day (``since``), whose they are (``whose``) and the case's state (``stage``)."""
        papers = self.papers().filter(issued_at__lt=ago(numbers[self.days]))
        whose = Coalesce(F("issued_by_id"), F("petition__owner_id"))
        return papers.annotate(
            since=TruncDate("issued_at"), whose=whose, stage=F("petition__state")
        ).order_by()


def ago(days: int) -> datetime.datetime:
    """The first moment that is not yet so many days past."""
    return midnight(timezone.localdate() - datetime.timedelta(days=days - 1))


def _owed() -> QuerySet[Deadline]:
    """What runs against a co-handler. A right that lapses unused makes nobody late."""
    return Deadline.objects.open().filter(handling=OuterRef("pk")).exclude(rule__in=sorted(WINDOWS))


def _urges() -> QuerySet[Urge]:
    return Urge.objects.filter(handling=OuterRef("pk"), answered_at=None)


def _first(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by("due").values("due")[:1])


def _is_late(numbers: Numbers) -> Q:
    return Q(Exists(_owed().filter(due__lt=timezone.localdate())))


def _is_near(numbers: Numbers) -> Q:
    last = timezone.localdate() + datetime.timedelta(days=numbers["near_days"])
    return Q(Exists(_owed().filter(due__lte=last))) & ~_is_late(numbers)


def _is_unread(numbers: Numbers) -> Q:
    return Q(state=HandlingState.PENDING, received_at__lt=ago(numbers["unread_days"]))


def _is_urged(numbers: Numbers) -> Q:
    return Q(Exists(_urges()))


def _owed_by_body() -> QuerySet[Deadline]:
    """What runs against a review body. What stands still, for a hearing, makes it late on no day, unless it was late
    before."""
    return Deadline.objects.open().counting().filter(review=OuterRef("pk"))


def _review_is_late(numbers: Numbers) -> Q:
    return Q(Exists(_owed_by_body().filter(due__lt=timezone.localdate())))


def _review_is_near(numbers: Numbers) -> Q:
    last = timezone.localdate() + datetime.timedelta(days=numbers["near_days"])
    return Q(Exists(_owed_by_body().filter(due__lte=last))) & ~_review_is_late(numbers)


def _body_is_urged(numbers: Numbers) -> Q:
    return Q(Exists(_urges_of_body()))


def _urges_of_body() -> QuerySet[Urge]:
    return Urge.objects.filter(review=OuterRef("pk"), answered_at=None)


REVIEW_LATE = ByReview(_review_is_late, _first(_owed_by_body()))
REVIEW_NEAR = ByReview(_review_is_near, _first(_owed_by_body()))
REVIEW_URGED = ByReview(_body_is_urged, _first(_urges_of_body()))
FIRST_DUE = _first(_owed())
LATE, NEAR = ByWork(_is_late, FIRST_DUE), ByWork(_is_near, FIRST_DUE)
UNREAD = ByWork(_is_unread, TruncDate(F("received_at")))
UNREAD_BY_LEAD = ByWork(_is_unread, TruncDate(F("received_at")), Handling.Role.LEAD)
URGED = ByWork(_is_urged, _first(_urges()))
NOT_NOTED = ByPaper(receiving.not_noted, ON_PAGE)
