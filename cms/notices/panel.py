"""The newest notices on the home page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Notice

NEWEST = 3


def newest() -> dict[str, Any] | None:
    """The newest notices that stand; nothing where there is none."""
    rows = Notice.objects.standing().order_by("-published_at")[:NEWEST]
    notices = [
        {"title": row.title, "on": row.published_at, "url": reverse("notices:notice", args=[row.pk])}
        for row in rows
    ]
    return {"heading": _("Accountability notices"), "notices": notices} if notices else None
