"""The public search for machines: the same questions and answers as the page, without its guesses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.public.api import refuse_unknown_parameters
from delivery.public.caching import PUBLIC_SECONDS
from delivery.public.feeds import absolute
from search.engines import engine
from search.engines.base import FACETS, BadCursor
from search.finding import Found, Hit, Unavailable, find
from search.highlights import Fragment, to_html
from search.parameters import CODE, CURSOR, NAMES, SORTS, YEAR, BadParameters, Wanted, read
from search.query import LONGEST

PROBLEM = OpenApiResponse(OpenApiTypes.OBJECT, description="Problem details (RFC 9457).")
RETRY_SECONDS = 60


class InRepair(APIException):
    """The index can't be asked at the moment."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    wait = RETRY_SECONDS


class MetaSerializer(serializers.Serializer):
    engine = serializers.CharField(help_text="Which engine answered.")
    indexed_at = serializers.DateTimeField(allow_null=True, help_text="When the index was last written.")
    stale = serializers.BooleanField(help_text="Whether a change waits that is not in the index yet.")
    took_ms = serializers.IntegerField()


class ResultSerializer(serializers.Serializer):
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(help_text="Full address of the page, in the language of the answer.")
    region = serializers.CharField(help_text="Code of the region, or empty.")
    category = serializers.CharField(help_text="Code of the subject within its kind, or empty.")
    published_on = serializers.DateField()
    highlights = serializers.ListField(
        child=serializers.CharField(),
        help_text="Stretches of the text as HTML: escaped, what was found between <mark> and </mark>.",
    )


class ValueSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer):
    """How many there are of each value if every filter but that of the facet itself applies."""

    kind = ValueSerializer(many=True)
    region = ValueSerializer(many=True)
    category = ValueSerializer(many=True)
    year = ValueSerializer(many=True)
    organisation = ValueSerializer(many=True)


class FoundSerializer(serializers.Serializer):
    _meta = MetaSerializer()
    total = serializers.IntegerField()
    results = ResultSerializer(many=True)
    facets = FacetsSerializer()
    next = serializers.CharField(allow_null=True, help_text="Full address of the next page, or null.")


def _parameter(name: str, description: str, **schema: Any) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "string", **schema}, description=description)


PARAMETERS = [
    _parameter("q", "What to find; every word has to be there. Without it, everything.", maxLength=LONGEST),
    _parameter("kind", "One kind of result, as the facet names it.", pattern=f"^{CODE}$"),
    _parameter("region", "Code of a region: it and all below it.", pattern=f"^{CODE}$"),
    _parameter("category", "Code of a subject.", pattern=f"^{CODE}$"),
    _parameter("year", "Year of publication.", pattern=f"^{YEAR}$"),
    _parameter("organisation", "Code of who published or answered.", pattern=f"^{CODE}$"),
    _parameter("sort", "Order; without words always the newest first.", enum=list(SORTS)),
    _parameter("cursor", "As in the address of the next page; by relevance a thousand results at most.",
               pattern=f"^{CURSOR}$"),
]  # fmt: skip


class SearchView(APIView):
    """Search all that is public."""

    @extend_schema(
        operation_id="search_list",
        parameters=PARAMETERS,
        responses={200: FoundSerializer, 400: PROBLEM, 503: PROBLEM},
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, set(NAMES))
        try:
            found = find(read(request.query_params.dict()))
        except BadParameters as bad:
            raise serializers.ValidationError(
                {name: [words] for name, words in bad.problems.items()}
            ) from bad
        except BadCursor:
            refusal = _("Take the cursor that the page before gave.")
            raise serializers.ValidationError({"cursor": [refusal]}) from None
        except Unavailable as fault:
            raise InRepair(_("The search is being put in order. Try again in a few minutes.")) from fault
        response = Response(_answer(found))
        response["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
        return response


def _answer(found: Found) -> dict[str, Any]:
    at = found.state.indexed_at
    return {
        "_meta": {
            "engine": engine().name,
            "indexed_at": at.isoformat() if at else None,
            "stale": found.stale,
            "took_ms": found.took_ms,
        },
        "total": found.total,
        "results": [_result(hit) for hit in found.hits],
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in found.facets[name]]
            for name in FACETS
        },
        "next": _address(found.wanted.but(cursor=found.next)) if found.next else None,
    }


def _result(hit: Hit) -> dict[str, Any]:
    document = hit.document
    return {
        "kind": document.kind,
        "title": document.title,
        "url": absolute(hit.url),
        "region": document.region,
        "category": document.category,
        "published_on": document.published_on.isoformat(),
        "highlights": [to_html(one) for one in (hit.title, *hit.fragments) if _is_marked(one)],
    }


def _is_marked(fragment: Fragment) -> bool:
    return any(marked for _piece, marked in fragment)


def _address(wanted: Wanted) -> str:
    return absolute(f"/api/v1/search/{wanted.query_string()}")
