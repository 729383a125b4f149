"""Which offices stand at the door: the petition office, the discipline intake, and the intake's superior."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.models import Organisation, Region
from regions.snapshot import Snapshot, Unit, snapshot

from .errors import RuleViolation

Kind = Organisation.Kind

# Section 14 of the rules: that there is an accusation is nothing for them, nor how many there are.
KNOW_OF_NO_ACCUSATION = frozenset({Kind.PETITION_OFFICE, Kind.SERVICE_CENTRE})


def petition_office(region: Region) -> Organisation:
    """The petition office (信访局) that takes what happens in a region. Raises ``RuleViolation`` if there is none."""
    tree = snapshot()
    return _organisation(tree, _serving(tree, region, Kind.PETITION_OFFICE).id)


def county_government(region: Region) -> Organisation:
    """The local government to which what is urgent is reported (article 25). Raises ``RuleViolation`` if none."""
    tree = snapshot()
    return _organisation(tree, _serving(tree, region, Kind.COUNTY_GOVERNMENT).id)


def discipline_intake(region: Region, barred: set[int]) -> Organisation:
    """The discipline intake (纪委监委信访室) for a region, or its superior's sealed queue when it is barred itself.

    Section 15, row S8: an accusation against the county's discipline body skips the county. Where the superior is
    barred too, or there is none, it is given all the same: being barred it holds no key, and the case stays closed to
    everybody. A bar must never fail for want of an office.
    """
    tree = snapshot()
    unit = _serving(tree, region, Kind.DISCIPLINE_COMMISSION)
    if unit.id not in barred:
        return _organisation(tree, unit.id)
    superiors = Organisation.objects.current().filter(supervises=unit.id, kind=Kind.SUPERIOR_DISCIPLINE)
    line = [*superiors.order_by("code"), _organisation(tree, unit.id)]
    return next((superior for superior in line if superior.pk not in barred), line[0])


def _serving(tree: Snapshot, region: Region, kind: str) -> Unit:
    """The nearest unit of a kind in force today whose region holds this one."""
    today = timezone.localdate()
    serving = [
        unit
        for unit in tree.units.values()
        if unit.kind == kind and region.path.startswith(unit.region_path) and unit.is_current(today)
    ]
    if not serving:
        raise RuleViolation(
            ("region", _("Choose a place inside the county: no office here serves this one."))
        )
    return max(serving, key=lambda unit: (len(unit.region_path), unit.code))


def _organisation(tree: Snapshot, pk: int) -> Organisation:
    """The row of a unit, read once for as long as the tree stays as it is."""
    global _rows
    if _rows[0] != tree.token:
        _rows = (tree.token, {})
    if pk not in _rows[1]:
        _rows[1][pk] = Organisation.objects.get(pk=pk)
    return _rows[1][pk]


_rows: tuple[Any, dict[int, Organisation]] = (None, {})
