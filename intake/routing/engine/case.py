"""A petition of which class, matter and parties are known: what the rules on who leads go by."""

from __future__ import annotations

from dataclasses import dataclass

from intake.routing.engine.plain import Leaf, OwnRule, Party
from intake.routing.engine.reading import Reading
from intake.routing.engine.world import Site, World


@dataclass(frozen=True)
class Case:
    """``barred``: the codes of all who may not know of it; ``leaf``: None when no matter was made out."""

    reading: Reading
    petition_class: str
    leaf: Leaf | None
    parties: tuple[Party, ...]
    barred: frozenset[str]

    @property
    def world(self) -> World:
        return self.reading.world

    @property
    def site(self) -> Site:
        return self.reading.site

    @property
    def row(self) -> str:
        """The highest row that a party falls under, or empty."""
        return max((party.row for party in self.parties), default="")

    def units(self, row: str) -> list[str]:
        """The units of the parties of a row, institutions by their department."""
        codes = (party.unit or party.department for party in self.parties if party.row == row)
        return list(dict.fromkeys(code for code in codes if code))

    def open_unit(self, code: str) -> str:
        """The unit that a code of the table means here, if it may have the case; else empty."""
        unit = self.world.department(code, self.site)
        return "" if unit in self.barred else unit

    def own_rule(self) -> str:
        """The unit that a region's own rule names for the matter, or empty.

        The nearest region's rule counts, and of its rules the narrowest.
        """
        path = self.site.path
        fitting = [rule for rule in self.world.own_rules if rule.region in path and self._fits(rule)]
        if not fitting:
            return ""
        best = max(fitting, key=lambda rule: (path.index(rule.region), bool(rule.leaf), bool(rule.group)))
        return self.world.current(best.unit)

    def _fits(self, rule: OwnRule) -> bool:
        if rule.petition_class:
            return rule.petition_class == self.petition_class
        if self.leaf is None:
            return False
        return rule.leaf == self.leaf.code if rule.leaf else rule.group == self.leaf.group
