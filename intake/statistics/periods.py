"""Months, quarters and years (月、季、年): what figures are about, and how they lie in one another."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

CODE = r"(?:19[5-9][0-9]|[2-9][0-9]{3})(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?"
MONTH, QUARTER, YEAR = "month", "quarter", "year"
_GRAINS = {1: MONTH, 3: QUARTER, 12: YEAR}


@dataclass(frozen=True, order=True)
class Period:
    """A month, a quarter or a year, by its first and last month. Written ``2026-08``, ``2026-Q3``, ``2026``."""

    year: int
    first: int
    last: int

    @classmethod
    def month(cls, day: datetime.date) -> Period:
        """The month that a day lies in."""
        return cls(day.year, day.month, day.month)

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period that a code names. Raises ``ValueError``."""
        if not re.fullmatch(CODE, code):
            raise ValueError(code)
        year, rest = int(code[:4]), code[5:]
        if not rest:
            return cls(year, 1, 12)
        if rest.startswith("Q"):
            return cls(year, int(rest[1]) * 3 - 2, int(rest[1]) * 3)
        return cls(year, int(rest), int(rest))

    @classmethod
    def of(cls, grain: str, start: datetime.date) -> Period:
        """The period of a grain that begins with a day."""
        length = next(months for months, name in _GRAINS.items() if name == grain)
        return cls(start.year, start.month, start.month + length - 1)

    @property
    def grain(self) -> str:
        return _GRAINS[self.last - self.first + 1]

    @property
    def code(self) -> str:
        if self.grain == YEAR:
            return f"{self.year}"
        return (
            f"{self.year}-Q{self.quarter_number}" if self.grain == QUARTER else f"{self.year}-{self.first:02}"
        )

    @property
    def quarter_number(self) -> int:
        return (self.first + 2) // 3

    @property
    def start(self) -> datetime.date:
        return datetime.date(self.year, self.first, 1)

    @property
    def after(self) -> datetime.date:
        """The day after its last one: from then on it is over."""
        return datetime.date(self.year + self.last // 12, self.last % 12 + 1, 1)

    @property
    def end(self) -> datetime.date:
        return self.after - datetime.timedelta(days=1)

    @property
    def months(self) -> list[Period]:
        return [Period(self.year, month, month) for month in range(self.first, self.last + 1)]

    @property
    def children(self) -> list[Period]:
        """The quarters of a year, the months of a quarter."""
        if self.grain == YEAR:
            return [Period(self.year, first, first + 2) for first in (1, 4, 7, 10)]
        return self.months if self.grain == QUARTER else []

    @property
    def quarter(self) -> Period:
        """The quarter that a month lies in."""
        first = self.quarter_number * 3 - 2
        return Period(self.year, first, first + 2)

    @property
    def whole_year(self) -> Period:
        return Period(self.year, 1, 12)

    @property
    def previous(self) -> Period:
        """The period of the same length before it."""
        length = self.last - self.first + 1
        at = self.year * 12 + self.first - 1 - length
        return Period(at // 12, at % 12 + 1, at % 12 + length)


def months_between(first: Period, after: datetime.date) -> Iterator[Period]:
    """The months from one on that are over on the day ``after``."""
    month = first
    while month.after <= after:
        yield month
        month = Period.month(month.after)
