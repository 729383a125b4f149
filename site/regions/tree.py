"""Who stands under whom (隶属关系), as recusal (回避) needs it.

A petition that names a body must reach neither that body nor anybody under it. "Under" is wider than the
lines of an organisation chart:

- under a village is what lies in it: its service station shares its desk (its groups and grids are no
  bodies);
- under a township government is every organisation that lies in the township, but not the discipline unit
  there, which answers to the county;
- under the petition office are the service centres that register for it;
- under the county government is all of the county but the discipline units;
- under any other body are those whose parent it is, and theirs. A discipline unit is under discipline units
  alone.

A body that has ended counts with the one that succeeded it: its people may still have their old memberships. For
recusal a successor counts from the day on which it is entered: it would get the case just before it takes over
those whom the case is about.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from .models import Organisation, Region
from .snapshot import Snapshot, Unit, snapshot

_GOVERNS_ITS_REGION = frozenset(
    {
        Organisation.Kind.COUNTY_GOVERNMENT,
        Organisation.Kind.TOWNSHIP_GOVERNMENT,
        Organisation.Kind.VILLAGE_COMMITTEE,
    }
)

# Whose leaders the county's own discipline side doesn't manage: a report of wrongdoing there is for its superior.
LEADS_ITS_COUNTY = frozenset({Organisation.Kind.COUNTY_GOVERNMENT, Organisation.Kind.DISCIPLINE_COMMISSION})


def current(organisation: Organisation) -> Organisation:
    """The body that does this one's work today: itself, or its last successor if it has ended.

    One that ended without a successor is returned as it is; ``is_current`` tells.
    """
    found = snapshot().current_id(organisation.pk, timezone.localdate())
    return organisation if found == organisation.pk else Organisation.objects.get(pk=found)


def under(organisation: Organisation) -> set[int]:
    """Ids of the organisation itself and of every organisation under it (see the head of this file)."""
    return _closure(snapshot(), organisation.pk)


def barred(organisation: Organisation) -> set[int]:
    """Ids of all who may not know of a petition against a body: those under it, and those at its desk.

    A service centre is a desk of the village or township that it lies in, so that body is barred with it.
    ``under`` leaves it out, because nobody has a right over a whole township for working at its counter.
    """
    return _barred(snapshot(), organisation.pk)


def _barred(tree: Snapshot, organisation: int) -> set[int]:
    found: set[int] = set()
    for accused in _with_successors(tree, organisation):
        found |= _closure(tree, accused)
        for desk in _desks(tree, tree.units[accused]):
            found |= _closure(tree, desk.id)
    return found


def barred_from(accused: Iterable[Organisation], place: Region, *, wrongdoing: bool) -> set[int]:
    """Ids of all who may not know of a petition: the one answer, when it is filed and ever after.

    ``accused`` are the bodies complained of, ``place`` is where the matter lies, ``wrongdoing`` says that the petition
    reports wrongdoing (检举控告). Such a report about the county's leaders, its government or its discipline
    commission is kept from everybody in the county (row S8 of ``intake.routing.engine.discipline``).
    """
    found: set[int] = set()
    for body in accused:
        found |= barred(body)
        if wrongdoing and body.kind in LEADS_ITS_COUNTY:
            tree = snapshot()
            found |= _of_the_county(tree, tree.units[body.pk].region_path, place.path)
    return found


def barring(members_of: set[int], accused: Iterable[int]) -> set[int]:
    """Those of some bodies, by id, a petition against which may not be known to who works in ``members_of``.

    ``barred_from`` asked the other way round, but for its last rule: ``counties_of`` has that.
    """
    tree = snapshot()
    return {body for body in accused if not members_of.isdisjoint(_barred(tree, body))}


def counties_of(members_of: set[int]) -> set[str]:
    """The paths of the counties that some bodies lie in: reports on their leaders are kept from who works there."""
    tree = snapshot()
    paths = [tree.units[unit_id].region_path for unit_id in members_of]
    return {county for county in _counties(tree) if any(path.startswith(county) for path in paths)}


def _of_the_county(tree: Snapshot, own: str, place: str) -> set[int]:
    """All who work in the county of an accused body, and in the one that the matter lies in."""
    counties = {own} | {county for county in _counties(tree) if place.startswith(county)}
    return {unit.id for unit in tree.units.values() if unit.region_path.startswith(tuple(counties))}


def _counties(tree: Snapshot) -> set[str]:
    return {unit.region_path for unit in tree.units.values() if unit.kind in LEADS_ITS_COUNTY}


def _with_successors(tree: Snapshot, unit_id: int) -> list[int]:
    """A body, and whoever is to do its work after it, from the day on which that is entered."""
    found = [unit_id]
    while (following := tree.units[found[-1]].successor_id) is not None and following not in found:
        found.append(following)
    return found


def _closure(tree: Snapshot, root: int) -> set[int]:
    today = timezone.localdate()
    if (root, today) not in tree.closures:
        tree.closures[root, today] = frozenset(_collect(tree, root, today))
    return set(tree.closures[root, today])


def _collect(tree: Snapshot, root: int, day: datetime.date) -> set[int]:
    waiting = [root, tree.current_id(root, day)]
    found: set[int] = set()
    while waiting:
        unit_id = waiting.pop()
        if unit_id in found:
            continue
        found.add(unit_id)
        unit = tree.units[unit_id]
        waiting += [below.id for below in _below(tree, unit) if unit.is_discipline or not below.is_discipline]
        waiting += _ended_into(tree, unit_id, day)
    return found


def _below(tree: Snapshot, unit: Unit) -> Iterator[Unit]:
    for child in tree.children.get(unit.id, ()):
        yield tree.units[child]
    for other in tree.units.values():
        if not other.region_path.startswith(unit.region_path):
            continue
        if unit.kind in _GOVERNS_ITS_REGION or _is_its_centre(unit, other):
            yield other


def _is_its_centre(unit: Unit, other: Unit) -> bool:
    return unit.kind == Organisation.Kind.PETITION_OFFICE and other.kind == Organisation.Kind.SERVICE_CENTRE


def _ended_into(tree: Snapshot, unit_id: int, day: datetime.date) -> list[int]:
    return [before for before in tree.predecessors.get(unit_id, ()) if tree.units[before].is_over(day)]


def _desks(tree: Snapshot, unit: Unit) -> list[Unit]:
    if unit.kind != Organisation.Kind.SERVICE_CENTRE:
        return []
    desk_kinds = {Organisation.Kind.VILLAGE_COMMITTEE, Organisation.Kind.TOWNSHIP_GOVERNMENT}
    return [
        other
        for other in tree.units.values()
        if other.kind in desk_kinds and other.region_path == unit.region_path
    ]
