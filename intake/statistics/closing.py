"""Closing a month (月度结账): it is counted once, and what may be shown of it is published for good.

The one writer of this room. A month is closed when it is over and the one before it is; a quarter and a year with their
last month. What was published stays; a correction is the next version of a month and says why. It may hide what was
shown, and shows nothing that was hidden: two versions side by side would tell it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.public.caching import drop_copies

from . import counting, release
from .counting import Fact
from .measures import ACCUSATIONS, ALL, OTHERS, TOTAL
from .models import Closing, Figure, FigureQuerySet, MonthFigure
from .periods import YEAR, Period, months_between
from .release import Shown, Value

BATCH = 500


class CannotClose(ValueError):
    """A month that is not over, does not follow the last closed one, or was never closed. The text says which."""


def close_due(today: datetime.date | None = None, first: Period | None = None) -> list[Closing]:
    """Close every month that is over and not closed yet, oldest first; the first is that of the first petition.

    Safe to repeat and to run twice at once: what another one closed meanwhile is left to it.
    """
    last = _last_closed()
    begin = Period.month(last.after) if last else first or counting.first_month()
    if begin is None:
        return []
    closed = []
    for month in months_between(begin, today or timezone.localdate()):
        try:
            closed.append(close_month(month, today=today))
        except IntegrityError:
            break
    return closed


@transaction.atomic
def close_month(
    month: Period,
    *,
    today: datetime.date | None = None,
    facts: Iterable[Fact] | None = None,
    apart: int | None = None,
) -> Closing:
    """Count a month and publish what may be shown of it; one that is closed stays as it is.

    ``facts``, and ``apart`` at the end of a year, stand in for what the database says. Raises ``CannotClose``.
    """
    standing = _standing(month)
    if standing is not None:
        return standing
    if month.after > (today or timezone.localdate()):
        raise CannotClose(_("%(month)s is not over.") % {"month": month.code})
    last = _last_closed()
    if last is not None and last.after != month.start:
        following = Period.month(last.after).code
        raise CannotClose(_("The next month to close is %(month)s.") % {"month": following})
    closing = Closing.objects.create(month=month.start, closed_at=timezone.now())
    _count(closing, counting.facts_of(month) if facts is None else facts, apart)
    for period in _ending_with(month):
        _publish(closing, period)
    return closing


@transaction.atomic
def correct_month(month: Period, reason: str) -> Closing:
    """Count a closed month again, as the next version. Raises ``CannotClose``."""
    standing = _standing(month)
    if standing is None:
        raise CannotClose(_("%(month)s has not been closed.") % {"month": month.code})
    if not reason.strip():
        raise CannotClose(_("Say why it is counted again."))
    closing = Closing.objects.create(
        month=month.start, version=standing.version + 1, closed_at=timezone.now(), reason=reason.strip()
    )
    _count(closing, counting.facts_of(month))
    for period in (month, month.quarter, month.whole_year):
        earlier = Figure.objects.of(period)
        if period == month or earlier.exists():
            before = _shown(earlier).get(period, {})
            earlier.update(replaced=True)
            _publish(closing, period, before)
    return closing


def _standing(month: Period) -> Closing | None:
    return Closing.objects.filter(month=month.start).order_by("-version").first()


def _last_closed() -> Period | None:
    last = Closing.objects.order_by("-month").first()
    return None if last is None else last.period


def _count(closing: Closing, facts: Iterable[Fact], apart: int | None = None) -> None:
    counts = counting.count(facts)
    if closing.month.month == 12:
        counts[TOTAL, ALL, ACCUSATIONS] = counting.kept_apart(closing.month.year) if apart is None else apart
    rows = [
        MonthFigure(closing=closing, dimension=dimension, key=key, measure=measure, count=number)
        for (dimension, key, measure), number in counts.items()
    ]
    MonthFigure.objects.bulk_create(rows, batch_size=BATCH)
    drop_copies()


def _ending_with(month: Period) -> Iterator[Period]:
    """The month, and the quarter and the year if it is their last and all of their months are closed."""
    yield month
    for period in (month.quarter, month.whole_year):
        if period.last == month.last:
            closed = Closing.objects.filter(month__gte=period.start, month__lt=period.after)
            if closed.values("month").distinct().count() == len(period.months):
                yield period


def _publish(closing: Closing, period: Period, before: Shown | None = None) -> None:
    """Store what may be shown of a period; ``before`` is what an earlier version showed."""
    counts = _counts(period)
    inside = Figure.objects.current().filter(start__gte=period.start, start__lt=period.after)
    decided = _shown(inside.exclude(grain__in=(period.grain, YEAR)))
    smallest = settings.SUNSHINE_SMALLEST_FIGURE
    shown = release.plan(period, counts, decided, smallest, _shown_before(period), before)
    values = [*release.figures(period, counts, shown), *_apart(period, counts)]
    Figure.objects.bulk_create(
        [
            Figure(closing=closing, grain=period.grain, start=period.start, **value._asdict())
            for value in values
        ],
        batch_size=BATCH,
    )


def _counts(period: Period) -> dict[Period, dict[tuple[str, str, str], int]]:
    """What was counted in the months of a period, each by its last version."""
    closings = Closing.objects.filter(month__gte=period.start, month__lt=period.after)
    versions = dict(closings.values_list("month").annotate(Max("version")).order_by())
    counts: dict[Period, dict[tuple[str, str, str], int]] = {month: {} for month in period.months}
    rows = MonthFigure.objects.filter(closing__in=closings)
    for month, version, dimension, key, measure, number in rows.values_list(
        "closing__month", "closing__version", "dimension", "key", "measure", "count"
    ):
        if versions[month] == version:
            counts[Period.month(month)][dimension, key, measure] = number
    return counts


def _shown(figures: FigureQuerySet) -> dict[Period, Shown]:
    """The keys that figures show, by period, dimension and measure."""
    shown: dict[Period, Shown] = defaultdict(lambda: defaultdict(set))
    rows = figures.exclude(key=OTHERS).order_by().values_list("grain", "start", "dimension", "measure", "key")
    for grain, start, dimension, measure, key in rows:
        shown[Period.of(grain, start)][dimension, measure].add(key)
    return shown


def _shown_before(period: Period) -> Shown | None:
    """What is shown of the period before, if it is of the same year and closed."""
    previous = period.previous
    first = Closing.objects.filter(month=previous.start)
    if previous.year != period.year or not first.exists():
        return None
    return _shown(Figure.objects.of(previous)).get(previous, {})


def _apart(period: Period, counts: release.MonthCounts) -> Iterator[Value]:
    """The year's count of what no other figure holds, where it is large enough to tell of nobody."""
    number = counts[period.months[-1]].get((TOTAL, ALL, ACCUSATIONS), 0)
    if period.grain == YEAR and number >= settings.SUNSHINE_SMALLEST_FIGURE:
        yield Value(TOTAL, ALL, ACCUSATIONS, number)
