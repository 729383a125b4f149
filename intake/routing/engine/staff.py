"""Members of staff whom a text names: their names are known, and a text need not say where they work.

Who stands in the text of a report is kept from it, whatever it says of them. Elsewhere only a sentence counts that
charges somebody; and complained of by name is only who stands in one that charges with something grave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.routing.engine.plain import Party
from intake.routing.engine.reading import Reading, Sentence
from intake.routing.engine.scanner import Folding, Scanner

SHORTEST_NAME = 2
# A name that short is often a part of another word: what stands around it must look like the edge of a name.
_UNSURE = 2
# No name goes on behind these.
_BREAKS = re.compile(r"[，、,：:（）()“”\"《》]+")
_SPAN = 6
_BRACKET = re.compile(r"[(（\[［【〔<《]")


def plain(words: str) -> str:
    """Words without what tells no name from another: width, case, spaces, dots and other marks."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(character for character in folded if character.isalnum())


def name_of(called: str) -> str:
    """The plain name of somebody: what an operator put in brackets behind it is none of it."""
    return plain(_BRACKET.split(called, maxsplit=1)[0]) or plain(called)


class Names:
    """Names of staff, ready to be found in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {name_of(name) for name in names}
        self._scanner = Scanner((name for name in known if len(name) >= SHORTEST_NAME), Folding(()))

    def places(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Each name that the text has, with the words before and after it; of two that overlap, the longer one."""
        for piece in map(plain, _BREAKS.split(text)):
            for hit in self._scanner.longest(piece):
                yield hit.phrase, piece[max(0, hit.start - _SPAN) : hit.start], piece[hit.end :][:_SPAN]


@dataclass(frozen=True)
class _Edges:
    """The words of the wording file that stand before and after a name."""

    reading: Reading

    def look_like_a_name(self, name: str, before: str, after: str) -> bool:
        """Whether what stands around two characters lets them be a name: 举报李明收了, but not 安全 in 安全隐患."""
        if len(name) > _UNSURE:
            return True
        words = self.reading.world.wording
        ends = words.lists["persons"]["ends"]
        deeds = (*words.words("wrongdoing", "accusing"), *words.words("wrongdoing", "grave"), *words.offices)
        opens = not before or before[-1] in ends + words.lists["persons"]["opens"] or before.endswith(deeds)
        closes = (
            not after or after[0] in ends or after.startswith((*deeds, *words.words("persons", "goes_on")))
        )
        return opens and closes


def named(reading: Reading, names: Names, *, report: bool, known: Iterable[Party] = ()) -> list[Party]:
    """Those of the staff whom the text names, but for who is ``known`` by that name already.

    ``report`` says that it reports wrongdoing. Who is only mentioned has no ``person``, but a ``mention``.
    """
    edges = _Edges(reading)
    said = [plain(words) for party in known for words in (party.person, party.mention) if words]
    found: dict[str, bool] = {}
    for sentence in reading.sentences:
        for name, before, after in names.places(sentence.text):
            if not edges.look_like_a_name(name, before, after) or any(name in words for words in said):
                continue
            grave, slight = _charges(reading, sentence)
            if report or grave or slight:
                found[name] = found.get(name, False) or (grave and not _only_asked(reading, before, after))
    return [
        Party(unit="", person=name if meant else "", mention=name, kind="named", source="text")
        for name, meant in found.items()
    ]


def _charges(reading: Reading, sentence: Sentence) -> tuple[bool, bool]:
    """Whether a sentence charges somebody with something grave, and with something slight."""
    evidence = reading.world.wrongdoing.evidence(sentence.text)
    # 纪委 speaks of wrongdoing, and of nothing at all in the name of a body.
    bodies = [phrase.text for phrase in sentence.phrases]
    grave = [word for word in evidence.words if not any(word in body for body in bodies)]
    return bool(grave), bool(evidence.slight)


def _only_asked(reading: Reading, before: str, after: str) -> bool:
    """Whether the sentence turns to whoever is named; 举报 ends like 报, which does."""
    words = reading.world.wording.words
    if before.endswith(words("wrongdoing", "accusing")):
        return False
    return before.endswith(words("asking", "before")) or after.startswith(words("asking", "after"))
