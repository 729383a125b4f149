"""Public cases by the API."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from delivery.public.api import PublicDetailView, PublicListView
from delivery.public.feeds import absolute

from .listing import chinese_address, in_region, of_category, public_cases
from .models import PublicCase


class PublicCaseSerializer(serializers.ModelSerializer):
    """A public case: what its page shows, and nothing else."""

    category: serializers.SlugRelatedField = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True
    )
    category_name = serializers.SerializerMethodField()
    region: serializers.SlugRelatedField = serializers.SlugRelatedField(
        "code", read_only=True, allow_null=True
    )
    region_name = serializers.SerializerMethodField()
    organisation: serializers.SlugRelatedField = serializers.SlugRelatedField("code", read_only=True)
    organisation_name = serializers.SerializerMethodField()
    answered_in = serializers.DateField(format="%Y-%m", help_text="The month of the answer.")
    url = serializers.SerializerMethodField()

    class Meta:
        model = PublicCase
        fields = (
            *("id", "title", "question", "answer", "petition_class", "category", "category_name", "region"),
            *("region_name", "organisation", "organisation_name", "answered_in", "published_at", "url"),
        )

    @extend_schema_field(OpenApiTypes.STR)
    def get_category_name(self, case: PublicCase) -> str:
        return case.category.name_here if case.category else ""

    @extend_schema_field(OpenApiTypes.STR)
    def get_region_name(self, case: PublicCase) -> str:
        return case.region.name if case.region else ""

    @extend_schema_field(OpenApiTypes.STR)
    def get_organisation_name(self, case: PublicCase) -> str:
        return case.organisation.name

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, case: PublicCase) -> str:
        return absolute(chinese_address(case))


class WholeNumberFilter(filters.NumberFilter):
    """A number without a fraction."""

    field_class = forms.IntegerField


class PublicCaseFilter(filters.FilterSet):
    category = filters.CharFilter(method="by_category", help_text="Code of a category, or of a group.")
    region = filters.CharFilter(method="by_region", help_text="Code of a region; with all below it.")
    organisation = filters.CharFilter(field_name="organisation__code", help_text="Code of who answered.")
    year = WholeNumberFilter(method="by_year", min_value=1, max_value=9999, help_text="Year of the answer.")

    class Meta:
        model = PublicCase
        fields: list[str] = []

    @extend_schema_field(OpenApiTypes.STR)
    def by_category(self, rows: QuerySet[PublicCase], name: str, value: str) -> QuerySet[PublicCase]:
        return of_category(rows, value)

    @extend_schema_field(OpenApiTypes.STR)
    def by_region(self, rows: QuerySet[PublicCase], name: str, value: str) -> QuerySet[PublicCase]:
        return in_region(rows, value)

    @extend_schema_field({"type": "integer", "minimum": 1, "maximum": 9999})
    def by_year(self, rows: QuerySet[PublicCase], name: str, value: int) -> QuerySet[PublicCase]:
        return rows.filter(answered_in__year=value)


class CasesView(PublicListView):
    """Answered petitions, as reviewed summaries that their petitioners agreed to. Newest first."""

    serializer_class = PublicCaseSerializer
    filterset_class = PublicCaseFilter

    def get_queryset(self) -> QuerySet[PublicCase]:
        return public_cases()


class CaseView(PublicDetailView):
    """One public case."""

    serializer_class = PublicCaseSerializer
    lookup_url_kwarg = "case_id"

    def get_queryset(self) -> QuerySet[PublicCase]:
        return public_cases()
