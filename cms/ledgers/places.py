"""Which village a line of a form names."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from regions.models import Region

# A village says more than the township that stands beside it.
_RANK = {Region.Level.VILLAGE: 0, Region.Level.TOWNSHIP: 1, Region.Level.COUNTY: 2}


class Places:
    """The regions in force, by all their names; read from the database when first asked."""

    @cached_property
    def _named(self) -> dict[str, list[Region]]:
        """Regions by name, the longest names first: 荷叶埂 in 荷叶埂村 says nothing more."""
        named: dict[str, list[Region]] = defaultdict(list)
        for region in Region.objects.current().filter(level__in=list(_RANK)):
            for name in {region.name, region.short_name, *region.aliases}:
                named[name].append(region)
        return {name: named[name] for name in sorted(named, key=len, reverse=True) if len(name) > 1}

    def find(self, text: str) -> str | None:
        """The code of the smallest region that the text names; None for none, or where two could be meant."""
        rest, found = re.sub(r"\s", "", text), []
        for name, regions in self._named.items():
            if name in rest:
                found += regions
                rest = rest.replace(name, "|")
        if not found:
            return None
        smallest = min(_rank(region) for region in found)
        nearest = {region for region in found if _rank(region) == smallest}
        if len(nearest) > 1:  # two villages of one name: the township beside it decides
            above = [region.path for region in found if region not in nearest]
            nearest = {one for one in nearest if any(one.path.startswith(path) for path in above)}
        return nearest.pop().code if len(nearest) == 1 else None


def _rank(region: Region) -> int:
    return _RANK[Region.Level(region.level)]
