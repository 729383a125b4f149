"""What the API says of itself: its schema, for machines, and a page on which a person reads it and tries it.

Both are in English whatever the caller's language: the schema is a contract, and a contract has one text.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.public.api import refuse_unknown_parameters

LANGUAGE = "en"


class SchemaView(SpectacularAPIView):
    """The schema in OpenAPI 3. ``format`` is ``json`` or ``yaml``; without it, Accept decides."""

    urlconf = "sunshine.api_schema_urls"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown_parameters(request, {"format"})
        with translation.override(LANGUAGE):
            response = self._get_schema_response(request)
        response["Content-Language"] = LANGUAGE
        return response


class DocsView(APIView):
    """The schema as a page, by Swagger UI from our own static files; nothing of it stands inline."""

    renderer_classes = (TemplateHTMLRenderer,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, set())
        return Response({}, template_name="sunshine/api_docs.html", headers={"Content-Language": LANGUAGE})
