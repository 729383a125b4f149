"""The figures as data: every one that is public, paged and filtered."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django_filters import rest_framework as filters
from rest_framework import serializers

from delivery.public.api import PublicListView
from delivery.public.feeds import absolute

from .measures import DIMENSIONS
from .models import GRAINS, MEASURE_CHOICES, Figure
from .names import Names, names_of
from .periods import CODE, Period


class PeriodFilter(filters.CharFilter):
    """A period by its code."""

    field_class = forms.RegexField

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        period = Period.parse(value)
        return qs.filter(grain=period.grain, start=period.start)


class FigureFilter(filters.FilterSet):
    period = PeriodFilter(regex=f"^{CODE}$", help_text="Such as 2026-08, 2026-Q3, 2026.")
    length = filters.ChoiceFilter(field_name="grain", choices=GRAINS)
    by = filters.ChoiceFilter(field_name="dimension", choices=list(DIMENSIONS.items()))
    key = filters.CharFilter(help_text="Code of the unit, township or group of categories; all; others.")
    measure = filters.ChoiceFilter(choices=MEASURE_CHOICES)

    class Meta:
        model = Figure
        fields: list[str] = []


class FigureSerializer(serializers.ModelSerializer):
    """One figure: of which period, by what, of what, and how many."""

    period = serializers.CharField(source="period.code", read_only=True)
    length = serializers.CharField(source="grain", read_only=True)
    ends = serializers.DateField(source="period.end", read_only=True)
    by = serializers.CharField(source="dimension", read_only=True)
    name = serializers.SerializerMethodField(help_text="Name of the unit, township or category.")
    closed_at = serializers.DateTimeField(source="closing.closed_at", read_only=True)
    method = serializers.SerializerMethodField(help_text="Where it says how the figure is computed.")

    class Meta:
        model = Figure
        fields = [
            "period",
            "length",
            "start",
            "ends",
            "by",
            "key",
            "name",
            "measure",
            "value",
            "closed_at",
            "method",
        ]
        read_only_fields = fields

    def get_name(self, figure: Figure) -> str:
        return self._names[figure.dimension, figure.key]

    def get_method(self, figure: Figure) -> str:
        return absolute(f"{reverse('statistics:method')}#{figure.measure}")

    @cached_property
    def _names(self) -> Names:
        page: Iterable[Figure] = self.parent.instance  # type: ignore[assignment]
        return names_of((one.dimension, one.key) for one in page)


class FiguresView(PublicListView):
    """Figures of closed months, quarters and years. What would be too small to tell of nobody is not among them."""

    serializer_class = FigureSerializer
    filterset_class = FigureFilter

    def get_queryset(self) -> QuerySet[Figure]:
        figures = Figure.objects.current().select_related("closing")
        return figures.order_by("-start", "grain", "dimension", "key", "measure", "pk")
