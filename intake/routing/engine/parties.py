"""Who is complained of: bodies and people recognised in the field that asks for them, and in the text.

Recognition bars at once, before anybody confirms it. A name that was typed into the field always counts; a
body in the text counts only where the sentence charges it and does not merely turn to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from intake.routing.engine.phrases import Phrase
from intake.routing.engine.plain import Party, Source
from intake.routing.engine.reading import Reading, Sentence
from intake.routing.engine.world import COUNTY_GOVERNMENT, DISCIPLINE_COMMISSION

_NAME = re.compile(r"[\u4e00-\u9fff·]+")
_LONGEST_NAME = 4
_LONGEST_NICKNAME = 8
# How far before and after a body the words stand that merely turn to it.
_SPAN = 5

_HIGH = frozenset({"body", "leader"})
_ROWS = {
    "village": ("S1", "S1"),
    "township": ("S2", "S3"),
    "department": ("S4", "S5"),
    "institution": ("S4", "S4"),
    "petition_office": ("S6", "S6"),
    "township_discipline": ("S7", "S7"),
    "dispatched_discipline": ("S7", "S7"),
    "discipline": ("S8", "S8"),
    "county": ("S8", "S8"),
}


def row_of(phrase: Phrase) -> str:
    """The row of the rule on discipline units that a party falls under; empty without a public office."""
    return _ROWS.get(phrase.level, ("", ""))[phrase.rank in _HIGH]


class Spotter:
    """Finds the parties of one petition."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._world = reading.world
        self._persons = self._world.wording.lists["persons"]
        self._asked_before = self._world.wording.words("asking", "before")
        self._asked_after = self._world.wording.words("asking", "after")
        opening, closing = (self._world.wording.any_of(f"{side}_quotes") for side in ("opening", "closing"))
        self._nickname = re.compile(f"{opening}(.{{1,{_LONGEST_NICKNAME}}}?){closing}")

    # --- the field ----------------------------------------------------------------------------------------

    def in_field(self) -> list[Party]:
        """Everybody whom the field 被反映人或单位 names."""
        separators = self._world.wording.any_of("separators")
        parts = (part.strip() for part in re.split(separators, self._reading.petition.reported_party))
        found = (party for part in dict.fromkeys(parts) if part for party in self._in_part(part))
        return list(dict.fromkeys(found))

    def _in_part(self, part: str) -> Iterator[Party]:
        phrases = list(self._reading.reader.phrases(part))
        person = self._person_beside(part, phrases)
        public = [phrase for phrase in phrases if phrase.is_public]
        if not public and len(phrases) == 1 and phrases[0].text == part and phrases[0].place:
            public = [self._reading.reader.body_of_place(phrases[0])]
        for phrase in public:
            # A body with a name behind it (民政局王某) is that person, not the body.
            one = replace(phrase, rank="staff") if person and phrase.rank == "body" else phrase
            yield self._party(one, person, self._mention(part, phrase, person), "field")
        if not public:
            yield self._by_the_text(person) or self._unplaced(part, person)

    def _unplaced(self, part: str, person: str) -> Party:
        known = person or part in self._reading.petition.text
        return Party(unit="", person=person or part, mention=part, kind="named" if known else "mentioned")

    def _by_the_text(self, person: str) -> Party | None:
        """A person whom the field gives by name alone, placed by the office that the text puts beside the name."""
        for sentence in self._reading.sentences if person else ():
            for phrase in sentence.phrases:
                beside = sentence.after(phrase, len(person)), sentence.before(phrase, len(person))
                if phrase.is_public and person in beside:
                    one = replace(phrase, rank="staff") if phrase.rank == "body" else phrase
                    return self._party(one, person, person, "field")
        return None

    def _mention(self, part: str, phrase: Phrase, person: str) -> str:
        """The words of the text for a party of the field, or else those of the field."""
        text = self._reading.petition.text
        return next((words for words in (person, phrase.text) if words and words in text), part)

    def _person_beside(self, part: str, phrases: list[Phrase]) -> str:
        """The name of a person in a part of the field: what is left beside the phrases and looks like one."""
        if quoted := self._nickname.search(part):
            return quoted[1]
        edges = [0, *(edge for phrase in phrases for edge in (phrase.start, phrase.end)), len(part)]
        rest = (part[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
        words = (word for piece in rest for word in _NAME.findall(piece) if len(word) <= _LONGEST_NAME)
        return next((name for word in words if (name := self._name_at(word))), "")

    def _name_at(self, text: str) -> str:
        """The name that a text starts with, or empty."""
        persons = self._persons
        first, second, third = text[:1], text[1:2], text[2:3]
        if not second or second in persons["ends"]:
            return ""
        if first in persons["familiar"] and second in persons["surnames"]:
            return text[:2]
        if first not in persons["surnames"] or first in persons["ends"]:
            return ""
        if second == persons["unknown"]:
            return text[:3] if third == persons["unknown"] else text[:2]
        goes_on = bool(third) and third not in persons["ends"] and bool(_NAME.fullmatch(third))
        return text[:3] if goes_on else text[:2]

    # --- the text -----------------------------------------------------------------------------------------

    def in_text(self, *, reported: bool, alone: bool = False) -> list[Party]:
        """Those whom the text charges.

        ``reported``: wrong is reported, so slighter words are enough; ``alone``: and the field names no
        public office, so a village body counts wherever it stands.
        """
        found: dict[tuple[str, str], Party] = {}
        for sentence in self._reading.sentences:
            public = [phrase for phrase in sentence.phrases if phrase.is_public and not phrase.bare]
            if not public:
                continue
            evidence = self._world.wrongdoing.evidence(sentence.text)
            charged = bool(evidence.words) or (reported and bool(evidence.slight))
            for phrase in public:
                meant = charged or (reported and alone and phrase.level == "village")
                if meant and not self._only_asked(phrase, sentence):
                    party = self._charged(phrase, sentence)
                    found.setdefault((party.unit, party.person), party)
        return list(found.values())

    def in_added(self) -> list[Party]:
        """Those whom words charge that are added to a petition whose holder is about to read them.

        Grave words count, and slight ones against a person or with a call for punishment: that a body is slow is no
        report. Whoever is charged so is meant in person, an institution by the department over it.
        """
        punishing = set(self._world.wording.words("wrongdoing", "punishing"))
        found: dict[tuple[str, str], Party] = {}
        for sentence in self._reading.sentences:
            evidence = self._world.wrongdoing.evidence(sentence.text)
            for phrase in sentence.phrases:
                slightly = phrase.is_person or not punishing.isdisjoint(evidence.slight)
                # 纪委 speaks of wrongdoing, and of nothing at all in the name of the body itself.
                words = [word for word in evidence.words if word not in phrase.text]
                complaint = phrase.level == "institution"
                charged = words or (evidence.slight and slightly and not complaint)
                known = phrase.is_public and not phrase.bare
                if known and charged and not self._only_asked(phrase, sentence):
                    party = self._charged(phrase, sentence)
                    meant = replace(party, unit=party.unit or party.department)
                    found.setdefault((meant.unit, meant.person), meant)
        return list(found.values())

    def _only_asked(self, phrase: Phrase, sentence: Sentence) -> bool:
        """Whether the sentence turns to the body, or tells of turning to it, instead of charging it."""
        before, after = sentence.before(phrase, _SPAN), sentence.after(phrase, _SPAN)
        return before.endswith(self._asked_before) or after.startswith(self._asked_after)

    def _charged(self, phrase: Phrase, sentence: Sentence) -> Party:
        person = self._name_at(sentence.after(phrase, _LONGEST_NAME)) if phrase.rank != "body" else ""
        return self._party(phrase, person, phrase.text + person, "text")

    def _party(self, phrase: Phrase, person: str, mention: str, source: Source) -> Party:
        row = row_of(phrase)
        return Party(
            # An institution's department handles complaints about it: only a report of wrongdoing bars it.
            unit="" if phrase.level == "institution" else phrase.unit or self._stands_for(row),
            department=phrase.department,
            person=person,
            mention=mention,
            kind="named" if person or phrase.named else "mentioned",
            source=source,
            row=row,
            rank=phrase.rank,
        )

    def _stands_for(self, row: str) -> str:
        """The body that a party without one is known by: the county's commission or government, one for the other."""
        county = self._reading.site.county
        kinds = (DISCIPLINE_COMMISSION, COUNTY_GOVERNMENT) if row == "S8" else ()
        return next(filter(None, (self._world.in_region(kind, county) for kind in kinds)), "")
