"""The engine that comes with the site: tantivy, in a folder on this machine, read by every process and written by one.

Whoever writes waits for a lock, opens the writer, commits and lets go. Readers look at the index's own list of segments
before each search, so that what was committed is found at once, by all processes.
"""

from __future__ import annotations

import contextlib
import datetime
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from search.engines import questions
from search.engines.base import (
    DEEPEST,
    FACETS,
    MOST_VALUES,
    Answer,
    BadCursor,
    Engine,
    Entry,
    Key,
    Look,
    NoIndex,
    Question,
    State,
)
from search.engines.folders import Folders

# Memory for what is not written yet: small for a few changes, large for the whole.
HEAP, REBUILD_HEAP = 15_000_000, 100_000_000
# A folder may be swapped and swept between finding it and opening it.
OPEN_ATTEMPTS = 3
MOST_WORDS = 20_000


@dataclass(frozen=True)
class Opened:
    """An index that this process has open: of which folder, and at which commit."""

    folder: Path
    stamp: tuple[int, int]
    index: tantivy.Index


class EmbeddedEngine(Engine):
    """Tantivy on disk. One object may serve all threads of a process."""

    name = "embedded"

    def __init__(self, root: Path) -> None:
        self.folders = Folders(root)
        self._opened: Opened | None = None
        self._opening = threading.Lock()

    # --- asking ----------------------------------------------------------------------------------------------

    def search(self, question: Question) -> Answer:
        with _noticing():
            searcher, schema = self._reader()
            asked = questions.Asked(schema, question)
            total, found, following = _page(searcher, asked, question)
            documents = [searcher.doc(address) for address in found]
            keys = [(str(one.get_first("kind")), str(one.get_first("id"))) for one in documents]
            cursor = _cursor(question, following, documents) if following else ""
            return Answer(total, keys, *_facets(searcher, asked), cursor)

    def count(self, question: Question) -> int:
        with _noticing():
            searcher, schema = self._reader()
            return _count(searcher, questions.Asked(schema, question).everything)

    def vocabulary(self) -> list[str]:
        with _noticing():
            searcher, _schema = self._reader()
            found = searcher.terms_with_prefix("title_words", "", limit=MOST_WORDS)
            return [word for word, _number in sorted(found, key=lambda pair: -pair[1])]

    def state(self) -> State:
        try:
            with _noticing():
                opened = self._open()
        except NoIndex as fault:
            return State(rebuilding=self.folders.is_rebuilding(), fault=fault.words)
        at = datetime.datetime.fromtimestamp(opened.stamp[0] / 1e9, datetime.UTC)
        return State(opened.folder.name, at, self.folders.is_rebuilding())

    def _reader(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        index = self._open().index
        return index.searcher(), index.schema

    def _open(self) -> Opened:
        """The index that answers, as it is now. Raises ``NoIndex``."""
        for attempt in range(OPEN_ATTEMPTS):
            folder = self.folders.current()
            if folder is None:
                raise NoIndex("there is no index yet")
            try:
                return self._open_folder(folder)
            except (OSError, ValueError):
                if attempt + 1 == OPEN_ATTEMPTS:
                    raise
        raise AssertionError("unreachable")

    def _open_folder(self, folder: Path) -> Opened:
        listed = (folder / "meta.json").stat()
        stamp = (listed.st_mtime_ns, listed.st_ino)
        opened = self._opened
        if opened is not None and (opened.folder, opened.stamp) == (folder, stamp):
            return opened
        with self._opening:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            index.reload()
            self._opened = Opened(folder, stamp, index)
            return self._opened

    # --- writing ---------------------------------------------------------------------------------------------

    def update(self, keys: Collection[Key], look: Look) -> None:
        with self.folders.writing():
            self.folders.note(keys)
            public = list(look(keys))
            with _noticing():
                _write(self._open().index, keys, public)

    def rebuild(self, everything: Callable[[], Iterable[Entry]], look: Look) -> int:
        with self.folders.rebuilding():
            try:
                return self._rebuild(everything, look)
            finally:  # what stands in no place goes: the old index, or what was built when something failed
                self.folders.clear()

    def _rebuild(self, everything: Callable[[], Iterable[Entry]], look: Look) -> int:
        with self.folders.writing():
            self.folders.begin_noting()
        folder = self.folders.new()
        index = tantivy.Index(questions.schema(), str(folder))
        number = _fill(index, everything())
        with self.folders.writing():
            noted = self.folders.noted()
            if noted:
                _write(index, noted, look(noted))
            self.folders.put_in_place(folder)
        return number


@contextlib.contextmanager
def _noticing() -> Iterator[None]:
    """Whatever the library says of an index that it can't read, a panic in its own code too, is ``NoIndex``."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise NoIndex(f"the index can't be read: {type(error).__name__}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which is no Exception
            raise
        raise NoIndex("the index can't be read: it is damaged") from error


def _fill(index: tantivy.Index, entries: Iterable[Entry]) -> int:
    writer = index.writer(REBUILD_HEAP, 1)
    number = 0
    for number, entry in enumerate(entries, 1):  # noqa: B007  the number of the last is wanted
        writer.add_document(questions.document(entry))
    writer.commit()
    writer.wait_merging_threads()
    return number


def _write(index: tantivy.Index, keys: Collection[Key], entries: Iterable[Entry]) -> None:
    writer = index.writer(HEAP, 1)
    for key in keys:
        writer.delete_documents_by_term("key", questions.one_key(key))
    for entry in entries:
        writer.add_document(questions.document(entry))
    writer.commit()
    writer.wait_merging_threads()


# --- one answer ----------------------------------------------------------------------------------------------


def _page(
    searcher: tantivy.Searcher, asked: questions.Asked, question: Question
) -> tuple[int, list[tantivy.DocAddress], int]:
    """How many there are, the addresses of one page, and where the next begins: 0 when there is none."""
    if asked.by_date:
        before = _number(question.cursor, "d")
        query = asked.before(before) if before else asked.everything
        result = searcher.search(query, question.size + 1, order_by_field="position")
        total = _count(searcher, asked.everything) if before else _total(result)
        offset = 0
    else:
        offset = _number(question.cursor, "r")
        if offset >= DEEPEST:
            raise BadCursor
        result = searcher.search(asked.everything, question.size + 1, offset=offset)
        total = _total(result)
    addresses = [address for _score, address in result.hits]
    following = offset + question.size if len(addresses) > question.size else 0
    return total, addresses[: question.size], following if following < DEEPEST else 0


def _cursor(question: Question, following: int, documents: list[Any]) -> str:
    if questions.is_by_date(question):
        return f"d{documents[-1].get_first('position')}"
    return f"r{following}"


def _number(cursor: str, letter: str) -> int:
    """The number in a cursor of this order; 0 without a cursor. Raises ``BadCursor``."""
    if not cursor:
        return 0
    digits = cursor.removeprefix(letter)
    if (
        digits == cursor
        or not (digits.isascii() and digits.isdecimal())
        or len(digits) > 18
        or digits[0] == "0"
    ):
        raise BadCursor
    return int(digits)


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return _total(searcher.search(query, 1))


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # which its description leaves out


def _facets(
    searcher: tantivy.Searcher, asked: questions.Asked
) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """Facets that have no filter of their own are counted in one go, each of the others by itself."""
    free = [name for name in FACETS if name not in asked.question.filters]
    found = _aggregated(searcher, asked.everything, free) if free else {}
    for name in asked.question.filters:
        found |= _aggregated(searcher, asked.without(name), [name])
    counts = {name: {str(one["key"]): int(one["doc_count"]) for one in found[name]} for name in FACETS}
    kinds = {str(one["key"]): str(one["kind"]["buckets"][0]["key"]) for one in found["category"]}
    return counts, kinds


def _aggregated(searcher: tantivy.Searcher, query: tantivy.Query, names: list[str]) -> dict[str, list[dict]]:
    wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    if "category" in wanted:
        wanted["category"]["aggs"] = {"kind": {"terms": {"field": "kind", "size": 1}}}
    answer = searcher.aggregate(query, wanted)
    return {name: answer[name]["buckets"] for name in names}
