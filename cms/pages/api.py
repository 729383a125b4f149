"""Disclosures in the API: what is public now, with the addresses of their ledgers and files."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.ledgers import present
from cms.pages import published
from cms.pages.models import Category, DisclosureAttachment, DisclosureLedger, DisclosurePage
from delivery.public.api import PublicDetailView, PublicListView
from delivery.public.feeds import absolute

LARGEST = 2**63 - 1
_FILE = "Address of the whole table, without parameters; null when its text was redacted."


def _address(says: str) -> serializers.Field:
    """A field of the schema: an address, or none."""
    return serializers.URLField(allow_null=True, help_text=says)


class LedgerSerializer(serializers.Serializer):
    """A ledger of a disclosure and where it is taken away."""

    id = serializers.UUIDField(source="version.pk")
    schema = serializers.CharField(source="version.schema")
    version = serializers.IntegerField(source="version.number")
    title = serializers.CharField(source="version.title")
    rows = serializers.IntegerField(source="version.row_count")
    totals = serializers.DictField(source="version.totals", child=serializers.CharField())
    json = serializers.SerializerMethodField()
    csv = serializers.SerializerMethodField()
    xlsx = serializers.SerializerMethodField()

    @extend_schema_field(_address(f"{_FILE} As JSON: columns, rows and totals, amounts as text."))
    def get_json(self, row: DisclosureLedger) -> str | None:
        return _download(row, "json")

    @extend_schema_field(_address(f"{_FILE} As CSV in UTF-8 with a byte order mark."))
    def get_csv(self, row: DisclosureLedger) -> str | None:
        return _download(row, "csv")

    @extend_schema_field(_address(f"{_FILE} As a spreadsheet; null above {present.MOST_XLSX} rows too."))
    def get_xlsx(self, row: DisclosureLedger) -> str | None:
        return _download(row, "xlsx")


def _download(row: DisclosureLedger, form: str) -> str | None:
    if not present.is_given_as(row.version, form):
        return None
    return absolute(present.download_address(row.version, form))


class FileSerializer(serializers.Serializer):
    """An attachment of a disclosure."""

    name = serializers.CharField(source="file.name")
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    sha256 = serializers.CharField(source="file.sha256")
    url = serializers.SerializerMethodField()

    def get_url(self, row: DisclosureAttachment) -> str:
        return absolute(f"/disclosures/files/{row.file_id}/")


class DisclosureSerializer(serializers.ModelSerializer):
    """A disclosure as its page shows it."""

    url = serializers.SerializerMethodField()
    item = serializers.CharField(source="item.no")
    item_name = serializers.CharField(source="item.name")
    category = serializers.ChoiceField(source="item.category", choices=Category.choices)
    region = serializers.CharField(source="region.code")
    publishing_unit = serializers.CharField(source="publishing_unit.code")
    summary = serializers.CharField(source="lede")
    legal_basis = serializers.CharField(source="basis")
    law_version = serializers.CharField(source="basis_version")
    open_until = serializers.SerializerMethodField()
    ledgers = LedgerSerializer(many=True)
    attachments = FileSerializer(many=True)

    class Meta:
        model = DisclosurePage
        fields = [
            "id",
            "url",
            "title",
            "item",
            "item_name",
            "category",
            "region",
            "publishing_unit",
            "period_from",
            "period_to",
            "published_on",
            "open_until",
            "summary",
            "legal_basis",
            "law_version",
            "prepared_by",
            "checked_by",
            "ledgers",
            "attachments",
        ]

    def get_url(self, page: DisclosurePage) -> str:
        return absolute(page.path_on_site)

    @extend_schema_field(serializers.DateField(allow_null=True, help_text="Last day for objections."))
    def get_open_until(self, page: DisclosurePage) -> datetime.date | None:
        return page.shown_until


class DisclosureFilter(filters.FilterSet):
    region = filters.CharFilter(method="within", help_text="Code of a region: what lies in it is given too.")
    category = filters.ChoiceFilter(field_name="item__category", choices=Category.choices)
    item = filters.CharFilter(field_name="item__no", help_text="Number in the catalogue, as D021.")
    year = filters.NumberFilter(field_name="year", min_value=1949, max_value=2999)
    published_from = filters.DateFilter(field_name="published_on", lookup_expr="gte")
    published_to = filters.DateFilter(field_name="published_on", lookup_expr="lte")

    class Meta:
        model = DisclosurePage
        fields: list[str] = []

    def within(self, rows: QuerySet[DisclosurePage], name: str, value: str) -> QuerySet[DisclosurePage]:
        return rows.filter(region__path__contains=f"/{value}/") | rows.filter(
            region__path__startswith=f"{value}/"
        )


def _rows() -> QuerySet[DisclosurePage]:
    ledgers = DisclosureLedger.objects.select_related("version")
    files = DisclosureAttachment.objects.select_related("file")
    return published.disclosures().prefetch_related(
        Prefetch("ledgers", ledgers), Prefetch("attachments", files)
    )


class DisclosuresView(PublicListView):
    """What villages and offices made public, the newest first."""

    serializer_class = DisclosureSerializer
    filterset_class = DisclosureFilter

    def get_queryset(self) -> QuerySet[DisclosurePage]:
        return _rows()


class DisclosureView(PublicDetailView):
    """A disclosure that is public now."""

    serializer_class = DisclosureSerializer

    def get_queryset(self) -> QuerySet[DisclosurePage]:
        if self.kwargs["pk"] > LARGEST:  # a number that no database takes
            raise Http404
        return _rows()
