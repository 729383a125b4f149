"""What the home page shows of disclosures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cms.pages import published

SHOWN = 8


def panel() -> dict[str, Any] | None:
    """The newest disclosures; None while there are none."""
    entries = list(published.disclosures()[:SHOWN])
    return {"heading": _("Just published"), "entries": entries} if entries else None
