"""The search over ten thousand documents, beside the engine's library alone; and building the index anew.

The library alone is given what the page needs of it: the hits, the five facets, and highlights, which it makes of a
text that it stores. Ours stores none: it asks the sources what is public, and marks the text as it was written.
"""

from __future__ import annotations

import datetime
import random
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any

import tantivy

from tests.benchmarks.harness import console, p50_p95, print_table, seconds
from tests.scratch import scratch_site

DOCUMENTS = 10_000
ROUNDS = 20
PAGE = 10
QUESTIONS = ("低保", "补贴 2026", "荷叶埂村低保名单", "道路硬化", "補貼發放", "没有这样的事")
SUBJECTS = (
    "低保在保名单",
    "耕地地力补贴发放",
    "村组道路硬化工程",
    "村干部误工补贴",
    "财务收支明细",
    "危房改造对象",
    "饮水工程招标",
)
SENTENCES = (
    "经民主评议并公示，对象名单如下，按规定只显示姓氏。",
    "全年发放补贴资金由县财政直接打入一卡通账户。",
    "工程由村民代表会议表决通过，公开招标后施工。",
    "有不同意见的，请在公示期内向村务监督委员会提出。",
    "本季度收入支出经村务监督委员会审核，票据齐全。",
)
FACETS = ("kind", "region", "category", "year", "organisation")


class Library:
    """Documents in memory: a source whose own speed is not what is measured."""

    kind = "bench"
    label = "bench"

    def __init__(self, documents: Sequence[Any]) -> None:
        self.all = {document.id: document for document in documents}

    def documents(self) -> Iterator[Any]:
        yield from self.all.values()

    def find(self, ids: Sequence[str]) -> list[Any]:
        return [self.all[id] for id in ids if id in self.all]

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        yield from (document.id for document in self.all.values() if document.region in regions)

    def category_label(self, key: str) -> str:
        return f"{key}."


def make_documents() -> list[Any]:
    """Notices of every village, each with a few hundred characters of its own."""
    from regions.models import Region
    from search.documents import Document

    chance = random.Random(1)
    villages = list(Region.objects.filter(level="village").values_list("code", "name"))
    made = []
    for number in range(DOCUMENTS):
        code, name = chance.choice(villages)
        subject, year = chance.randrange(len(SUBJECTS)), chance.randrange(2020, 2027)
        made.append(
            Document(
                kind="bench",
                id=str(number),
                title=f"{name}{year}年{SUBJECTS[subject]}（{number}）",
                url=f"/bench/{number}/",
                text="".join(chance.choices(SENTENCES, k=12)) + f"合计 {chance.randrange(10**6):,} 元。",
                published_on=datetime.date(year, chance.randrange(1, 13), chance.randrange(1, 29)),
                region=code,
                category=f"D{subject}",
                organisation=code,
            )
        )
    return made


def alone(documents: Sequence[Any], folder: str) -> tuple[float, Callable[[str], object]]:
    """How long the library takes to index these with their text, and how it is asked."""
    from regions.models import Region
    from search.query import understand
    from search.text import grams, terms

    paths = {code: path.strip("/").split("/") for code, path in Region.objects.values_list("code", "path")}
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True, tokenizer_name="whitespace")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    index = tantivy.Index(builder.build(), folder)
    rows = [
        {
            "text": [" ".join(terms(f"{one.title} {one.text}").grams)],
            "kind": [one.kind],
            "region": paths[one.region],
            "category": [one.category],
            "year": [str(one.published_on.year)],
            "organisation": [one.organisation],
        }
        for one in documents
    ]

    def build() -> None:
        writer = index.writer(100_000_000, 1)
        for row in rows:
            writer.add_document(tantivy.Document(**row))
        writer.commit()
        writer.wait_merging_threads()

    took = seconds(build)
    index.reload()
    wanted = {name: {"terms": {"field": name, "size": 1_000}} for name in FACETS}

    def ask(question: str) -> object:
        searcher = index.searcher()
        tokens = [token for word in understand(question).words for token in grams(word.typed)]
        must = [
            (tantivy.Occur.Must, tantivy.Query.term_query(index.schema, "text", token)) for token in tokens
        ]
        query = tantivy.Query.boolean_query(must)
        hits = searcher.search(query, PAGE).hits
        snippets = tantivy.SnippetGenerator.create(searcher, query, index.schema, "text")
        shown = [snippets.snippet_from_doc(searcher.doc(address)).to_html() for _score, address in hits]
        return shown, searcher.aggregate(query, wanted)

    return took, ask


def rows_of(ways: dict[str, Callable[[str], object]]) -> list[list[object]]:
    """For each way of asking its times over all questions, and how many times those of the first."""
    rows: list[list[object]] = []
    first = 0.0
    for name, ask in ways.items():
        for question in QUESTIONS:
            ask(question)
        times = [seconds(partial(ask, question)) for _ in range(ROUNDS) for question in QUESTIONS]
        mean = sum(times) / len(times)
        first = first or mean
        rows.append([name, *p50_p95(times), f"{mean * 1000:.1f} ms", f"{mean / first:.1f}"])
    return rows


def main() -> None:
    with scratch_site(), tempfile.TemporaryDirectory() as folder:
        from django.test import Client

        from search import indexing
        from search.documents import register
        from search.engines import engine
        from search.finding import find, question_of
        from search.parameters import Wanted

        with console.status("Making documents …"):
            documents = make_documents()
        register(Library(documents))
        took = seconds(indexing.rebuild)
        library_took, ask = alone(documents, folder)
        client = Client(SERVER_NAME="127.0.0.1")
        rows = rows_of(
            {
                "library alone: hits, facets, highlights": ask,
                "engine: keys and facets": lambda q: engine().search(question_of(Wanted(q=q))),
                "found: with what is public, marked, named": lambda q: find(Wanted(q=q)),
                "page /search/": lambda q: client.get("/search/", {"q": q}),
                "API /api/v1/search/": lambda q: client.get("/api/v1/search/", {"q": q}),
            }
        )
    print_table(
        f"Search over {DOCUMENTS:,} documents, {len(QUESTIONS)} questions",
        ["asked", "p50", "p95", "mean", "times the library"],
        rows,
        "the names of facets' values and the page's template; nothing of it grows with the number of documents",
    )
    print_table(
        f"Building the index of {DOCUMENTS:,} documents",
        ["step", "time", "documents/s", "times the library"],
        [
            [
                "library alone, texts analysed before",
                f"{library_took:.1f} s",
                f"{DOCUMENTS / library_took:,.0f}",
                "1.0",
            ],
            ["rebuild-index", f"{took:.1f} s", f"{DOCUMENTS / took:,.0f}", f"{took / library_took:.1f}"],
        ],
        "taking the texts apart, in Python and one process",
    )


if __name__ == "__main__":
    main()
