"""A petition read at its place: its sentences with the bodies they mention, and whom it turns to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from intake.routing.engine.phrases import Phrase, Reader
from intake.routing.engine.plain import TOWNSHIP, Petition
from intake.routing.engine.world import Site, World

# How far before a body the words stand that ask it to act.
_REQUEST_SPAN = 4


@dataclass(frozen=True)
class Sentence:
    """A sentence and the phrases in it that mean a body or somebody in one."""

    text: str
    phrases: tuple[Phrase, ...]

    def before(self, phrase: Phrase, span: int) -> str:
        return self.text[max(0, phrase.start - span) : phrase.start]

    def after(self, phrase: Phrase, span: int) -> str:
        return self.text[phrase.end : phrase.end + span]


class Reading:
    """One petition with all that the rules ask of its words, each read once."""

    def __init__(self, world: World, petition: Petition) -> None:
        self.world = world
        self.petition = petition
        self.site: Site = world.site(petition.region)
        self.reader = Reader(world, self.site)

    @cached_property
    def folded(self) -> str:
        return self.world.wording.fold(self.petition.text)

    def spoken(self, words: Iterable[str]) -> list[str]:
        """Those of the words that the text has."""
        fold = self.world.wording.fold.word
        return [word for word in dict.fromkeys(words) if fold(word) in self.folded]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        ends = self.world.wording.any_of("sentence_ends")
        texts = (text for text in re.split(ends, self.petition.text) if text)
        return tuple(Sentence(text, tuple(self.reader.phrases(text))) for text in texts)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The units that are asked to act: by the field 希望由谁处理, or else by the text."""
        return tuple(dict.fromkeys(unit for unit in self._asked() if unit))

    def _asked(self) -> Iterator[str]:
        words = self.world.wording
        wish = self.petition.target_body.strip()
        if wish:
            yield from (phrase.unit for phrase in self.reader.phrases(wish))
            if wish in words.words("asking", "township"):
                yield self.world.department(TOWNSHIP, self.site)
            return
        requests = words.words("asking", "requests")
        for sentence in self.sentences:
            for phrase in sentence.phrases:
                if phrase.is_public and sentence.before(phrase, _REQUEST_SPAN).endswith(requests):
                    yield phrase.unit

    @property
    def asks_the_county(self) -> bool:
        """Whether it asks the county as such, or for a rule that is to hold for everybody in it."""
        words = self.world.wording
        wish = self.petition.target_body.strip()
        return wish in words.words("asking", "county") or bool(
            self.spoken(words.words("asking", "for_everybody"))
        )
