"""What the embedded engine's index looks like, and questions in the library's terms."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from functools import cached_property

import tantivy
from tantivy import Occur, Query

from search.engines.base import FACETS, Entry, Key, Question
from search.query import Word
from search.text import grams

# How much a word of the title weighs beside one of the text, and a whole word beside its pairs of characters.
TITLE, WORD = 3.0, 1.0
# Documents of one day have an order of their own: a number that no two share, so that a cursor names one place.
IN_A_DAY = 1 << 32
FIRST_DAY = datetime.date(1900, 1, 1)


def schema() -> tantivy.Schema:
    """The fields of the index. Nothing but keys is stored."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "id"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "text", "title_words", "text_words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in FACETS[1:]:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("position", stored=True, indexed=True, fast=True)
    return builder.build()


def document(entry: Entry) -> tantivy.Document:
    """An entry as the library keeps it. The title is part of the text: a word may stand in either."""
    kind, id = entry.key
    made = tantivy.Document(
        key=[one_key(entry.key)],
        kind=[kind],
        id=[id],
        title=[" ".join(entry.title.grams)],
        text=[" ".join(entry.title.grams), " ".join(entry.text.grams)],
        title_words=[" ".join(entry.title.words)],
        text_words=[" ".join(entry.text.words)],
        region=list(entry.regions),
        year=[str(entry.published_on.year)],
    )
    made.add_unsigned("position", position(entry))
    for name, value in (("category", entry.category), ("organisation", entry.organisation)):
        if value:
            made.add_text(name, value)
    return made


def one_key(key: Key) -> str:
    return "\n".join(key)


def position(entry: Entry) -> int:
    """A number by which the newest come first, the same for a document as often as it is indexed."""
    within = hashlib.sha256(one_key(entry.key).encode()).digest()[:4]
    days = max(0, (entry.published_on - FIRST_DAY).days)
    return days * IN_A_DAY + int.from_bytes(within)


def is_by_date(question: Question) -> bool:
    """Without words nothing is more relevant than anything else."""
    return question.newest or not question.query.words


@dataclass(frozen=True)
class Asked:
    """A question in the library's terms, with all filters or all but one."""

    schema: tantivy.Schema
    question: Question

    @property
    def by_date(self) -> bool:
        return is_by_date(self.question)

    @cached_property
    def everything(self) -> Query:
        return self._with(list(self.question.filters))

    def without(self, facet: str) -> Query:
        return self._with([name for name in self.question.filters if name != facet])

    def before(self, position: int) -> Query:
        """Only what comes after ``position`` when the newest come first."""
        kind = tantivy.FieldType.Unsigned
        older = Query.range_query(self.schema, "position", kind, upper_bound=position, include_upper=False)
        return _all(self.everything, older)

    def _with(self, names: list[str]) -> Query:
        filters = [self._filter(name, self.question.filters[name]) for name in names]
        return _all(self._words, *filters)

    def _filter(self, name: str, value: str) -> Query:
        return Query.const_score_query(Query.term_query(self.schema, name, value, "basic"), 0.0)

    @cached_property
    def _words(self) -> Query:
        words = [self._word(word) for word in self.question.query.words]
        if not words:
            return Query.all_query()
        if not self.question.most or len(words) < 2:
            return _all(*words)
        return Query.boolean_query([(Occur.Should, word) for word in words], len(words) // 2 + 1)

    def _word(self, word: Word) -> Query:
        choices = [self._choice(choice) for choice in word.choices]
        return choices[0] if len(choices) == 1 else Query.disjunction_max_query(choices)

    def _choice(self, folded: str) -> Query:
        """All its pairs in title or text; better in the title, and better as a word."""
        tokens = list(dict.fromkeys(grams(folded)))
        needed = [(Occur.Must, self._term("text", token)) for token in tokens]
        better = [(Occur.Should, Query.boost_query(self._term("title", token), TITLE)) for token in tokens]
        for field, weight in (("title_words", TITLE * WORD), ("text_words", WORD)):
            better.append((Occur.Should, Query.boost_query(self._term(field, folded), weight)))
        return Query.boolean_query([*needed, *better])

    def _term(self, field: str, token: str) -> Query:
        return Query.term_query(self.schema, field, token, "freq")


def _all(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])
