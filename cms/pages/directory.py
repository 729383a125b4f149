"""The villages of a county by township, as the home page lists them: one query."""

from __future__ import annotations

from dataclasses import dataclass, field

from regions.models import Region

# Beyond this many villages the list names the townships and folds each one's villages.
FOLDED_FROM = 60


@dataclass
class Township:
    """A township and the villages and communities in force in it today."""

    region: Region
    villages: list[Region] = field(default_factory=list)


def townships(county: Region | None) -> list[Township]:
    """The townships of a county by code, each with its villages; empty without a county."""
    if county is None:
        return []
    rows = (
        Region.objects.filter(
            path__startswith=county.path, level__in=[Region.Level.TOWNSHIP, Region.Level.VILLAGE]
        )
        .current()
        .order_by("code")
    )
    found = {row.pk: Township(row) for row in rows if row.level == Region.Level.TOWNSHIP}
    for row in rows:
        if row.level == Region.Level.VILLAGE and row.parent_id in found:
            found[row.parent_id].villages.append(row)
    return list(found.values())


def is_long(directory: list[Township]) -> bool:
    """Whether the list is folded by township."""
    return sum(len(township.villages) for township in directory) > FOLDED_FROM
