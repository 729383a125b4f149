"""What the home page and the pages of places show of the figures: the quarter, or the month, that was closed last."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regions.models import Region

from .measures import ALL, BY_CODE, REGION, TOTAL
from .models import Closing, Figure
from .names import period_name
from .periods import Period
from .reading import cells

SHOWN = ("received", "answered", "in_time", "satisfied")


def newest_figures() -> dict[str, Any] | None:
    """The context of the panel; None before a month is closed, or while all of it is too small to show."""
    return _panel(TOTAL, ALL, _ended())


def newest_of(place: Region) -> dict[str, Any] | None:
    """The same of a county or a township; None of a village, of which there are no figures.

    Of a township also the year that ended last: a small one may be listed in that alone.
    """
    if place.level == Region.Level.COUNTY:
        return newest_figures()
    if place.level != Region.Level.TOWNSHIP:
        return None
    periods = _ended()
    years = [month.whole_year if month.last == 12 else month.whole_year.previous for month in periods[1:]]
    panel = _panel(REGION, place.code, [*periods, *years])
    if panel is None:
        return None
    return panel | {"url": reverse("statistics:row", args=[REGION, place.code])}


def _ended() -> list[Period]:
    """The quarter and the month that were closed last, in the order in which they are shown; none before the first."""
    last = Closing.objects.order_by("-month").first()
    if last is None:
        return []
    month = last.period
    return [month.quarter if month.last == month.quarter.last else month.quarter.previous, month]


def _panel(dimension: str, key: str, periods: list[Period]) -> dict[str, Any] | None:
    """What is published of a row in the first of the periods that has any of it; one question."""
    if not periods:
        return None
    rows = Figure.objects.current().filter(
        dimension=dimension, key=key, start__in={period.start for period in periods}
    )
    values: dict[Period, dict[tuple[str, str, str], int]] = {}
    for grain, start, measure, value in rows.order_by().values_list("grain", "start", "measure", "value"):
        values.setdefault(Period.of(grain, start), {})[dimension, key, measure] = value
    measures = [BY_CODE[code] for code in SHOWN]
    for period in periods:
        listed = cells(values.get(period, {}), dimension, key, measures)
        shown = [cell for cell in listed if cell.value is not None]
        if shown:
            return {
                "heading": _("Petitions in numbers"),
                "period": period_name(period),
                "about": period,
                "cells": shown,
            }
    return None
