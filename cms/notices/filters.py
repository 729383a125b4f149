"""What narrows the list of notices, on the page and in the API: year, region, drive."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from regions.models import Region

from .models import Case, Notice

FIRST_YEAR, LAST_YEAR = 1949, 2999


class YearFilter(filters.NumberFilter):
    """A year of four digits."""

    field_class = forms.IntegerField


class NoticeFilter(filters.FilterSet):
    """Filters of notices that stand."""

    year = YearFilter(
        field_name="published_at__year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Year of publication."),
    )
    region = filters.CharFilter(method="in_region", help_text=_("Code of the region, or of one above it."))
    drive = filters.CharFilter(field_name="drive", help_text=_("The drive, in full."))
    issuer = filters.CharFilter(field_name="issuer__code", help_text=_("Code of the issuing body."))

    class Meta:
        model = Notice
        fields: list[str] = []

    def in_region(self, queryset: QuerySet[Notice], name: str, code: str) -> QuerySet[Notice]:
        return in_region(queryset, code)


def in_region(notices: QuerySet[Notice], code: str, today: datetime.date | None = None) -> QuerySet[Notice]:
    """Notices with a standing case in a region or below it: one that came down is not found by its place."""
    region = Region.objects.filter(code=code).first()
    if region is None:
        return notices.none()
    there: Any = Case.objects.filter(
        notice=OuterRef("pk"),
        taken_down_at=None,
        take_down_on__gt=today or timezone.localdate(),
        unit__region__path__startswith=region.path,
    )
    return notices.filter(Exists(there))
