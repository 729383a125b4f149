"""The index follows what is public: through the outbox, through a rebuild, through damage."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from delivery import outbox
from delivery.models import OutboxMessage
from search import indexing
from search.documents import Document
from search.engines.base import Busy, Engine, Question
from search.query import understand

from .conftest import LEDGER, PAY, ROAD, Shelf

pytestmark = pytest.mark.django_db


def found(index: Engine, asked: str) -> set[str]:
    return {id for _kind, id in index.search(Question(understand(asked))).keys}


def test_what_is_put_on_the_shelf_is_found_and_what_is_taken_away_is_not(
    index: Engine, papers: Shelf
) -> None:
    assert found(index, "低保") == {"1", "3"}
    papers.take_away("1")
    papers.put(replace(PAY, text="全年发放补贴。"))
    outbox.drain()
    assert found(index, "低保") == set()
    assert found(index, "补贴") == {"3"}


def test_what_is_rolled_back_is_never_indexed(index: Engine, shelf: Shelf) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        shelf.put(LEDGER)
        raise ZeroDivisionError
    assert not OutboxMessage.objects.filter(topic=indexing.TOPIC).exists()


def test_two_hundred_changes_are_written_together(index: Engine, shelf: Shelf) -> None:
    for number in range(200):
        shelf.put(replace(LEDGER, id=str(number)))
    began = index.state().indexed_at
    [first, *_rest] = OutboxMessage.objects.filter(topic=indexing.TOPIC).order_by("id")
    outbox.drain(limit=1)
    assert OutboxMessage.objects.get(pk=first.pk).state == OutboxMessage.State.DONE
    assert index.search(Question(understand("低保"))).total == 200
    at = index.state().indexed_at
    assert at is not None and began is not None and at > began
    outbox.drain(limit=1_000)
    assert index.state().indexed_at == at, "the others had nothing left to do"


def test_a_rebuild_loses_no_change_that_arrives_meanwhile(index: Engine, papers: Shelf) -> None:
    """One process builds and has read half of what there is; then a paper comes, one goes, and one changes."""
    began, go_on = threading.Event(), threading.Event()
    before = [LEDGER, ROAD, PAY]

    def everything() -> Iterator[Document]:
        yield from map(entry, before[:2])
        began.set()
        assert go_on.wait(30)
        yield from map(entry, before[2:])

    def entry(document: Document) -> Document:
        return indexing._entry(document, {})

    look = papers_of(papers)
    builder = threading.Thread(target=index.rebuild, args=(everything, look))
    builder.start()
    assert began.wait(30)
    try:
        papers.take_away("1")
        papers.put(replace(ROAD, text="饮水工程"), replace(LEDGER, id="4", title="残疾人两项补贴"))
        outbox.drain()
        assert index.state().rebuilding
        assert found(index, "饮水") == {"2"}, "what is new is found while the old index answers"
        with pytest.raises(Busy):
            indexing.rebuild()
    finally:
        go_on.set()
        builder.join(30)
    assert not index.state().rebuilding
    assert found(index, "饮水") == {"2"}
    assert found(index, "低保") == {"3"}
    assert found(index, "残疾人") == {"4"}
    assert found(index, "道路硬化") == {"2"}
    assert index.search(Question()).total == 3


def papers_of(shelf: Shelf):  # type: ignore[no-untyped-def]  # in a thread that has no database
    return lambda keys: [indexing._entry(one, {}) for one in shelf.find([id for _kind, id in keys])]


def test_a_rebuild_that_was_killed_leaves_the_old_index_and_the_next_one_clears_up(
    index: Engine, papers: Shelf, settings
) -> None:
    folder = Path(settings.SUNSHINE_SEARCH_FOLDER)
    killed = (
        "import sys, os, pathlib\n"
        "from search.engines.embedded import EmbeddedEngine\n"
        "EmbeddedEngine(pathlib.Path(sys.argv[1])).rebuild(lambda: os._exit(9), lambda keys: [])\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run([sys.executable, "-c", killed, str(folder)], env=environment, check=False)
    assert result.returncode == 9
    assert not index.state().rebuilding
    assert found(index, "低保") == {"1", "3"}
    papers.take_away("3")
    outbox.drain()
    assert found(index, "低保") == {"1"}
    indexing.rebuild()
    assert len(list(folder.glob("v*"))) == 1
    assert found(index, "低保") == {"1"}


@pytest.mark.parametrize("damage", ["gone", "torn", "cut"])
def test_an_index_that_is_gone_or_damaged_is_noticed_and_built_anew(
    index: Engine, papers: Shelf, settings, damage: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_next_asking", 0.0)
    folder = next(Path(settings.SUNSHINE_SEARCH_FOLDER).glob("v*"))
    if damage == "gone":
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    elif damage == "torn":
        (folder / "meta.json").write_bytes(b"\x00" * 100)
    else:
        for file in folder.glob("*.idx"):
            file.unlink()
            file.write_bytes(b"\x00" * 7)
        os.utime(folder / "meta.json")
    assert client.get("/search/?q=低保").status_code == 503
    assert client.get("/petition/new/").status_code == 200
    outbox.drain()
    assert found(index, "低保") == {"1", "3"}
    assert client.get("/search/?q=低保").status_code == 200


def test_the_command_says_how_many_documents_it_took(index: Engine, papers: Shelf, capsys) -> None:
    call_command("rebuild_index")
    assert capsys.readouterr().out.startswith("3 ")


def test_nothing_of_a_text_can_be_read_in_the_files_of_the_index(
    index: Engine, papers: Shelf, settings
) -> None:
    """Words are there, or nothing would be found; no sentence is."""
    files = [path for path in Path(settings.SUNSHINE_SEARCH_FOLDER).rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert "名单按规定只显示".encode() not in path.read_bytes(), path
