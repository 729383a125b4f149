"""The list of all disclosures, and the files that belong to them."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from cms.pages import published
from cms.pages.models import DisclosureAttachment, DisclosurePage, RegionPage
from delivery.public.caching import cacheable, public_view


def place(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page of a place."""
    rows = RegionPage.objects.live().select_related("region")
    return get_object_or_404(rows, region__code=code).serve(request)


def disclosure(request: HttpRequest, code: str, slug: str) -> HttpResponseBase:
    """A disclosure that is public now."""
    rows = published.disclosures().defer(None)
    page = rows.filter(region__code=code, slug=slug).first()
    return page.serve(request) if page else _withdrawn(request, code, slug)


def _withdrawn(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What stands in the place of a disclosure that was withdrawn: that it was, when and why."""
    rows = DisclosurePage.objects.filter(live=False, withdrawn_on__isnull=False).select_related(
        "item", "region"
    )
    page = get_object_or_404(rows, region__code=code, slug=slug)
    return cacheable(render(request, "pages/withdrawn.html", {"page": page}, status=410))


@public_view
def all_disclosures(request: HttpRequest) -> HttpResponse:
    """What all places published, the newest first, narrowed by year and category."""
    shown = published.narrowed(published.disclosures(), request.GET)
    return render(request, "pages/disclosures.html", {"shown": shown})


@public_view
def attachment(request: HttpRequest, key: uuid.UUID) -> FileResponse | HttpResponse:
    """A file of a disclosure that is public now; of any other: nothing here."""
    row = DisclosureAttachment.objects.filter(file=key, page__live=True).select_related("file").first()
    file = row.file if row else None
    if file is None or not file.file.storage.exists(str(file.file.name)):
        raise Http404
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
