"""The public pages of the figures: a period, a row through time, how it is computed, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from delivery.public.caching import public_view
from delivery.public.feeds import absolute

from . import charts, downloads
from .measures import ALL, BY_CODE, DIMENSIONS, MEASURES, OTHERS, TOTAL, YEARLY
from .models import AnnualReport, Figure
from .names import ROWS, names_of, period_name
from .periods import MONTH, YEAR, Period
from .reading import Archive, Line, Report, cells, report

# So far back a row is shown.
YEARS_SHOWN = 3
IN_LINE = ("received", "answered")


@public_view
def index(request: HttpRequest) -> HttpResponse:
    """The newest quarter, or what will be here."""
    archive = Archive.read()
    if archive.newest is None:
        return render(request, "statistics/empty.html")
    return _period_page(request, archive, archive.newest)


@public_view
def period_page(request: HttpRequest, period: Period) -> HttpResponse:
    """One month, quarter or year that is closed."""
    return _period_page(request, _closed(period), period)


def _closed(period: Period) -> Archive:
    archive = Archive.read()
    if not archive.holds(period):
        raise Http404
    return archive


def _period_page(request: HttpRequest, archive: Archive, period: Period) -> HttpResponse:
    found = report(period)
    context = {
        "report": found,
        "period": period,
        "archive": archive,
        "closed_at": archive.of(period)[-1].closed_at,
        "corrections": archive.corrections(period),
        "smallest": settings.SUNSHINE_SMALLEST_FIGURE,
        "tiles": _tiles(found),
        "series": _series(found),
        "bars": _bars(found),
    }
    if period.grain == YEAR:
        context["annual"] = AnnualReport.objects.filter(year=period.year).first()
        context["yearly"] = YEARLY
    return render(request, "statistics/period.html", context)


def _tiles(found: Report) -> list[dict[str, Any]]:
    """The three numbers that a reader takes along."""
    by_code = {cell.measure.code: cell for cell in found.totals}
    tiles: list[dict[str, Any]] = [
        {"name": _("Petitions received"), "measure": BY_CODE["received"], "value": found.total("received")}
    ]
    for name, code in ((_("Answered in time"), "in_time"), (_("Satisfied or mostly satisfied"), "satisfied")):
        measure = BY_CODE[code]
        whole = found.total(measure.part_of)
        tiles.append({"name": name, "measure": measure, "cell": by_code[code], "whole": whole})
    return tiles


def _series(found: Report) -> dict[str, Any] | None:
    """The months up to the period's end, as a drawing and as the table beside it."""
    measures = [BY_CODE[code] for code in IN_LINE]
    rows: list[dict[str, Any]] = [
        {"period": month, "name": period_name(month), "cells": cells(values, TOTAL, ALL, measures)}
        for month, values in found.months.items()
    ]
    drawn = charts.lines([[row["cells"][at].value for row in rows] for at in range(len(measures))])
    return {"measures": measures, "rows": rows, "chart": drawn} if drawn else None


def _bars(found: Report) -> list[dict[str, Any]]:
    """What petitions were about, as bars beside their numbers: the listed categories, then all others."""
    sheet = next(one for one in found.sheets if one.dimension == "category")
    known = [(line, line.cells[0].value) for line in sheet.lines if line.cells[0].value is not None]
    most = max((value for _, value in known), default=0)
    return [{"line": line, "value": value, "length": charts.bar(value, most)} for line, value in known]


@public_view
def row_page(request: HttpRequest, dimension: str, key: str) -> HttpResponse:
    """One unit, township or category through time; the same page, empty, where too little came to be shown."""
    names = names_of([(dimension, key)])
    if key == OTHERS or names[dimension, key] == key:
        raise Http404
    archive = Archive.read()
    newest = archive.months[-1] if archive.months else None
    figures = Figure.objects.current().filter(dimension=dimension, key=key)
    if newest is not None:
        figures = figures.filter(start__gte=newest.start.replace(year=newest.year - YEARS_SHOWN, month=1))
    measures = [one for one in BY_CODE.values() if dimension in one.dimensions]
    by_period: dict[Period, dict[tuple[str, str, str], int]] = {}
    for grain, start, measure, value in figures.order_by().values_list("grain", "start", "measure", "value"):
        by_period.setdefault(Period.of(grain, start), {})[dimension, key, measure] = value
    lines = {
        grain: [
            Line(
                period.code,
                period_name(period),
                cells(by_period[period], dimension, key, measures),
                reverse("statistics:period", args=[period]),
            )
            for period in sorted(by_period, reverse=True)
            if period.grain == grain
        ]
        for grain in (YEAR, "quarter", MONTH)
    }
    context = {
        "dimension": DIMENSIONS[dimension],
        "name": names[dimension, key],
        "measures": measures,
        "tables": [(label, lines[grain]) for grain, label in _grains() if lines[grain]],
        "smallest": settings.SUNSHINE_SMALLEST_FIGURE,
    }
    return render(request, "statistics/row.html", context)


def _grains() -> list[tuple[str, str]]:
    return [(YEAR, _("By year")), ("quarter", _("By quarter")), (MONTH, _("By month"))]


@public_view
def method(request: HttpRequest) -> HttpResponse:
    """How each figure is computed."""
    context = {"measures": MEASURES, "yearly": YEARLY, "smallest": settings.SUNSHINE_SMALLEST_FIGURE}
    return render(
        request, "statistics/method.html", context | {"dimensions": [DIMENSIONS[one] for one in ROWS]}
    )


@public_view
def download(request: HttpRequest, period: Period, form: str) -> HttpResponse:
    """The figures of a period as a file."""
    archive = _closed(period)
    if form == "csv":
        response = HttpResponse(downloads.to_csv(period), content_type="text/csv; charset=utf-8")
    else:
        about = {
            "closed_at": archive.of(period)[-1].closed_at.isoformat(),
            "version": archive.version(period),
            "method": absolute(reverse("statistics:method")),
        }
        response = HttpResponse(downloads.to_json(period, **about), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="statistics-{period.code}.{form}"'
    return response
