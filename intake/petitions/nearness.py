"""Bodies too near to those complained of to be given a report of wrongdoing.

They are not barred: they may know of such a case where it concerns others. But the government above a village knows
its cadres too well (row S11), and the discipline unit of a township shares the house and the secretary with those who
lead that township (row S3).
"""

from __future__ import annotations

from collections.abc import Iterable

from regions.models import Organisation
from regions.snapshot import Unit, snapshot

from . import visibility
from .models import Petition

Kind = Organisation.Kind

# The kind of body that is too near, by the kind of who is complained of, where both lie in one place.
_NEAR = {Kind.TOWNSHIP_GOVERNMENT: Kind.VILLAGE_COMMITTEE, Kind.TOWNSHIP_DISCIPLINE: Kind.TOWNSHIP_GOVERNMENT}
# Why the rules may propose such a discipline unit all the same: staff below leading posts, or the region's own rule.
_BELOW_LEADING_POSTS = frozenset({"discipline_s2_township", "own_rule"})


def too_near(petition: Petition) -> set[int]:
    """Ids of the bodies that a report may not be passed on to, unless the rules themselves propose them."""
    units = snapshot().units
    accused = [units[row.organisation_id] for row in visibility.standing(petition) if row.organisation_id]
    proposed = _proposed(petition)
    return {
        unit.id
        for unit in units.values()
        if unit.code not in proposed.get(unit.kind, ()) and _near(unit, accused)
    }


def too_near_with_joined(petition: Petition) -> set[int]:
    """The same of a report and of those joined to it: whoever gets the first reads them too."""
    return too_near(petition).union(
        *(too_near(joined) for joined in petition.merged.select_related("region"))
    )


def _near(unit: Unit, accused: Iterable[Unit]) -> bool:
    return any(
        _NEAR.get(Kind(unit.kind)) == one.kind
        and (one.region_path.startswith(unit.region_path) or unit.region_path.startswith(one.region_path))
        for one in accused
    )


def _proposed(petition: Petition) -> dict[str, set[str]]:
    """Codes of what was proposed last, by the kinds of ``_NEAR``."""
    proposal = petition.proposals.last()
    rows = proposal.candidates if proposal else []
    below = (row for row in rows if row["reason"]["code"] in _BELOW_LEADING_POSTS)
    return {
        Kind.TOWNSHIP_GOVERNMENT: {row["organisation"] for row in rows},
        Kind.TOWNSHIP_DISCIPLINE: {row["organisation"] for row in below},
    }
