"""An index in a folder of its own, and a shelf of invented papers that are public until they are taken away."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import factories
import pytest
from django.conf import LazySettings
from django.db import transaction

from delivery import outbox
from search import documents, indexing
from search.documents import Document
from search.engines import engine
from search.engines.base import Engine

LEDGER = Document(
    kind="paper",
    id="1",
    title="荷叶埂村第四季度低保在保名单",
    url="/papers/1/",
    text="在保 31 户 46 人，月保障金合计 18,240 元。名单按规定只显示姓氏。",
    published_on=datetime.date(2026, 10, 20),
    region=factories.VILLAGE,
    category="allowance",
    organisation=factories.VILLAGE,
)
ROAD = replace(
    LEDGER,
    id="2",
    title="村組道路硬化工程公示",
    url="/papers/2/",
    text="三組至四組的路已經鋪好，路燈下月裝。",
    published_on=datetime.date(2025, 5, 6),
    region=factories.OTHER_VILLAGE,
    category="works",
)
PAY = replace(
    LEDGER,
    id="3",
    title="村主任误工补贴",
    url="/papers/3/",
    text="全年发放补贴 26,400 元，含低保核查误工。",
    published_on=datetime.date(2026, 1, 31),
    region=factories.OTHER_VILLAGE,
    category="pay",
)


class Shelf:
    """A source of papers: what stands on it is public."""

    kind = "paper"
    label = "纸"

    def __init__(self) -> None:
        self.papers: dict[str, Document] = {}

    def put(self, *papers: Document) -> None:
        """Make papers public, as a room does: the index is told in the same transaction."""
        with transaction.atomic():
            self.papers |= {paper.id: paper for paper in papers}
            indexing.changed(self.kind, *(paper.id for paper in papers))

    def take_away(self, *ids: str, silently: bool = False) -> None:
        with transaction.atomic():
            for id in ids:
                del self.papers[id]
            if not silently:
                indexing.changed(self.kind, *ids)

    def documents(self) -> Iterator[Document]:
        yield from list(self.papers.values())

    def find(self, ids: Sequence[str]) -> list[Document]:
        return [self.papers[id] for id in ids if id in self.papers]

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        yield from (paper.id for paper in list(self.papers.values()) if paper.region in regions)

    def category_label(self, key: str) -> str:
        return {"allowance": "低保", "works": "工程", "pay": "报酬"}.get(key, key)


@pytest.fixture
def index(tmp_path: Path, settings: LazySettings) -> Engine:
    """The engine on an empty folder."""
    settings.SUNSHINE_SEARCH_FOLDER = tmp_path / "search"
    return engine()


@pytest.fixture
def shelf(county: None, index: Engine, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf that the search knows, empty, and an index of it."""
    shelf = Shelf()
    monkeypatch.setitem(documents._sources, shelf.kind, shelf)
    indexing.rebuild()
    return shelf


@pytest.fixture
def papers(shelf: Shelf) -> Shelf:
    """Three papers on the shelf and in the index."""
    shelf.put(LEDGER, ROAD, PAY)
    outbox.drain()
    return shelf


def titles(answer: Any) -> list[str]:
    """The titles of an answer of the API."""
    return [one["title"] for one in answer.json()["results"]]
