"""What the lists find by the work of units: of co-handlers (协办), each of which has its own clock and its own
lateness, of leads that leave a case lying, of the bodies that review an answer (复查、复核), and of whoever is to note
that an answer was handed over (送达)."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from intake.petitions import receiving
from intake.petitions.models import Deadline, Handling, Urge
from intake.petitions.models.work import HandlingState
from intake.petitions.process.clocks import WINDOWS

from .scale import ON_PAGE
from .sources import ByPaper, ByReview, ByWork, Halves, Numbers, ago

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


def _owing(work: str) -> Callable[[Numbers], Q]:
    """What is late, or near its end."""

    def is_owing(numbers: Numbers) -> Q:
        last = timezone.localdate() + datetime.timedelta(days=numbers["near_days"])
        return Q(Exists(_owed(work).filter(due__lte=last)))

    return is_owing


def _late_or_near(work: str) -> Halves:
    def parted() -> tuple[Q, Q]:
        late = Exists(_owed(work).filter(due__lt=timezone.localdate()))
        return Q(late), ~Q(late)

    return parted


def _urged(work: str) -> Callable[[Numbers], Q]:
    return lambda numbers: Q(Exists(_urges(work)))


def _unread(numbers: Numbers) -> Q:
    return Q(state=HandlingState.PENDING, received_at__lt=ago(numbers["unread_days"]))


FIRST_DUE = _first(_owed(HANDLING))
OWING = ByWork(_owing(HANDLING), FIRST_DUE, halves=_late_or_near(HANDLING))
URGED = ByWork(_urged(HANDLING), _first(_urges(HANDLING)))
UNREAD = ByWork(_unread, F("received_at"))
UNREAD_BY_LEAD = ByWork(_unread, F("received_at"), Handling.Role.LEAD)
REVIEW_OWING = ByReview(_owing(REVIEW), _first(_owed(REVIEW)), halves=_late_or_near(REVIEW))
REVIEW_URGED = ByReview(_urged(REVIEW), _first(_urges(REVIEW)))
NOT_NOTED = ByPaper(receiving.not_noted, ON_PAGE)
