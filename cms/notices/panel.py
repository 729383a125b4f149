"""The newest notices on the home page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from regions.models import Region

from .filters import in_region
from .models import Notice

NEWEST = 3


def newest() -> dict[str, Any] | None:
    """The newest notices that stand; nothing where there is none."""
    return _panel(Notice.objects.standing())


def newest_of(place: Region) -> dict[str, Any] | None:
    """The newest notices about units of a place and of what lies in it."""
    return _panel(in_region(Notice.objects.standing(), place.code))


def _panel(rows: QuerySet[Notice]) -> dict[str, Any] | None:
    notices = [
        {"title": row.title, "on": row.published_at, "url": reverse("notices:notice", args=[row.pk])}
        for row in rows.order_by("-published_at")[:NEWEST]
    ]
    return {"heading": _("Accountability notices"), "notices": notices} if notices else None
