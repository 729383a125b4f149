"""Finds: asks the engine for keys, and the sources for what is public of them at this moment.

What is shown comes from the sources alone. The index may be late: what was withdrawn a second ago may still be counted,
but no word of it is shown.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation

from search import indexing, labels
from search.documents import Document, sources
from search.engines import engine
from search.engines.base import Answer, EngineFault, Key, NoIndex, Question, State
from search.highlights import Fragment, Marker
from search.labels import Value
from search.parameters import Wanted
from search.query import understand

PAGE = 10
# The names of a facet's rarer values nobody reads.
MOST_CATEGORIES = 60


class Unavailable(Exception):
    """The index can't be asked at the moment; the worker has word of it."""


@dataclass(frozen=True)
class Hit:
    """One result: a document that is public now, and where in it the question was found."""

    document: Document
    title: Fragment
    fragments: list[Fragment]
    url: str  # in the visitor's language
    kind_label: str
    place: str
    organisation: str


@dataclass(frozen=True)
class Found:
    """The answer to a question. ``loosened``: nothing has all words, so these have most of them."""

    wanted: Wanted
    total: int
    hits: list[Hit]
    facets: dict[str, list[Value]]
    next: str
    state: State
    stale: bool
    loosened: bool
    took_ms: int


def find(wanted: Wanted, *, loosening: bool = False) -> Found:
    """What is found. Raises ``Unavailable`` and ``BadCursor``.

    With ``loosening``, where nothing has all words of a question, what has most of them is found.
    """
    began = time.perf_counter()
    question = question_of(wanted)
    try:
        answer = engine().search(question)
        loosened = loosening and not answer.total and bool(question.query.words)
        if loosened:
            question = replace(question, query=question.query.loosened(), most=True)
            answer = engine().search(question)
        state = engine().state()
    except EngineFault as fault:
        if isinstance(fault, NoIndex):
            indexing.ask_for_rebuild()
        raise Unavailable from fault
    documents = _public(answer.keys)
    facets, places, bodies = _named(answer, documents)
    marker = Marker(question.query)
    return Found(
        wanted=wanted,
        total=answer.total,
        hits=[_hit(document, marker, places, bodies) for document in documents],
        facets=facets,
        next=answer.next,
        state=state,
        stale=indexing.is_stale(state),
        loosened=loosened and bool(answer.total),
        took_ms=round((time.perf_counter() - began) * 1000),
    )


def question_of(wanted: Wanted) -> Question:
    """What is asked of the engine."""
    return Question(
        query=understand(wanted.q),
        filters=wanted.filters,
        newest=wanted.sort == "newest",
        size=PAGE,
        cursor=wanted.cursor,
    )


def _public(keys: Iterable[Key]) -> list[Document]:
    """The documents that are public now, in the order of their keys."""
    ids = defaultdict(list)
    keys = list(keys)
    for kind, id in keys:
        ids[kind].append(id)
    known = sources()
    found = {
        (document.kind, document.id): document
        for kind in ids
        if kind in known
        for document in known[kind].find(ids[kind])
    }
    return [found[key] for key in keys if key in found]


def _named(
    answer: Answer, documents: list[Document]
) -> tuple[dict[str, list[Value]], dict[str, str], dict[str, str]]:
    """The facets with the names of their values, and the names of regions and organisations."""
    counts = answer.facets
    places = labels.places({*counts["region"], *(one.region for one in documents if one.region)})
    bodies = labels.organisations({*counts["organisation"], *(one.organisation for one in documents)} - {""})
    names = {code: place.name for code, place in places.items()}
    categories = dict(list(counts["category"].items())[:MOST_CATEGORIES])
    facets = {
        "kind": labels.values(counts["kind"], {kind: labels.kind(kind) for kind in counts["kind"]}),
        "region": [
            replace(value, above=places[value.value].above)
            for value in labels.values(counts["region"], names)
        ],
        "category": labels.values(
            categories, {key: labels.category(key, answer.kinds[key]) for key in categories}
        ),
        "year": sorted(
            labels.values(counts["year"], {year: year for year in counts["year"]}),
            key=lambda value: value.value,
            reverse=True,
        ),
        "organisation": labels.values(counts["organisation"], bodies),
    }
    return facets, names, bodies


def _hit(document: Document, marker: Marker, places: dict[str, str], bodies: dict[str, str]) -> Hit:
    place, body = places.get(document.region, ""), bodies.get(document.organisation, "")
    return Hit(
        document=document,
        title=marker.mark(document.title),
        fragments=marker.fragments(document.text),
        url=_in_this_language(document.url),
        kind_label=labels.kind(document.kind),
        place=place,
        organisation="" if body and place.startswith(body) else body,  # a village's own committee
    )


def _in_this_language(path: str) -> str:
    language = translation.get_language() or settings.LANGUAGE_CODE
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"
