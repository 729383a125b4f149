"""What time a disclosure is about, in words and in an address."""

from __future__ import annotations

import calendar
import datetime

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_LAST_MONTHS = {1: "month", 3: "quarter", 6: "half", 12: "year"}


def kind_of(start: datetime.date, end: datetime.date) -> str:
    """``month``, ``quarter``, ``half`` or ``year`` if the span is one of the calendar's, else ``span``."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    in_step = months in _LAST_MONTHS and (start.month - 1) % months == 0
    return _LAST_MONTHS[months] if whole and in_step else "span"


def words(start: datetime.date, end: datetime.date) -> str:
    """A span of days as people name it, in the visitor's language."""
    kind = kind_of(start, end)
    names = {
        "year": start.year,
        "month": start.month,
        "quarter": (start.month + 2) // 3,
        "half": 1 if start.month == 1 else 2,
    }
    if kind == "month":
        return dateformat.format(start, pgettext("date format", "F Y"))
    if kind == "quarter":
        return _("quarter %(quarter)d of %(year)d") % names
    if kind == "half":
        return pgettext("half a year", "half %(half)d of %(year)d") % names
    if kind == "year":
        return pgettext("period", "%(year)d") % names
    return _("%(first)s to %(last)s") % {"first": start.isoformat(), "last": end.isoformat()}


def slug(start: datetime.date, end: datetime.date) -> str:
    """The span for an address: ``2026-10``, ``2026-q3``, ``2026-h1``, ``2026``, or its first day."""
    kind = kind_of(start, end)
    if kind == "month":
        return f"{start:%Y-%m}"
    if kind == "quarter":
        return f"{start.year}-q{(start.month + 2) // 3}"
    if kind == "half":
        return f"{start.year}-h{1 if start.month == 1 else 2}"
    return str(start.year) if kind == "year" else start.isoformat()
