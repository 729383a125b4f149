"""Which days are worked: weekends, days off (法定休假日) and make-up workdays (调休). Pure: no framework.

The State Council announces each year's days off late in the year before. Until then a year is provisional:
only its weekends and the statutory days that fall on fixed solar dates are known, the lunar ones are not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

DAY = datetime.timedelta(days=1)

# New Year, Labour Day and National Day by the 2024 text of the rules on public holidays, as (month, day).
FIXED_DAYS_OFF = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

SATURDAY = 5


def announced_years(off: Iterable[datetime.date]) -> frozenset[int]:
    """The years whose notice is in the table: those that have every fixed statutory day among the days off.

    One stray row therefore never makes an unannounced year look certain.
    """
    by_year: dict[int, set[tuple[int, int]]] = {}
    for day in off:
        by_year.setdefault(day.year, set()).add((day.month, day.day))
    return frozenset(year for year, days in by_year.items() if days >= FIXED_DAYS_OFF)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off, weekend days that are worked, and the years of which both are announced."""

    off: frozenset[datetime.date] | set[datetime.date]
    work: frozenset[datetime.date] | set[datetime.date]
    known_years: frozenset[int] | set[int]

    def is_working(self, day: datetime.date) -> bool:
        """Whether offices work on ``day``: the table decides before the weekday does."""
        if day in self.work:
            return True
        if day in self.off or (day.month, day.day) in FIXED_DAYS_OFF:
            return False
        return day.weekday() < SATURDAY

    def next_working(self, day: datetime.date) -> datetime.date:
        """``day`` itself when it is worked, else the first working day after it (Civil Code, Art. 203)."""
        while not self.is_working(day):
            day += DAY
        return day

    def add_working_days(self, day: datetime.date, count: int) -> datetime.date:
        """The ``count``-th working day after ``day``, which itself is not counted (Civil Code, Art. 201)."""
        if count < 1:
            raise ValueError("a working-day term is at least one day long")
        for _step in range(count):
            day = self.next_working(day + DAY)
        return day

    def provisional(self, day: datetime.date) -> bool:
        """Whether the days off of this day's year are not announced yet."""
        return day.year not in self.known_years
