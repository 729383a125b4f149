"""What a reviewer has to know of a disclosure beside what the public will see, and what its clerk is told in time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from cms.ledgers.checked import kind_names
from cms.ledgers.models import LedgerVersion
from cms.pages.models import DisclosurePage


@dataclass(frozen=True)
class LetStand:
    """Personal data that a clerk did not cover: where, what it is, and the reason given."""

    table: str
    cell: str
    kinds: str
    reason: str


@dataclass(frozen=True)
class Matters:
    """What decides whether somebody may approve. ``twice`` are tables or disclosures of the same thing and time."""

    hour: datetime.datetime | None = None
    empty: bool = False
    let_stand: list[LetStand] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def matters(page: DisclosurePage) -> Matters:
    """Of a revision that waits, as an object."""
    versions = [one.version for one in page.ledgers.all()]
    stand = [
        LetStand(version.title, one["cell"], kind_names(one["kinds"]), one["reason"])
        for version in versions
        if version.state == LedgerVersion.State.DRAFT
        for one in version.justified
    ]
    empty = not (versions or page.prose().strip() or page.attachments.exists())
    return Matters(page.go_live_at, empty, stand, [*_repeated(versions), *_others(page)])


def _repeated(versions: list[LedgerVersion]) -> list[str]:
    """Tables of one kind and time that stand twice in one disclosure: a correction takes the other's place."""
    seen: set[tuple[object, ...]] = set()
    repeated = []
    for version in versions:
        key = (version.schema, version.region_id, version.period_start, version.period_end)
        if key in seen:
            repeated.append(version.title)
        seen.add(key)
    return repeated


def _others(page: DisclosurePage) -> list[str]:
    """Other disclosures of the place about the same item and time that are public."""
    if page.period_from is None:
        return []
    same = DisclosurePage.objects.live().filter(
        region=page.region, item=page.item, period_from=page.period_from, period_to=page.period_to
    )
    return [one.title for one in same.exclude(pk=page.pk).only("title", "pk")[:5]]
