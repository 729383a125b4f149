"""The commands that change regions and organisations, and keep the two in step.

Every village and community is two things: a region, and the organisation that answers for it (村民委员会 /
居民委员会 with its branch and co-operative: one desk). The organisation follows the region; nobody edits it
apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Organisation, Region
from .snapshot import telling

# What the committee has from its village, field by field.
_SHARED = ("name", "short_name", "aliases", "valid_from", "valid_to", "note")


@transaction.atomic
def save_region(region: Region) -> None:
    """Store a new or changed region, and bring paths and village committees in step."""
    with telling(Region):
        region.path = region.path or path_below(region.parent, region.code)
        region.save()
        settle()
        region.refresh_from_db(fields=["path"])


@transaction.atomic
def save_organisation(organisation: Organisation, supervises: Iterable[Organisation] | None = None) -> None:
    """Store an organisation and whom it supervises (None: as before); bring committees in step."""
    with telling(Organisation):
        organisation.save()
        if supervises is not None:
            organisation.supervises.set(supervises)
        settle()


def path_below(parent: Region | None, code: str) -> str:
    """The path of a region with ``code`` under ``parent``."""
    return f"{parent.path if parent else ''}{code}/"


def settle() -> set[str]:
    """Make paths follow parents, and committees their villages. Returns the codes of committees that changed.

    Belongs in the transaction of the change that makes it needed. Does nothing when all is in step.
    """
    regions = {region.pk: region for region in Region.objects.all()}
    for region in sorted(regions.values(), key=lambda region: len(_ancestry(regions, region))):
        parent = regions[region.parent_id] if region.parent_id is not None else None
        _store(region, path=path_below(parent, region.code))
    villages = [region for region in regions.values() if region.level == Region.Level.VILLAGE]
    return _settle_committees(villages, {region.pk: region.code for region in regions.values()})


def _ancestry(regions: dict[int, Region], region: Region) -> list[int]:
    chain: list[int] = []
    parent_id = region.parent_id
    while parent_id is not None and parent_id not in chain:
        chain.append(parent_id)
        parent_id = regions[parent_id].parent_id
    return chain


def _settle_committees(villages: list[Region], code_of: dict[int, str]) -> set[str]:
    committees = {
        committee.code: committee
        for committee in Organisation.objects.filter(kind=Organisation.Kind.VILLAGE_COMMITTEE)
    }
    governments = _township_governments()
    changed = set()
    for village in villages:
        committee = committees.setdefault(
            village.code, Organisation(code=village.code, kind=Organisation.Kind.VILLAGE_COMMITTEE)
        )
        shared = {name: getattr(village, name) for name in _SHARED}
        parent_id = governments.get(village.parent_id) if village.parent_id is not None else None
        if _store(committee, region_id=village.pk, parent_id=parent_id, **shared):
            changed.add(village.code)
    for village in villages:
        successor = committees.get(code_of.get(village.successor_id or 0, ""))
        if _store(committees[village.code], successor_id=successor.pk if successor else None):
            changed.add(village.code)
    return changed


def _township_governments() -> dict[int, int]:
    """The government of each township region; where an old one stands beside a new one, that in force."""
    today = timezone.localdate()
    found = Organisation.objects.filter(kind=Organisation.Kind.TOWNSHIP_GOVERNMENT).order_by("code")
    by_force = sorted(found, key=lambda government: government.is_current(today))
    return {government.region_id: government.pk for government in by_force}


def _store(row: Region | Organisation, **values: Any) -> bool:
    """Set the values and save the row if that changed anything. Says whether it did."""
    different = {name for name, value in values.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, values[name])
    if different or row.pk is None:
        row.save()
    return bool(different)
