"""What time a ledger is about, as its title says: a month, a quarter, half a year, a year, a span of months."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .values import with_digits
from .words import any_of

_TO = "[-—–~～至到]+"
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4}
# When it was made or shown, not what it is about.
_OTHER_DAYS = re.compile(any_of("made_or_shown") + "(?:日期|时间)?[::]?.*")


@dataclass(frozen=True)
class Period:
    """From a first to a last day, both in it."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def year(self) -> int | None:
        """The year it lies in, if one."""
        return self.start.year if self.start.year == self.end.year else None


def of_months(year: int, first: int, last: int, last_year: int | None = None) -> Period:
    """From the first day of one month to the last of another. Raises ``ValueError``."""
    ends = last_year or year
    period = Period(date(year, first, 1), date(ends, last, calendar.monthrange(ends, last)[1]))
    if period.end < period.start:
        raise ValueError("ends before it begins")
    return period


def spanned(value: object) -> Period | None:
    """The month of a day or of ``2026-03``, or a year."""
    if isinstance(value, date):
        return of_months(value.year, value.month, value.month)
    if isinstance(value, str) and (match := re.fullmatch("([0-9]{4})-([0-9]{2})", value)):
        return of_months(int(match[1]), int(match[2]), int(match[2]))
    if isinstance(value, int) and not isinstance(value, bool):
        return of_months(value, 1, 12)
    return None


def _of_days(match: re.Match[str]) -> Period:
    year, month, day, last_year, last_month, last_day = match.groups()
    start = date(int(year), int(month), int(day))
    end = date(int(last_year or year), int(last_month), int(last_day))
    if end < start:
        raise ValueError("ends before it begins")
    return Period(start, end)


def _of_quarter(match: re.Match[str]) -> Period:
    last = 3 * _QUARTERS[match[2]]
    return of_months(int(match[1]), last - 2, last)


def _of_half(match: re.Match[str]) -> Period:
    return of_months(int(match[1]), *((1, 6) if match[2] == "上" else (7, 12)))


_YEAR = r"(20[0-9]{2})[年.]?度?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (
        re.compile(
            rf"(20[0-9]{{2}})[年./-]([0-9]{{1,2}})[月./-]([0-9]{{1,2}})日?{_TO}"
            rf"(?:(20[0-9]{{2}})[年./-])?([0-9]{{1,2}})[月./-]([0-9]{{1,2}})日?"
        ),
        _of_days,
    ),
    (re.compile(rf"{_YEAR}第?([1-4])季度?"), _of_quarter),
    (re.compile(rf"{_YEAR}(上|下)半年"), _of_half),
    (
        re.compile(rf"(20[0-9]{{2}})[年.]([0-9]{{1,2}})月?份?{_TO}(?:(20[0-9]{{2}})[年.])?([0-9]{{1,2}})月"),
        lambda match: of_months(int(match[1]), int(match[2]), int(match[4]), int(match[3] or match[1])),
    ),
    (
        re.compile(r"(20[0-9]{2})年([0-9]{1,2})月(?!份?[0-9]*日)"),
        lambda match: of_months(int(match[1]), int(match[2]), int(match[2])),
    ),
    (re.compile(r"(20[0-9]{2})年(?![0-9]{1,2}月)"), lambda match: of_months(int(match[1]), 1, 12)),
)


def named_in(texts: Iterable[str]) -> Period | None:
    """The period that the first of these texts names which names one."""
    for text in texts:
        tight = _OTHER_DAYS.sub("", with_digits(re.sub(r"\s", "", text)))
        for pattern, reads in _FORMS:
            if match := pattern.search(tight):
                try:
                    return reads(match)
                except ValueError:
                    continue
    return None
