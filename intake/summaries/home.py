"""What the home page and the pages of places show of public cases."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from regions.models import Region

from .listing import in_region, public_cases
from .models import PublicCase

NEWEST = 5


def newest() -> dict[str, Any] | None:
    """The newest public cases; nothing while there are none."""
    return _panel(public_cases())


def newest_of(place: Region) -> dict[str, Any] | None:
    """The newest public cases of a place and of all below it."""
    return _panel(in_region(public_cases(), place.code))


def _panel(rows: QuerySet[PublicCase]) -> dict[str, Any] | None:
    cases = list(rows[:NEWEST])
    return {"heading": _("Answered cases"), "cases": cases} if cases else None
