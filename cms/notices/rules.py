"""How long a decision has effect and how long a notice stays. Pure; days in Asia/Shanghai.

No law says how long a notice stays online. Ours is a rule of the house: a case comes down on the later of the end of
its effect and twelve months after publication, at the midnight that begins that day.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable

from .choices import Measure

LEAST_MONTHS = 12
# The longest effect that any decision has is five years: nothing may stay longer.
MOST_MONTHS = 60

# 影响期、处分期 in months. 纪律处分条例; 公职人员政务处分法 Art. 8. What is not here has none.
EFFECT_MONTHS = {
    Measure.PARTY_WARNING: 12,
    Measure.PARTY_SERIOUS: 18,
    Measure.PARTY_REMOVAL: 24,
    Measure.PARTY_PROBATION: 48,
    Measure.PARTY_EXPULSION: 60,
    Measure.STATE_WARNING: 6,
    Measure.STATE_DEMERIT: 12,
    Measure.STATE_GRAVE_DEMERIT: 18,
    Measure.STATE_DEMOTION: 24,
    Measure.STATE_REMOVAL: 24,
}


def effect_end(decided_on: datetime.date, measures: Iterable[str]) -> datetime.date:
    """The day on which the longest of some measures ends; the day of the decision for those without effect."""
    known = {str(measure): months for measure, months in EFFECT_MONTHS.items()}
    return months_after(decided_on, max((known.get(measure, 0) for measure in measures), default=0))


def take_down_day(effect_to: datetime.date | None, published_on: datetime.date) -> datetime.date:
    """The day on which a case comes down: the later of the end of its effect and twelve months."""
    least = months_after(published_on, LEAST_MONTHS)
    return max(least, effect_to) if effect_to else least


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
