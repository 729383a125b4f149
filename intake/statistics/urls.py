"""Addresses of the figures: ``/statistics/2026-Q3/``, ``/statistics/unit/990121-MZ/``."""

from __future__ import annotations

from django.urls import path, register_converter

from . import views
from .names import ROWS
from .periods import CODE, Period


class PeriodConverter:
    """``2026-08``, ``2026-Q3`` or ``2026``."""

    regex = CODE

    def to_python(self, value: str) -> Period:
        return Period.parse(value)

    def to_url(self, value: Period) -> str:
        return value.code


class DimensionConverter:
    """What a row may be of."""

    regex = "|".join(ROWS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormConverter(DimensionConverter):
    """The files that there are."""

    regex = "csv|json"


register_converter(PeriodConverter, "period")
register_converter(DimensionConverter, "dimension")
register_converter(FormConverter, "form")

app_name = "statistics"

urlpatterns = [
    path("statistics/", views.index, name="index"),
    path("statistics/method/", views.method, name="method"),
    path("statistics/<period:period>/", views.period_page, name="period"),
    path("statistics/<period:period>/figures.<form:form>", views.download, name="download"),
    path("statistics/<dimension:dimension>/<slug:key>/", views.row_page, name="row"),
]
