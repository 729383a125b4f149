"""What tests of the officers' desk share: addresses of a case, and many cases at once."""

from __future__ import annotations

import datetime
from typing import Any

import factories
from django.urls import reverse
from django.utils import timezone

from intake.petitions import keyring, numbers
from intake.petitions.models import CaseKey, Petition
from regions.models import Region

QUEUE = "workbench:queue"
# What somebody at a desk types of a matter that was brought there, but for how it came.
BROUGHT = {
    "language": "zh-hans",
    "petition_class": "appeal",
    "title": "高标准农田的渠比田高",
    "body": "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。",
    "region": factories.VILLAGE,
    "identity": "named",
    "name": "覃老六",
    "phone": "199 0001 0009",
    "truth": "on",
    "privacy": "on",
}


def address(petition: Petition, page: str = "case", *more: object) -> str:
    """The address of a page of a case."""
    return reverse(f"workbench:{page}", args=[petition.shown_number, *more])


def do(petition: Petition, action: str) -> str:
    """The address at which an action is carried out."""
    return address(petition, "do", action)


def seen(petition: Petition) -> dict[str, Any]:
    """What a form of the case carries, as the case is now."""
    return {"seen": Petition.objects.get(pk=petition.pk).version}


def many(count: int, state: str = "registered", **given: Any) -> None:
    """Store cases straight in the tables, by default of the petition office, a day between their deadlines."""
    office = factories.unit(factories.PETITION_OFFICE)
    village = Region.objects.get(code=factories.VILLAGE)
    today, start = timezone.localdate(), timezone.now() - datetime.timedelta(days=60)
    rows = []
    for place in range(count):
        values: dict[str, Any] = {
            "number": numbers.draw_number(2026),
            "petition_class": "appeal",
            "channel": "web",
            "region": village,
            "owner": office,
            "title": "水渠",
            "body": "水渠坏了",
            "title_masked": f"水渠第{place:03d}段",
            "body_masked": "水渠坏了",
            "submitted_at": start + datetime.timedelta(minutes=place),
            "state": state,
            "next_due": today + datetime.timedelta(days=place - 20),
        }
        rows.append(Petition(**(values | given)))
    Petition.objects.bulk_create(rows)
    CaseKey.objects.bulk_create(
        CaseKey(
            petition=row,
            key=f"o:{row.owner_id}",
            **keyring.listed(row, row.owner_id),
        )
        for row in rows
    )
