"""What the rooms give the search: a document for each thing that is public, from a source for each kind of thing.

A source always tells what is public now. The index may lag behind it, and then what is found is asked for again: so
that what was withdrawn is shown to nobody.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """A public thing as the search knows it: already without what the public is not shown."""

    kind: str
    id: str
    title: str
    url: str  # its Chinese address: a path without the prefix of a language
    text: str
    published_on: datetime.date
    region: str = ""  # code of the region that it is about
    category: str = ""  # a key of its source
    organisation: str = ""  # code of the organisation that published or answered
    also: str = ""  # other words that find it and are not shown: other names of a place


class Source(Protocol):
    """Where documents of one kind come from. Registered by its room in ``AppConfig.ready``."""

    kind: str

    @property
    def label(self) -> str | Promise:
        """What the visitor reads for its kind, in the plural."""

    def documents(self) -> Iterator[Document]:
        """Everything that is public now, in bounded memory: for building the index anew."""

    def find(self, ids: Sequence[str]) -> Iterable[Document]:
        """Those of some ids that are public now, in any order."""

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        """The ids of what is public now and whose document is another when one of these regions, by code, or a body
        in one, has another name or stands elsewhere. In bounded memory.
        """

    def category_label(self, key: str) -> str:
        """What a category is called in the visitor's language; the key itself if it is not known any more."""


class DuplicateSource(ValueError):
    """Two rooms chose one kind."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Have the search know a source. Raises ``DuplicateSource`` for a kind that another one has."""
    if _sources.setdefault(source.kind, source) is not source:
        raise DuplicateSource(source.kind)


def sources() -> dict[str, Source]:
    """The sources by kind, in the order in which they were registered."""
    return dict(_sources)
