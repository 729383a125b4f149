"""Public addresses of ledgers: a version, what it changed, and the version to take away. None takes a cookie.

What is no longer shown by a live page, and what was redacted, is not found; a redacted version's page says only that.
"""

from __future__ import annotations

import uuid

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from delivery.public.caching import public_view

from . import changes, present, stored, visibility
from .export import WAYS
from .models import LedgerVersion

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@public_view
def version_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One version, older ones too."""
    version = _public(pk)
    newest = stored.current(version.ledger)
    context = {
        "ledger": present.show(version, request.GET),
        "newest": newest,
        "newest_url": present.address(newest) if newest else "",
        "page_url": visibility.page_of(version),
    }
    return render(request, "ledgers/version.html", context)


@public_view
def changes_page(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a version changed in the one that it replaced."""
    version = _public(pk)
    old = version.replaces
    if old is None or not (visibility.is_shown(version) and visibility.is_shown(old)):
        raise Http404
    context = {
        "changes": changes.show(old, version),
        "page_url": visibility.page_of(version),
        "version_url": present.address(version),
    }
    return render(request, "ledgers/changes.html", context)


@public_view
def download(request: HttpRequest, pk: uuid.UUID, form: str) -> HttpResponse:
    """A version as a file. It is part of the API too, and no parameter is passed over in silence."""
    version = _public(pk)
    if not present.is_given_as(version, form):
        raise Http404
    if request.GET:
        raise BadRequest("a file of a ledger takes no parameters")
    response = HttpResponse(WAYS[f".{form}"](stored.public(version)), content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(version)}.{form}"'
    return response


def _public(pk: uuid.UUID) -> LedgerVersion:
    version = LedgerVersion.objects.select_related("region", "replaces").filter(pk=pk).first()
    if version is None or not visibility.is_public(version):
        raise Http404
    return version


def _file_name(version: LedgerVersion) -> str:
    start, end = f"{version.period_start:%Y%m}", f"{version.period_end:%Y%m}"
    time = start if start == end else f"{start}-{end}"
    return f"{version.schema}-{version.region.code}-{time}-v{version.number}"
