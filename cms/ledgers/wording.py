"""Names and values of a ledger in the reader's language, as a person reads them: thousands apart, months by name."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from django.utils import dateformat, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import LedgerVersion
from .schema import MONEY, Field, Schema
from .stored import typed
from .values import Value


def in_chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (translation.get_language() or "").startswith("zh")


def column(about: Field) -> str:
    """The heading of a column."""
    return about.name if in_chinese() else about.title_en


def unit(about: Field) -> str:
    """What its numbers count, for the heading; empty where each row may count something else."""
    if about.type == MONEY:
        return _("yuan")
    return about.unit


def kind(schema: Schema) -> str:
    """The name of a kind of ledger."""
    return schema.title["zh-hans" if in_chinese() else "en"]


def title(version: LedgerVersion) -> str:
    """What stands over the table: the clerk's own title, or else what it is and of when."""
    return version.title or f"{version.region} {period(version)} {kind(version.kind)}"


def value(kept: Value) -> str:
    """A value of a row."""
    if kept is None:
        return ""
    if isinstance(kept, bool):
        return _("yes") if kept else _("no")
    return amount(kept) if isinstance(kept, Decimal) else str(kept)


def amount(number: Decimal, about: Field | None = None) -> str:
    """An amount with thousands apart; of what is counted no needless decimal places."""
    if about is not None and about.type != MONEY:
        return f"{number.normalize():,f}" if number else "0"
    return f"{number:,.2f}"


def cell(kept: Value, about: Field) -> str:
    """A value in its column."""
    return amount(kept, about) if isinstance(kept, Decimal) else value(kept)


def kept_cell(kept: object, about: Field) -> str:
    """The same of a value as it is stored."""
    return cell(typed(kept, about), about)


def month(text: str) -> str:
    """2026-03 as people say it."""
    year, number = map(int, text.split("-"))
    return dateformat.format(date(year, number, 1), pgettext("date format", "F Y"))


def period(version: LedgerVersion) -> str:
    """The time of a ledger: a month, a year, from one month to another, or from day to day."""
    return span(version.period_start, version.period_end)


def span(start: date, end: date) -> str:
    """The same of two days, both in it."""
    whole = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not whole:
        form = pgettext("date format", "j F Y")
    elif (start.month, end.month, start.year) == (1, 12, end.year):
        form = pgettext("date format", "Y")
    else:
        form = pgettext("date format", "F Y")
    first, last = dateformat.format(start, form), dateformat.format(end, form)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
