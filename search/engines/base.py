"""What a search engine does for this site, whichever it is: keep tokens, find keys, count facets.

An engine keeps no text: what a result shows comes from its source when it is shown. So an engine that is late can show
nothing that was withdrawn, and what it keeps can't be read as the text it was made from.
"""

from __future__ import annotations

import abc
import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from search.query import Query
from search.text import Terms

# Kind and id of a document.
Key = tuple[str, str]
FACETS = ("kind", "region", "category", "year", "organisation")
# So far one may leaf through results by relevance; by date there is no end.
DEEPEST = 1_000
# The most values of a facet that are counted; a county has some hundred villages.
MOST_VALUES = 1_000


class EngineFault(Exception):
    """The engine can't answer. ``words`` says why, for an operator."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NoIndex(EngineFault):
    """There is no index that could be asked, or it can't be read: it has to be built."""


class Busy(EngineFault):
    """Somebody else is building the index at the moment."""


class BadCursor(Exception):
    """The cursor was not given out by this engine, or leads too far."""


@dataclass(frozen=True)
class Entry:
    """One document as an engine keeps it. ``regions``: the codes of its region and of all above it."""

    key: Key
    title: Terms
    text: Terms
    published_on: datetime.date
    regions: tuple[str, ...] = ()
    category: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked of the index. ``filters``: a value for any of the facets; a region stands for all below it.

    ``most``: with many words, one that finds the greater half of them counts.
    """

    query: Query = field(default_factory=Query)
    filters: Mapping[str, str] = field(default_factory=dict)
    newest: bool = False
    most: bool = False
    size: int = 10
    cursor: str = ""


@dataclass(frozen=True)
class Answer:
    """What was found: the keys of one page, and for each facet how many there are of each value if all filters but
    its own apply, the most frequent first. ``next`` is the cursor of the next page, or nothing.

    ``kinds``: of each category that was counted a kind whose source can say what it is called.
    """

    total: int
    keys: list[Key]
    facets: dict[str, dict[str, int]]
    kinds: dict[str, str]
    next: str = ""


@dataclass(frozen=True)
class State:
    """How the index is. ``fault`` is empty while it can be asked; ``built`` is another after each rebuild."""

    built: str = ""
    indexed_at: datetime.datetime | None = None
    rebuilding: bool = False
    fault: str = ""


# Says what of these documents is public now. Asked by the engine while nobody else can write.
Look = Callable[[Collection[Key]], Iterable[Entry]]


class Engine(abc.ABC):
    """A search engine. Every method may raise ``EngineFault``."""

    name: str

    @abc.abstractmethod
    def search(self, question: Question) -> Answer:
        """Find. Raises ``BadCursor``."""

    @abc.abstractmethod
    def count(self, question: Question) -> int:
        """How many documents a question finds."""

    @abc.abstractmethod
    def vocabulary(self) -> list[str]:
        """Words of titles, from which a better spelling is guessed; a bounded number."""

    @abc.abstractmethod
    def update(self, keys: Collection[Key], look: Look) -> None:
        """Bring these documents up to date: those that ``look`` gives are replaced, the others removed."""

    @abc.abstractmethod
    def rebuild(self, everything: Callable[[], Iterable[Entry]], look: Look) -> int:
        """Build the index anew beside the one that answers, then put it in its place. Returns its documents.

        What ``update`` is told meanwhile is in the new index too. Raises ``Busy`` when it is being built already.
        """

    @abc.abstractmethod
    def state(self) -> State:
        """How the index is; never raises for what is wrong with it."""
