"""What the home page shows of the figures: those of the quarter, or the month, that was closed last."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .measures import ALL, BY_CODE, TOTAL
from .models import Closing, Figure
from .names import period_name
from .periods import Period
from .reading import cells


def newest_figures() -> dict[str, Any] | None:
    """The context of the panel; None before a month is closed, or while all of it is too small to show."""
    last = Closing.objects.order_by("-month").first()
    if last is None:
        return None
    month = last.period
    ended = month.quarter if month.last == month.quarter.last else month.quarter.previous
    rows = Figure.objects.current().filter(dimension=TOTAL, start__in={month.start, ended.start}).order_by()
    values: dict[Period, dict[tuple[str, str, str], int]] = {}
    for grain, start, measure, value in rows.values_list("grain", "start", "measure", "value"):
        values.setdefault(Period.of(grain, start), {})[TOTAL, ALL, measure] = value
    period = ended if ended in values else month
    if period not in values:
        return None
    shown = [BY_CODE[code] for code in ("received", "answered", "in_time", "satisfied")]
    return {
        "heading": _("Petitions in numbers"),
        "period": period_name(period),
        "about": period,
        "cells": [cell for cell in cells(values[period], TOTAL, ALL, shown) if cell.value is not None],
    }
