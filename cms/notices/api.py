"""Notices in the API: those that stand, as the page shows them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from delivery.public.api import PublicDetailView, PublicListView
from delivery.public.feeds import absolute

from . import publicity
from .filters import NoticeFilter
from .models import Notice


class IssuerSerializer(serializers.Serializer):
    """The body that issued a notice."""

    code = serializers.CharField()
    name = serializers.CharField()


class NoticeCaseSerializer(serializers.Serializer):
    """A case that stands; of one that came down only ``position`` and ``gone_on`` say anything."""

    position = serializers.IntegerField()
    gone_on = serializers.DateField(allow_null=True)
    heading = serializers.CharField()
    unit = serializers.SerializerMethodField()
    persons = serializers.ListField(child=serializers.CharField())
    problem = serializers.CharField()
    period_from = serializers.DateField(allow_null=True)
    period_to = serializers.DateField(allow_null=True)
    facts = serializers.CharField()
    amount = serializers.DecimalField(14, 2, allow_null=True)
    measures = serializers.ListField(child=serializers.CharField())
    ruling = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    decided_by = serializers.CharField()
    basis = serializers.CharField()
    take_down_on = serializers.DateField(allow_null=True)

    @extend_schema_field(IssuerSerializer(allow_null=True))
    def get_unit(self, case: publicity.PublicCase) -> dict[str, str] | None:
        return {"code": case.unit.code, "name": case.unit.name} if case.unit else None


class NoticeFollowUpSerializer(serializers.Serializer):
    on = serializers.DateField()
    text = serializers.CharField()


class NoticeChangeSerializer(serializers.Serializer):
    """A correction with both texts; a redaction has none of them."""

    on = serializers.DateField()
    what = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()
    reason = serializers.CharField()


class AccountabilityNoticeSerializer(serializers.Serializer):
    """A notice in a list."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField()
    number = serializers.CharField()
    title = serializers.CharField()
    issuer = IssuerSerializer()
    drive = serializers.CharField()
    published_on = serializers.DateField()
    changed_at = serializers.DateTimeField()
    take_down_on = serializers.DateField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return super().to_representation(publicity.shown(instance, timezone.localdate()))

    def get_url(self, notice: publicity.PublicNotice) -> str:
        return absolute(notice.url)


class AccountabilityNoticeDetailSerializer(AccountabilityNoticeSerializer):
    """A notice with all that its page shows."""

    approved_by = serializers.CharField()
    approved_on = serializers.DateField(allow_null=True)
    opening = serializers.CharField()
    closing = serializers.CharField()
    cases = NoticeCaseSerializer(many=True)
    follow_ups = NoticeFollowUpSerializer(many=True)
    changes = NoticeChangeSerializer(many=True)


class NoticesView(PublicListView):
    """Accountability notices that stand, newest first."""

    serializer_class = AccountabilityNoticeSerializer
    filterset_class = NoticeFilter

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.standing().whole().order_by("-published_at", "pk")


class NoticeView(PublicDetailView):
    """One accountability notice that stands."""

    serializer_class = AccountabilityNoticeDetailSerializer
    filter_backends = ()
    lookup_field = "pk"
    lookup_url_kwarg = "notice_id"

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.standing().whole()
