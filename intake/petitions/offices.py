"""Which offices stand at the door: the petition office, the discipline intake, and the intake's superior."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Organisation, Region
from regions.snapshot import Snapshot, Unit, snapshot

from .errors import RuleViolation

Kind = Organisation.Kind

# That there is an accusation is nothing for them, nor how many there are.
KNOW_OF_NO_ACCUSATION = frozenset({Kind.PETITION_OFFICE, Kind.SERVICE_CENTRE})


def petition_office(region: Region) -> Organisation:
    """The petition office (信访局) that takes what happens in a region. Raises ``RuleViolation`` if there is none."""
    tree = snapshot()
    return _organisation(tree, _serving(tree, region.path, Kind.PETITION_OFFICE).id)


def petition_office_of(unit_id: int) -> Organisation:
    """The petition office for the place of a unit. Raises ``RuleViolation`` if there is none."""
    tree = snapshot()
    return _organisation(tree, _serving(tree, tree.units[unit_id].region_path, Kind.PETITION_OFFICE).id)


def county_government(region: Region) -> Organisation | None:
    """The local government to which what is urgent is reported (article 25); None while the tree has none there."""
    tree = snapshot()
    try:
        return _organisation(tree, _serving(tree, region.path, Kind.COUNTY_GOVERNMENT).id)
    except RuleViolation:
        return None


def discipline_intake(region: Region, barred: set[int]) -> Organisation:
    """The discipline intake (纪委监委信访室) for a region, or its superior's sealed queue when it is barred itself.

    Row S8: an accusation against the county's discipline body skips the county. Where the superior is
    barred too, or there is none, it is given all the same: being barred it holds no key, and the case stays closed to
    everybody. A bar must never fail for want of an office.
    """
    tree = snapshot()
    unit = _serving(tree, region.path, Kind.DISCIPLINE_COMMISSION)
    if unit.id not in barred:
        return _organisation(tree, unit.id)
    line = [*_superiors(tree, unit.id), _organisation(tree, unit.id)]
    return next((superior for superior in line if superior.pk not in barred), line[0])


def _serving(tree: Snapshot, path: str, kind: str) -> Unit:
    """The nearest unit of a kind in force today whose region holds the one of this path."""
    today = timezone.localdate()
    serving = [
        unit
        for unit in tree.units.values()
        if unit.kind == kind and path.startswith(unit.region_path) and unit.is_current(today)
    ]
    if not serving:
        raise RuleViolation(
            ("region", _("Choose a place inside the county: no office here serves this one."))
        )
    return max(serving, key=lambda unit: (len(unit.region_path), unit.code))


def _superiors(tree: Snapshot, unit_id: int) -> list[Organisation]:
    """Those that watch over a discipline commission and are in force today, kept as the rows are."""
    kept = _of(tree).superiors
    if unit_id not in kept:
        found = Organisation.objects.filter(supervises=unit_id, kind=Kind.SUPERIOR_DISCIPLINE)
        kept[unit_id] = list(found.order_by("code"))
    return [one for one in kept[unit_id] if one.is_current()]


def _organisation(tree: Snapshot, pk: int) -> Organisation:
    """The row of a unit, read once for as long as the tree stays as it is."""
    kept = _of(tree).rows
    if pk not in kept:
        kept[pk] = Organisation.objects.get(pk=pk)
    return kept[pk]


@dataclass
class _Kept:
    """What was read of the tree with this mark."""

    token: Any
    rows: dict[int, Organisation] = field(default_factory=dict)
    superiors: dict[int, list[Organisation]] = field(default_factory=dict)


def _of(tree: Snapshot) -> _Kept:
    global _kept
    if _kept.token != tree.token:
        _kept = _Kept(tree.token)
    return _kept


_kept = _Kept(None)
