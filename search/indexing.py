"""Keeps the index with what is public, through the outbox: a change and its note to the index are one transaction."""

from __future__ import annotations

import json
import time
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation

from delivery import outbox
from delivery.models import OutboxMessage
from delivery.public import caching
from regions.models import Region
from search.documents import Document, sources
from search.engines import engine
from search.engines.base import Busy, Entry, Key, NoIndex, State
from search.text import terms

TOPIC = "index"
REBUILD_TOPIC = "index-rebuild"
PLACES_TOPIC = "index-places"
TOPICS = (TOPIC, REBUILD_TOPIC, PLACES_TOPIC)
# So many documents at most to a message, so many messages at a time: each time costs a commit of the index.
IDS_A_MESSAGE = 500
AT_ONCE, IDS_AT_ONCE = 200, 1_000
# Messages that this process has done with others in their turn, until the outbox hands them out.
REMEMBERED = 5_000
# A process that finds no index says so once in so long.
ASK_SECONDS = 30.0

_done: dict[str, None] = {}
_next_asking = 0.0


def changed(kind: str, *ids: str) -> None:
    """Have documents of one kind read anew: they became public, other, or are gone. Raises ``NoTransaction``.

    The copies of pages that the site keeps go as well.
    """
    for portion in _portions(ids):
        outbox.post(TOPIC, f"{TOPIC}:{uuid.uuid4()}", {"kind": kind, "ids": portion})
    caching.drop_copies()


@outbox.handles(TOPIC)
def bring_up_to_date(payload: dict, key: str) -> None:
    """Do what a message says, and with it what the others say that wait: what they tell of is committed already."""
    if key in _done:
        del _done[key]
        return
    waiting = _waiting() | {key: payload}
    keys = {(body["kind"], id): None for body in waiting.values() for id in body["ids"]}
    try:
        engine().update(list(keys), look)
    except NoIndex:
        rebuild()
    for other in waiting:
        if other != key:
            _done[other] = None
    while len(_done) > REMEMBERED:
        del _done[next(iter(_done))]


def follow_places(sender: Any, regions: Iterable[str], **signal: Any) -> None:
    """Places have other names, or stand elsewhere: have the search read anew what it knows of what is there.

    The message names the places and not what is about them. Something may become public in them at just this moment,
    in a transaction that doesn't see the tree's new state and that this one doesn't see: it is found when the message
    is handled, and what becomes public later is read by the new state.
    """
    for codes in _portions(sorted(regions)):
        outbox.post(PLACES_TOPIC, f"{PLACES_TOPIC}:{uuid.uuid4()}", {"regions": codes})


@outbox.handles(PLACES_TOPIC)
def read_places_anew(payload: dict, key: str) -> None:
    """Post a message on every so many documents about these places: none is long, and no worker is kept by one."""
    for source in sources().values():
        for ids in _portions(source.of_places(payload["regions"])):
            with transaction.atomic():
                changed(source.kind, *ids)


def _portions(items: Iterable[str]) -> Iterator[list[str]]:
    """So many at a time as a message holds."""
    rest = iter(items)
    while portion := list(islice(rest, IDS_A_MESSAGE)):
        yield portion


@outbox.handles(REBUILD_TOPIC)
def build_anew(payload: dict, key: str) -> None:
    """Build the index that somebody found missing or damaged, unless another stands in its place by now."""
    state = engine().state()
    if not state.fault and state.built != payload["built"]:
        return
    try:
        rebuild()
    except Busy:  # if that one fails, the next search finds it out
        return


def rebuild() -> int:
    """Build the index anew from all sources while the old one answers. Returns its documents. Raises ``Busy``."""
    return engine().rebuild(everything, look)


def ask_for_rebuild() -> None:
    """Leave word that there is no index that can be asked; the worker builds one."""
    global _next_asking
    if time.monotonic() < _next_asking:
        return
    _next_asking = time.monotonic() + ASK_SECONDS
    if not _unsettled().filter(topic=REBUILD_TOPIC).exists():
        with transaction.atomic():
            key = f"{REBUILD_TOPIC}:{uuid.uuid4()}"
            outbox.post(REBUILD_TOPIC, key, {"built": engine().state().built})


def is_stale(state: State) -> bool:
    """Whether something that changed is not in the index yet, or the index can't be asked."""
    if state.fault or state.rebuilding:
        return True
    given_up = Q(topic__in=(TOPIC, PLACES_TOPIC), state=OutboxMessage.State.DEAD)
    waits = Q(topic__in=TOPICS, next_attempt_at__isnull=False)
    return OutboxMessage.objects.filter(waits | given_up).exists()


def everything() -> Iterator[Entry]:
    """All that is public, from all sources."""
    paths = _paths()
    with translation.override(settings.LANGUAGE_CODE):
        for source in sources().values():
            for document in source.documents():
                yield _entry(document, paths)


def look(keys: Collection[Key]) -> list[Entry]:
    """What of these documents is public now."""
    ids = defaultdict(list)
    for kind, id in keys:
        ids[kind].append(id)
    paths, known = _paths(), sources()
    with translation.override(settings.LANGUAGE_CODE):
        return [
            _entry(document, paths)
            for kind in ids
            if kind in known
            for document in known[kind].find(ids[kind])
        ]


def _entry(document: Document, paths: dict[str, str]) -> Entry:
    regions = paths.get(document.region, document.region).strip("/").split("/") if document.region else ()
    return Entry(
        key=(document.kind, document.id),
        title=terms(document.title),
        text=terms(f"{document.text}\n{document.also}"),
        published_on=document.published_on,
        regions=tuple(regions),
        category=document.category,
        organisation=document.organisation,
    )


def _paths() -> dict[str, str]:
    """The codes from the county down to each region."""
    return dict(Region.objects.values_list("code", "path"))


def _unsettled() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(next_attempt_at__isnull=False).order_by("next_attempt_at", "id")


def _waiting() -> dict[str, dict]:
    """Messages of the topic that are not settled, by key; of large ones a few."""
    found: dict[str, dict] = {}
    number = 0
    for key, payload in _unsettled().filter(topic=TOPIC).values_list("key", "payload")[:AT_ONCE]:
        found[key] = json.loads(payload or "null")
        number += len(found[key]["ids"])
        if number >= IDS_AT_ONCE:
            break
    return found
