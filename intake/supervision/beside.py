"""What the lists find by the work of units: of co-handlers (协办), each of which has its own clock and its own
lateness, of leads that leave a case lying, of the bodies that review an answer (复查、复核), and of whoever is to note
that an answer was handed over (送达)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from intake.clock.rules import midnight
from intake.petitions import receiving
from intake.petitions.models import Deadline, Handling, Notice, Review, Urge
from intake.petitions.models.work import OPEN_HANDLING, OPEN_REVIEW, HandlingState
from intake.petitions.process.clocks import WINDOWS

from .scale import ON_PAGE

Numbers = dict[str, int]
ISSUED = F("issued_at")


@dataclass(frozen=True)
class ByWork:
    """What a rule says of handlings: which of the open ones, and the day or moment that they are put in order by."""

    where: Callable[[Numbers], Q]
    since: Any
    role: str = Handling.Role.CO

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The handlings. None is of an earlier round: those are closed."""
        work = Handling.objects.filter(role=self.role, state__in=sorted(OPEN_HANDLING))
        return work.filter(self.where(numbers)).order_by()


@dataclass(frozen=True)
class ByReview:
    """What a rule says of reviews, once the lead has answered: which of the open ones, and their day."""

    where: Callable[[Numbers], Q]
    since: Any

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The reviews with whose they are (``whose``) and the case's state (``stage``). One that no body is named for
        yet waits for the petition office, which names it."""
        reviews = Review.objects.filter(state__in=sorted(OPEN_REVIEW)).filter(self.where(numbers))
        whose = Coalesce(F("organisation_id"), F("petition__owner_id"))
        return reviews.annotate(whose=whose, stage=F("petition__state")).order_by()


@dataclass(frozen=True)
class ByPaper:
    """What a rule says of papers: those that are older than so many days, each the work of who issued it."""

    papers: Callable[[], QuerySet[Notice]]
    days: str  # a number's name
    since: Any = ISSUED

    def found(self, numbers: Numbers) -> QuerySet[Any]:
        """The papers with whose they are (``whose``) and the case's state (``stage``)."""
        papers = self.papers().filter(issued_at__lt=ago(numbers[self.days]))
        whose = Coalesce(F("issued_by_id"), F("petition__owner_id"))
        return papers.annotate(whose=whose, stage=F("petition__state")).order_by()


def ago(days: int) -> datetime.datetime:
    """The first moment that is not yet so many days past."""
    return midnight(timezone.localdate() - datetime.timedelta(days=days - 1))


HANDLING, REVIEW = "handling", "review"  # whose clocks and letters: a co-handler's, or a review body's


def _owed(work: str) -> QuerySet[Deadline]:
    """What runs against it. A right that lapses unused makes nobody late; what stands still, for a hearing, makes late
    on no day, unless it was late before."""
    running = Deadline.objects.open().counting().filter(**{work: OuterRef("pk")})
    return running.exclude(rule__in=sorted(WINDOWS))


def _urges(work: str) -> QuerySet[Urge]:
    return Urge.objects.filter(answered_at=None, **{work: OuterRef("pk")})


def _first(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by("due").values("due")[:1])


def _late(work: str) -> Callable[[Numbers], Q]:
    return lambda numbers: Q(Exists(_owed(work).filter(due__lt=timezone.localdate())))


def _near(work: str) -> Callable[[Numbers], Q]:
    def is_near(numbers: Numbers) -> Q:
        last = timezone.localdate() + datetime.timedelta(days=numbers["near_days"])
        return Q(Exists(_owed(work).filter(due__lte=last))) & ~_late(work)(numbers)

    return is_near


def _urged(work: str) -> Callable[[Numbers], Q]:
    return lambda numbers: Q(Exists(_urges(work)))


def _unread(numbers: Numbers) -> Q:
    return Q(state=HandlingState.PENDING, received_at__lt=ago(numbers["unread_days"]))


FIRST_DUE, REVIEW_DUE = _first(_owed(HANDLING)), _first(_owed(REVIEW))
LATE, NEAR = ByWork(_late(HANDLING), FIRST_DUE), ByWork(_near(HANDLING), FIRST_DUE)
URGED = ByWork(_urged(HANDLING), _first(_urges(HANDLING)))
UNREAD = ByWork(_unread, F("received_at"))
UNREAD_BY_LEAD = ByWork(_unread, F("received_at"), Handling.Role.LEAD)
REVIEW_LATE, REVIEW_NEAR = ByReview(_late(REVIEW), REVIEW_DUE), ByReview(_near(REVIEW), REVIEW_DUE)
REVIEW_URGED = ByReview(_urged(REVIEW), _first(_urges(REVIEW)))
NOT_NOTED = ByPaper(receiving.not_noted, ON_PAGE)
