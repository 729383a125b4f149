"""Phrases that mean a body or somebody in it: 镇农技站站长, 下沙棠村支书, 派出所, read at a place.

Neighbouring names and words make one phrase. Its last word says what is meant, those before it say where
and whose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.routing.engine.plain import Unit
from intake.routing.engine.scanner import Hit
from intake.routing.engine.wording import Office
from intake.routing.engine.world import (
    COUNTY_GOVERNMENT,
    DISCIPLINE_COMMISSION,
    DISPATCHED_DISCIPLINE,
    PETITION_OFFICE,
    SERVICE_CENTRE,
    SUPERIORS,
    TOWNSHIP_DISCIPLINE,
    TOWNSHIP_GOVERNMENT,
    VILLAGE_COMMITTEE,
    Site,
    World,
)

_LEVEL_OF_KIND = {
    VILLAGE_COMMITTEE: "village",
    TOWNSHIP_GOVERNMENT: "township",
    TOWNSHIP_DISCIPLINE: "township_discipline",
    DISPATCHED_DISCIPLINE: "dispatched_discipline",
    DISCIPLINE_COMMISSION: "discipline",
    COUNTY_GOVERNMENT: "county",
    PETITION_OFFICE: "petition_office",
}
_KIND_OF_LEVEL = {level: kind for kind, level in _LEVEL_OF_KIND.items()}
# Levels with one unit for each township, and with one for the county.
_TOWNSHIP_LEVELS = frozenset({"township", "township_discipline"})
_COUNTY_LEVELS = frozenset({"discipline", "county", "petition_office"})
_NO_OFFICE = frozenset({"", "private", "court", "superior"})
_PERSONS = frozenset({"leader", "staff"})
_PARTS_OF_A_VILLAGE = frozenset({"group", "grid"})


@dataclass(frozen=True)
class Phrase:
    """What a phrase means.

    ``level`` is who manages it, ``rank`` its standing there, ``unit`` the body, ``department`` that of an
    institution such as a school; ``bare`` says that only custom tells whose post it is.
    """

    start: int
    end: int
    text: str
    level: str = ""
    rank: str = ""
    unit: str = ""
    department: str = ""
    place: str = ""
    named: bool = False
    bare: bool = False

    @property
    def is_public(self) -> bool:
        """Whether it means somebody with a public office."""
        return self.level not in _NO_OFFICE

    @property
    def is_person(self) -> bool:
        return self.rank in _PERSONS


class Reader:
    """Reads phrases in texts about one place."""

    def __init__(self, world: World, site: Site) -> None:
        self._world = world
        self._site = site
        self._joints = world.wording.words("marks", "joints")

    def phrases(self, text: str) -> Iterator[Phrase]:
        """The phrases of a text, from left to right."""
        chain: list[Hit] = []
        for hit in self._world.names.longest(self._world.wording.fold(text)):
            if chain and text[chain[-1].end : hit.start] not in self._joints:
                yield self._read(chain, text)
                chain = []
            chain.append(hit)
        if chain:
            yield self._read(chain, text)

    def body_of_place(self, phrase: Phrase) -> Phrase:
        """A village or township named by itself, read as the body that answers for it."""
        site = self._world.site(phrase.place)
        level = "village" if site.village else "township" if site.township else "county"
        return self._settled(replace(phrase, level=level, rank="body", named=True))

    def _read(self, chain: list[Hit], text: str) -> Phrase:
        start, end = chain[0].start, chain[-1].end
        phrase = Phrase(start, end, text[start:end])
        for hit in chain:
            phrase = self._with(phrase, hit.phrase)
        return self._settled(phrase)

    def _with(self, phrase: Phrase, word: str) -> Phrase:
        """The meaning of the phrase once ``word`` has been added to it."""
        world = self._world
        if word in world.units_named:
            return self._with_unit(phrase, word)
        if word in world.wording.offices:
            return self._with_office(phrase, world.wording.offices[word], word)
        if word in world.places_named:
            return replace(phrase, place=self._nearest_place(world.places_named[word]))
        if phrase.is_person and phrase.is_public:
            return phrase  # an official's firm is still the official's
        return replace(phrase, level="private", rank="", unit="", department="")

    def _with_unit(self, phrase: Phrase, word: str) -> Phrase:
        code = self._nearest_unit(self._world.units_named[word])
        level, unit = self._level(self._world.units[code])
        whole = word.endswith(self._world.wording.words("bodies", "endings")) or level == "village"
        return replace(phrase, level=level, rank="body" if whole else "inner", unit=unit, named=True)

    def _level(self, unit: Unit) -> tuple[str, str]:
        """The level of a unit and the unit meant: a county's service centre is its petition office's."""
        if unit.kind in SUPERIORS:
            return "superior", unit.code
        if unit.kind != SERVICE_CENTRE:
            return _LEVEL_OF_KIND.get(unit.kind, "department"), unit.code
        site = self._world.site(unit.region)
        if site.village or site.township:
            return "village" if site.village else "township", unit.code
        return "petition_office", self._world.in_region(PETITION_OFFICE, site.county)

    def _with_office(self, phrase: Phrase, office: Office, word: str) -> Phrase:
        if office.level == "context":
            return self._with_post(phrase, office, word)
        department = self._world.called(office.of) if office.of else ""
        same = phrase.level == office.level and (not department or phrase.unit == department)
        unit = phrase.unit if same else department if office.level == "department" else ""
        return replace(phrase, level=office.level, rank=office.rank, unit=unit, department=department)

    def _with_post(self, phrase: Phrase, office: Office, word: str) -> Phrase:
        """A post such as 主任: of the body before it, else of the place before it, else by custom."""
        if phrase.level:
            if phrase.rank != "body":
                return phrase
            return replace(phrase, rank="leader" if office.rank == "leader" else "staff")
        if phrase.place:
            level = self._world.places[phrase.place].level
            level = "village" if level in _PARTS_OF_A_VILLAGE else level
            return replace(phrase, level=level, rank=office.rank)
        for level, words in self._world.wording.lists["bare_posts"].items():
            if word in words:
                return replace(phrase, level=level, rank="staff", bare=True)
        return phrase

    def _settled(self, phrase: Phrase) -> Phrase:
        """The phrase with the unit that its level means at its place."""
        if phrase.unit:
            return phrase
        site = self._world.site(phrase.place) if phrase.place else self._site
        if phrase.level == "village":
            village = site.village or self._site.village
            return replace(phrase, unit=self._world.current(village))
        if phrase.level in _TOWNSHIP_LEVELS:
            township = site.township or self._site.township
            return replace(phrase, unit=self._world.in_region(_KIND_OF_LEVEL[phrase.level], township))
        if phrase.level in _COUNTY_LEVELS:
            county = site.county or self._site.county
            return replace(phrase, unit=self._world.in_region(_KIND_OF_LEVEL[phrase.level], county))
        return phrase

    def _nearest_place(self, places: tuple[str, ...]) -> str:
        """Of several places of one name, the one in which the case lies, or else the nearest."""
        return max(places, key=lambda code: self._nearness(code))

    def _nearest_unit(self, units: tuple[str, ...]) -> str:
        return max(units, key=lambda code: self._nearness(self._world.units[code].region))

    def _nearness(self, place: str) -> tuple[int, bool]:
        path = self._world.site(place).path
        shared = sum(one == other for one, other in zip(path, self._site.path, strict=False))
        return shared, place in self._site.path
