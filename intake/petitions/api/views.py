"""The API's views: thin, over the same commands and policies as the pages."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.public.api import PublicListView, refuse_unknown_parameters
from intake.petitions import handled, limits
from intake.petitions.choices import choices
from intake.petitions.models import IdempotentAnswer, Petition
from intake.petitions.process import Submitted, passwords, submit
from intake.petitions.process import case as cases
from intake.petitions.process.filing import RECEIPT_KEPT
from intake.routing.models import Category
from privacy.crypto import keyed_hash
from regions.models import Organisation, Region

from . import serializers as shapes
from .parsers import PlainJSONParser

PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, description="Problem details (RFC 9457).")


class PetitionsView(APIView):
    """File a petition."""

    parser_classes = (PlainJSONParser,)

    @extend_schema(
        operation_id="petitions_create",
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                description="A request sent again with the same key and body gets the same answer for 24 hours.",
            )
        ],
        request=shapes.SubmissionSerializer,
        responses={201: shapes.ReceiptSerializer, 400: PROBLEM, 422: PROBLEM, 429: PROBLEM},
    )
    def post(self, request: Request) -> Response:
        refuse_unknown_parameters(request, set())
        if not limits.allow(
            "submit", limits.address_of(request), settings.SUNSHINE_SUBMISSIONS_PER_HOUR, 3600
        ):
            raise Throttled(wait=3600)
        key = self._key(request)
        kept = _kept(key)
        if kept is not None and not _is_over(kept):
            return Response(json.loads(kept.answer), status=status.HTTP_201_CREATED)
        serializer = shapes.SubmissionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(self._file(serializer, key, kept), status=status.HTTP_201_CREATED)

    def _file(
        self, serializer: shapes.SubmissionSerializer, key: str, outdated: IdempotentAnswer | None
    ) -> Any:
        """File once and keep the answer, both or neither. The loser of a race gets the winner's answer."""
        answers: list[Any] = []

        def keep(made: Submitted) -> None:
            answers.append(_answer(made))
            if outdated is not None:  # over but not yet cleared away: it would bar the key for good
                outdated.delete()
            if key:
                IdempotentAnswer.objects.create(
                    key_hash=key, answer=json.dumps(answers[0]), created_at=timezone.now()
                )

        try:
            submit(serializer.submission(get_language() or "zh-hans", ""), beside=keep)
        except IntegrityError:
            kept = _kept(key)
            if kept is None or _is_over(kept):
                raise
            return json.loads(kept.answer)
        return answers[0]

    def _key(self, request: Request) -> str:
        """An HMAC of the key and the whole body: another body under the same key is another request.

        Not of the language: a retry may come from another worker of the client, or with its library's own default.
        """
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > 200:
            raise serializers.ValidationError({"Idempotency-Key": [_("At most 200 characters.")]})
        if not key:
            return ""
        body = json.dumps(request.data, sort_keys=True)
        return keyed_hash("idempotency", f"{key}\n{body}")


def _kept(key: str) -> IdempotentAnswer | None:
    return IdempotentAnswer.objects.filter(key_hash=key).first() if key else None


def _is_over(kept: IdempotentAnswer) -> bool:
    return kept.created_at <= timezone.now() - RECEIPT_KEPT


def _answer(made: Submitted) -> Any:
    """The receipt as plain JSON values: what is kept for a retry is what was answered."""
    shape = shapes.ReceiptSerializer(
        made.petition, context={"password": made.password, "clocks": made.clocks}
    )
    return json.loads(json.dumps(shape.data, cls=DjangoJSONEncoder))


class PetitionView(APIView):
    """Look a petition up by its number and query password."""

    @extend_schema(
        operation_id="petitions_retrieve",
        parameters=[OpenApiParameter("X-Query-Password", str, OpenApiParameter.HEADER, required=True)],
        responses={200: shapes.CaseSerializer, 404: PROBLEM, 429: PROBLEM},
    )
    def get(self, request: Request, number: str) -> Response:
        refuse_unknown_parameters(request, set())
        if not limits.allow_guess(request, number):
            raise Throttled(wait=900)
        petition = passwords.prove(number, request.headers.get("X-Query-Password", ""))
        if petition is None:
            limits.count_failure(request, number)
            raise Http404
        return Response(shapes.CaseSerializer(as_petitioner_sees(petition)).data)


def as_petitioner_sees(petition: Petition) -> Petition:
    """The petition with its papers and the petitioner's own actions beside it, for the serializer."""
    case = cases.of(petition)
    petition.papers = petition.notices.filter(to_organisation=None)  # type: ignore[attr-defined]
    petition.unit_here = handled.unit_of(case)  # type: ignore[attr-defined]
    petition.available_actions = choices(case).actions  # type: ignore[attr-defined]
    return petition


class RegionFilter(filters.FilterSet):
    parent = filters.CharFilter(field_name="parent__code", help_text="Code of the region above.")

    class Meta:
        model = Region
        fields = ["level", "parent"]


class OrganisationFilter(filters.FilterSet):
    region = filters.CharFilter(field_name="region__code", help_text="Code of the region.")

    class Meta:
        model = Organisation
        fields = ["kind", "region"]


class CategoryFilter(filters.FilterSet):
    class Meta:
        model = Category
        fields = ["group_code"]


class RegionsView(PublicListView):
    """Administrative divisions in force today."""

    serializer_class = shapes.RegionSerializer
    filterset_class = RegionFilter

    def get_queryset(self) -> QuerySet[Region]:
        return Region.objects.current().select_related("parent").order_by("code")


class OrganisationsView(PublicListView):
    """Organisations in force today."""

    serializer_class = shapes.OrganisationSerializer
    filterset_class = OrganisationFilter

    def get_queryset(self) -> QuerySet[Organisation]:
        return Organisation.objects.current().select_related("region").order_by("code")


class CategoriesView(PublicListView):
    """Categories of petitions: leaves with the group above them."""

    serializer_class = shapes.CategorySerializer
    filterset_class = CategoryFilter

    def get_queryset(self) -> QuerySet[Category]:
        return Category.objects.order_by("code")
