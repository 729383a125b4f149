"""The public pages of notices: the list, and each notice at its lasting address."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from delivery.public.caching import public_view
from regions.models import Region

from . import publicity
from .filters import NoticeFilter
from .models import Notice

PAGE_SIZE = 20
MOST_DRIVES = 100
FILTERS = ("year", "region", "drive")


@public_view
def notices(request: HttpRequest) -> HttpResponse:
    """The notices that stand, newest first, narrowed by year, region and drive."""
    chosen = {name: value for name in FILTERS if (value := request.GET.get(name, "")[:60])}
    narrowed = NoticeFilter(chosen, Notice.objects.standing().select_related("issuer"))
    found = narrowed.qs.order_by("-published_at", "pk") if narrowed.is_valid() else Notice.objects.none()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "chosen": chosen,
        "keep": f"{urlencode(chosen)}&" if chosen else "",
        "choices": _choices(),
        "feed_url": reverse("notices:feed"),
        "region_feed_url": _region_feed(chosen.get("region", "") if narrowed.is_valid() else ""),
    }
    return render(request, "notices/list.html", context)


@public_view
def notice(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """One notice. After its take-down what is left of it, out of reach of search engines."""
    now = timezone.now()
    row = Notice.objects.published(now).whole().filter(pk=notice_id).first()
    if row is None:
        raise Http404
    page = publicity.shown(row, timezone.localdate(now))
    response = render(request, "notices/notice.html", {"notice": page})
    if not page.stands:
        response["X-Robots-Tag"] = "noindex"
    return response


def _choices() -> dict[str, list[Any]]:
    standing = Notice.objects.standing().order_by()
    drives = standing.exclude(drive="").values_list("drive", flat=True).distinct()
    return {
        "years": [moment.year for moment in standing.datetimes("published_at", "year", order="DESC")],
        "townships": list(
            Region.objects.current().filter(level=Region.Level.TOWNSHIP).values_list("code", "name")
        ),
        "drives": list(drives.order_by("drive")[:MOST_DRIVES]),
    }


def _region_feed(code: str) -> str:
    known = code and Region.objects.filter(code=code).exists()
    return reverse("notices:region_feed", args=[code]) if known else ""
