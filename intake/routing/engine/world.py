"""The county as the rules see it: who is where, who is over whom, who is called what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from intake.routing.engine.matters import Matters
from intake.routing.engine.plain import TOWNSHIP, Leaf, OwnRule, Place, Unit
from intake.routing.engine.scanner import Scanner
from intake.routing.engine.wording import Wording, wording
from intake.routing.engine.wrongdoing import Wrongdoing

VILLAGE_COMMITTEE = "village_committee"
TOWNSHIP_GOVERNMENT = "township_gov"
TOWNSHIP_DISCIPLINE = "township_discipline"
DISPATCHED_DISCIPLINE = "dispatched_discipline"
DISCIPLINE_COMMISSION = "discipline_commission"
SUPERIOR_DISCIPLINE = "superior_discipline"
COUNTY_GOVERNMENT = "county_gov"
PETITION_OFFICE = "petition_office"
SERVICE_CENTRE = "service_center"
DISCIPLINE_KINDS = frozenset(
    {TOWNSHIP_DISCIPLINE, DISPATCHED_DISCIPLINE, DISCIPLINE_COMMISSION, SUPERIOR_DISCIPLINE}
)
SUPERIORS = frozenset({"superior_gov", "superior_petition_office", SUPERIOR_DISCIPLINE})


@dataclass(frozen=True)
class Site:
    """Codes of the village, township and county a matter lies in, empty where the writer was less exact."""

    village: str = ""
    township: str = ""
    county: str = ""
    path: tuple[str, ...] = ()


class World:
    """Places, units, matters and own rules of a county, with the look-ups that the rules need."""

    def __init__(
        self,
        places: Iterable[Place],
        units: Iterable[Unit],
        leaves: Iterable[Leaf],
        own_rules: Iterable[OwnRule],
        barred_from: Callable[[frozenset[str], str, bool], frozenset[str]],
    ) -> None:
        """``barred_from`` gives the codes of all who may not know of a petition: of the units complained of, the place
        of the matter, and whether it reports wrongdoing."""
        self.places = {place.code: place for place in places}
        self.units = {unit.code: unit for unit in units}
        self.leaves = {leaf.code: leaf for leaf in leaves}
        self.own_rules = tuple(own_rules)
        self.barred_from = barred_from
        self.wording: Wording = wording()
        self.matters = Matters(self.leaves.values(), self.wording)
        self.wrongdoing = Wrongdoing(self.wording)

    # --- where --------------------------------------------------------------------------------------------

    def site(self, region: str) -> Site:
        """Where a region lies today; an ended region lies where its successor does."""
        place = self.places.get(region)
        if place is None:
            return Site()
        place = self.places.get(place.current, place)
        by_level = {self.places[code].level: code for code in place.path if code in self.places}
        return Site(
            by_level.get("village", ""), by_level.get("township", ""), by_level.get("county", ""), place.path
        )

    # --- who ----------------------------------------------------------------------------------------------

    def current(self, code: str) -> str:
        """The unit that does this one's work today, or empty when nobody does."""
        unit = self.units.get(code)
        return unit.current if unit else ""

    def in_region(self, kind: str, region: str) -> str:
        """The unit of a kind whose own region this is, or empty."""
        return self._by_kind_and_region.get((kind, region), "")

    def superior_discipline(self, commission: str) -> str:
        """The named superior (上级纪委), whose sealed queue takes what concerns the commission."""
        over = (unit for unit in self.units.values() if unit.kind == SUPERIOR_DISCIPLINE)
        return next((unit.current for unit in over if commission in unit.supervises), "")

    def dispatched_to(self, unit: str) -> str:
        """The dispatched discipline unit (派驻机构) that watches a unit, or empty."""
        groups = (group for group in self.units.values() if group.kind == DISPATCHED_DISCIPLINE)
        return next((group.current for group in groups if unit in group.supervises), "")

    def is_discipline(self, unit: str) -> bool:
        """Whether a unit is a discipline unit (纪检监察机构)."""
        return unit in self.units and self.units[unit].kind in DISCIPLINE_KINDS

    def department(self, code: str, site: Site) -> str:
        """The unit that a code of the category table means at a place, or empty when there is none."""
        if code == TOWNSHIP:
            return self.in_region(TOWNSHIP_GOVERNMENT, site.township) if site.township else ""
        return self.current(code)

    def called(self, name: str) -> str:
        """The unit of this name or alias, or whose names end so; empty when there are none or several."""
        codes = set(self.units_named.get(name, ()))
        if not codes:
            ending = (found for known, found in self.units_named.items() if known.endswith(name))
            codes = {code for found in ending for code in found}
        return next(iter(codes)) if len(codes) == 1 else ""

    # --- names --------------------------------------------------------------------------------------------

    @cached_property
    def units_named(self) -> dict[str, tuple[str, ...]]:
        """Names to the units that bear them today. A village's own name is a place, and no unit's."""
        found: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.kind == VILLAGE_COMMITTEE:
                continue
            for name in _halves(unit.names):
                if unit.current and unit.current not in found.setdefault(name, []):
                    found[name].append(unit.current)
        for place in self.places.values():
            for name in place.names[2:] if place.level == "village" else ():
                if place.current in self.units:
                    found.setdefault(name, []).append(place.current)
        return {name: tuple(codes) for name, codes in found.items()}

    @cached_property
    def places_named(self) -> dict[str, tuple[str, ...]]:
        """Names to the places that bear them, as they are today."""
        found: dict[str, list[str]] = {}
        for place in self.places.values():
            names = place.names[:2] if place.level == "village" else place.names
            for name in names:
                if place.current not in found.setdefault(name, []):
                    found[name].append(place.current)
        return {name: tuple(codes) for name, codes in found.items()}

    @cached_property
    def names(self) -> Scanner:
        """Finds the names of units and places, and the words for offices, in a text."""
        phrases = {
            *self.units_named,
            *self.places_named,
            *self.wording.offices,
            *self.wording.words("private", "words"),
        }
        return Scanner(phrases, self.wording.fold)

    @cached_property
    def _by_kind_and_region(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for unit in self.units.values():
            if unit.current == unit.code:
                found.setdefault((unit.kind, unit.region), unit.code)
        return found


def _halves(names: Iterable[str]) -> set[str]:
    """Full names, and for two bodies in one office each half by itself."""
    return {part for name in names for part in (name, *name.split())}
