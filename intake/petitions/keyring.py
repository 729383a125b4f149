"""The keys of many cases at once: a change of memberships or of the tree touches every case that bars somebody.

What the keys rest on is read for a batch of cases in one question each, so that what a change costs grows with the
cases alone, and little with each: whoever saves a unit waits for it, and everybody who files or acts waits meanwhile.
What is computed is ``visibility``'s; only what differs is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db.models import QuerySet

from regions import snapshot
from regions.models import Organisation, Region

from . import co_lists, naming, staffing, visibility
from .models import Accused, CaseKey, Handling, Petition, Recusal, Review
from .models.case import CLOSED_STATES

log = structlog.get_logger(__name__)

BATCH = 1_000
# What of a case its keys rest on. Its words are long and encrypted; nobody reads them here.
OF_THE_CASE = (
    "petition_class",
    "owner_id",
    "round",
    "state",
    "next_due",
    "submitted_at",
    "region_id",
    "category_id",
    "merged_into_id",
    "at_superior",
)
# What a key carries of the case for lists.
LISTED = ("state", "next_due", "unit_id", "co", "submitted_at", "petition_class", "category_id", "region_id")


@dataclass
class Ground:
    """What the keys of one case rest on, and those that it has."""

    petition: Petition
    accused: list[Accused] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)  # users kept out whatever they are called
    handlings: list[tuple[int, str, str, int]] = field(
        default_factory=list
    )  # organisation, entry, state, round
    reviews: list[tuple[int | None, int]] = field(default_factory=list)  # organisation, round
    has_co: bool = False
    holders: set[int] = field(default_factory=set)  # intake office and units, barred ones among them
    barred: set[int] = field(default_factory=set)
    present: dict[str, tuple[int, tuple[Any, ...]]] = field(
        default_factory=dict
    )  # id, and what lists sort by
    stages: dict[int, co_lists.Stage] = field(default_factory=dict)  # of co-handlers, by organisation

    def listed(self, key: str) -> tuple[Any, ...]:
        """What lists sort by for who has this key, in the order of ``LISTED``."""
        unit = co_lists.unit_of(key)
        return tuple(listed(self.petition, unit, self.stages.get(unit)).values())

    @property
    def bars(self) -> bool:
        return bool(self.accused or self.apart or self.petition.at_superior)


def listed(petition: Petition, unit: int, own: co_lists.Stage | None = None) -> dict[str, Any]:
    """What a key carries for lists, by the names of ``LISTED``: the case's own, or a co-handler's stage and date."""
    if own is not None:
        values: tuple[Any, ...] = (*own, unit, True)
    else:
        values = (petition.state, petition.next_due, petition.owner_id, False)
    more = (petition.submitted_at, petition.petition_class, petition.category_id, petition.region_id)
    return dict(zip(LISTED, (*values, *more), strict=True))


def refresh(cases: QuerySet[Petition]) -> set[uuid.UUID]:
    """Compute the keys of cases anew and store what differs, a batch at a time.

    Returns the ids of those that are closed to their holder now.
    """
    closed: set[uuid.UUID] = set()
    with snapshot.held():
        found = list(cases.values_list("pk", flat=True))
        for start in range(0, len(found), BATCH):
            batch = _load(found[start : start + BATCH])
            keys = refresh_batch(batch)
            closed |= {one.pk for one in batch if not opens_to(keys[one.pk], one.owner_id)}
    return closed


def joined_to(petition: Petition) -> list[Petition]:
    """The cases that were joined to this one, as ``refresh_batch`` takes them."""
    joined = list(petition.merged.order_by().values_list("pk", flat=True))
    return _load(joined) if joined else []


def _load(pks: Collection[uuid.UUID]) -> list[Petition]:
    """What keys ask of these cases, each with its place."""
    cases = list(Petition.objects.filter(pk__in=pks).only(*OF_THE_CASE))
    places = Region.objects.in_bulk({petition.region_id for petition in cases})
    for petition in cases:
        petition.region = places[petition.region_id]
    return cases


def refresh_batch(petitions: Iterable[Petition]) -> dict[uuid.UUID, set[str]]:
    """Compute the keys of these cases anew, each read with its region, and store what differs.

    Returns the keys that each has now.
    """
    with snapshot.held():
        grounds = _read(list(petitions))
        staff = visibility.Staff.of({pk for one in grounds if one.bars for pk in one.holders})
        wanted = [_wanted(ground, staff) for ground in grounds]
    _store(grounds, wanted)
    return {ground.petition.pk: keys for ground, keys in zip(grounds, wanted, strict=True)}


def opens_to(keys: set[str], holder: int) -> bool:
    """Whether a case with these keys is open to somebody at its holder."""
    return any(key.endswith((f":{holder}", f"@{holder}")) for key in keys)


def _store(grounds: list[Ground], wanted: list[set[str]]) -> None:
    """Write where the keys of these cases differ from those that they have."""
    gone: list[int] = []
    fresh: list[CaseKey] = []
    stale: list[CaseKey] = []
    changed: set[str] = set()
    for ground, keys in zip(grounds, wanted, strict=True):
        for key, (pk, before) in ground.present.items():
            now = ground.listed(key)
            if key not in keys:
                gone.append(pk)
            elif before != now:
                stale.append(CaseKey(pk=pk, **dict(zip(LISTED, now, strict=True))))
                changed |= {name for name, old, new in zip(LISTED, before, now, strict=True) if old != new}
        fresh += [
            CaseKey(petition=ground.petition, key=key, **dict(zip(LISTED, ground.listed(key), strict=True)))
            for key in keys - ground.present.keys()
        ]
    for start in range(0, len(gone), BATCH):
        CaseKey.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    if stale:
        CaseKey.objects.bulk_update(stale, sorted(changed), batch_size=BATCH)
    CaseKey.objects.bulk_create(fresh, batch_size=BATCH)


def _read(petitions: list[Petition]) -> list[Ground]:
    """What the keys of these cases rest on: one question for each kind of row, for all of them."""
    # The cases to which some of these were joined: who has those reads these.
    joined_to = {petition.merged_into_id for petition in petitions if petition.merged_into_id}
    firsts: dict[uuid.UUID | None, Ground] = {}
    if joined_to:
        firsts |= {ground.petition.pk: ground for ground in _read(_load(joined_to))}
    grounds = {petition.pk: Ground(petition) for petition in petitions}
    of_these = {"petition_id__in": list(grounds)}
    _read_accused(grounds, of_these)
    for petition_id, user in Recusal.objects.filter(**of_these).values_list("petition_id", "user_id"):
        grounds[petition_id].apart.add(user)
    present = CaseKey.objects.filter(**of_these).values_list("petition_id", "key", "pk", *LISTED)
    for petition_id, key, pk, *listed in present:
        grounds[petition_id].present[key] = (pk, tuple(listed))
    _read_held(grounds, of_these)
    stages = co_lists.stages(pk for pk, ground in grounds.items() if ground.has_co)
    roll = staffing.roll() if any(ground.accused for ground in grounds.values()) else None
    for pk, ground in grounds.items():
        ground.barred = visibility.barred_organisations(ground.petition, ground.accused, roll)
        intake = visibility.intake_holder(ground.petition, ground.barred)
        if ground.petition.is_accusation and intake <= ground.barred:
            # Of which case, and how many there are, is nothing for a log that people of the county may read.
            log.error("a sealed case has no office")
        ground.stages = stages.get(pk, {})
        ground.holders = intake | visibility.unit_holders(ground.petition, ground.handlings, ground.reviews)
        first = firsts.get(ground.petition.merged_into_id)
        if first is not None and first.petition.is_accusation is ground.petition.is_accusation:
            ground.holders |= first.holders
    return list(grounds.values())


def _read_accused(grounds: dict[uuid.UUID, Ground], of_these: dict[str, Any]) -> None:
    rows = Accused.objects.filter(**of_these).exclude(state=Accused.AccusedState.DISMISSED).order_by()
    bodies = Organisation.objects.in_bulk({row.organisation_id for row in rows} - {None})
    for row in rows:
        row.organisation = bodies[row.organisation_id] if row.organisation_id is not None else None
        grounds[row.petition_id].accused.append(row)
        if row.user_id is not None:
            grounds[row.petition_id].apart.add(row.user_id)


def _read_held(grounds: dict[uuid.UUID, Ground], of_these: dict[str, Any]) -> None:
    handlings = Handling.objects.filter(**of_these).order_by()
    told = handlings.values_list("petition_id", "role", "organisation_id", "entry", "state", "round")
    for petition, role, organisation, entry, state, round_ in told:
        ground = grounds[petition]
        ground.handlings.append((organisation, entry, state, round_))
        ground.has_co |= role == Handling.Role.CO
    reviews = Review.objects.filter(**of_these).order_by()
    for petition, organisation, round_ in reviews.values_list("petition_id", "organisation_id", "round"):
        grounds[petition].reviews.append((organisation, round_))


def _wanted(ground: Ground, staff: visibility.Staff) -> set[str]:
    keys = staff.keys(
        ground.holders - ground.barred, ground.barred, ground.apart, naming.persons(ground.accused)
    )
    if not keys and ground.petition.state not in CLOSED_STATES:
        log.error("an open case is closed to everybody")
    return keys
