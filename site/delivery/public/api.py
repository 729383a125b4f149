"""Lists of the API that everybody may read: paged, filtered, cacheable, and no parameter passed over in silence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from delivery.public.caching import cacheable


def refuse_unknown_parameters(request: Request, known: set[str]) -> None:
    """Raise a validation error for query parameters that nothing reads, or of which it is not plain what they say."""
    problems = {}
    for name, values in sorted(request.query_params.lists()):
        if name not in known:
            problems[name] = [serializers.ErrorDetail(_("Unknown parameter."), code="unknown")]
        elif len(values) > 1:
            problems[name] = [serializers.ErrorDetail(_("Give it once."), code="repeated")]
        elif not values[0]:
            problems[name] = [serializers.ErrorDetail(_("Give a value, or leave it out."), code="blank")]
    if problems:
        raise serializers.ValidationError(problems)


class Pages(PageNumberPagination):
    """Pages of a list. A number that makes no sense is refused, a size that is too large is cut."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
    page_query_description = gettext_lazy("Which page, from 1.")  # type: ignore[assignment]
    page_size_query_description = gettext_lazy("How many to a page, from 1; more than 500 are given as 500.")  # type: ignore[assignment]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        return [one | {"schema": {"type": "integer", "minimum": 1}} for one in parameters]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        wrong = [name for name in ("page", "page_size") if not _counts(request.query_params.get(name, "1"))]
        if wrong:
            raise serializers.ValidationError({name: [_("Give a whole number from 1.")] for name in wrong})
        return super().paginate_queryset(queryset, request, view)


def _counts(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0


class PublicListView(generics.ListAPIView):
    """A public list with known parameters only. Give it a queryset with an order, a serializer, and a filterset."""

    pagination_class = Pages
    filterset_class: type[filters.FilterSet]

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        names = set(self.filterset_class.base_filters)
        refuse_unknown_parameters(request, names | {"page", "page_size"})
        response = super().get(request, *args, **kwargs)
        return cacheable(response)


class PublicDetailView(generics.RetrieveAPIView):
    """One public thing, looked up by ``lookup_field``; no parameters."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request, set())
        response = super().get(request, *args, **kwargs)
        return cacheable(response)
