"""What the room gives the search: disclosures, and the pages of text.

A page is one result in either language: the visitor's own stands first, and words of both find it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from cms.ledgers import stored
from cms.pages import published
from cms.pages.models import Category, DisclosurePage, OfficePage, PlainPage, RegionPage
from cms.pages.models.disclosures import KIND
from cms.pages.models.site import SitePage
from search import indexing as index
from search.documents import Document

BATCH = 200
# Of a long table the first rows are enough to find it by, and their words have a bound.
ROWS = 200
LONGEST = 6_000
TEXT = "page"
MODELS: tuple[type[SitePage], ...] = (PlainPage, OfficePage, RegionPage)
# What saving a draft writes: nothing of it is public.
BOOKKEEPING = {"latest_revision", "draft_title", "latest_revision_created_at", "has_unpublished_changes"}


def _tables(page: DisclosurePage) -> Iterator[str]:
    """The words in the tables of a disclosure: titles, and the texts of the first rows, as everybody reads them."""
    for one in page.ledgers.all():
        if one.version.is_readable:
            yield one.version.title
            words = {
                value: None
                for row in stored.rows(one.version, 0, ROWS)
                for value in row.values()
                if isinstance(value, str)
            }
            yield " ".join(words)[:LONGEST]


class DisclosureSource:
    """Disclosures that are public now."""

    kind = KIND
    label = _("Disclosures")

    def documents(self) -> Iterator[Document]:
        last = 0
        while True:
            rows = list(self._rows().filter(pk__gt=last).order_by("pk")[:BATCH])
            if not rows:
                return
            last = rows[-1].pk
            yield from map(self._document, rows)

    def find(self, ids: Sequence[str]) -> Iterable[Document]:
        numbers = [int(one) for one in ids if one.isdecimal()]
        return map(self._document, self._rows().filter(pk__in=numbers))

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        keys = (
            published.disclosures()
            .filter(region__code__in=regions)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        yield from map(str, keys.iterator(chunk_size=BATCH))

    def category_label(self, key: str) -> str:
        return str(Category(key).label) if key in Category.values else key

    def _rows(self) -> QuerySet[DisclosurePage]:
        rows = published.disclosures().defer(None).filter(published_on__isnull=False)
        return rows.prefetch_related("ledgers__version")

    def _document(self, page: DisclosurePage) -> Document:
        return Document(
            kind=self.kind,
            id=str(page.pk),
            title=page.title,
            url=page.path_on_site,
            text="\n".join(filter(None, (page.lede, page.item.content, page.prose(), *_tables(page)))),
            published_on=page.shown_from,
            region=page.region.code,
            category=page.item.category,
            organisation=page.publishing_unit.code,
        )


class PageSource:
    """The pages that are live and open to all."""

    kind = TEXT
    label = _("Guides and places")

    def documents(self) -> Iterator[Document]:
        start = _start()
        for row in _public().iterator(chunk_size=BATCH):
            yield from _document(row, start)

    def find(self, ids: Sequence[str]) -> Iterable[Document]:
        keys = [int(id) for id in ids if id.isascii() and id.isdecimal()]
        start = _start()
        for row in _public().filter(pk__in=keys):
            yield from _document(row, start)

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        keys = _public().filter(regionpage__region__code__in=regions).values_list("pk", flat=True)
        yield from map(str, keys.iterator(chunk_size=BATCH))

    def category_label(self, key: str) -> str:
        return key


def watch() -> None:
    """Have the index follow every save and every deletion, in their own transaction."""
    for model in MODELS:
        post_save.connect(_saved, sender=model, dispatch_uid=f"index-{model.__name__}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"unindex-{model.__name__}")


def _saved(
    instance: SitePage, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    if not raw and not (update_fields and BOOKKEEPING.issuperset(update_fields)):
        index.changed(TEXT, str(instance.pk))


def _deleted(instance: SitePage, **kwargs: Any) -> None:
    index.changed(TEXT, str(instance.pk))


def _public() -> QuerySet[Page]:
    """The live pages of all these kinds in one question, each with its own row. No page can be kept for some people."""
    ours = Q()
    for model in MODELS:
        ours |= Q(**{f"{_row_of(model)}__isnull": False})
    rows = [_row_of(model) for model in MODELS]
    return Page.objects.live().filter(ours).select_related(*rows, "regionpage__region").order_by("pk")


def _row_of(model: type[SitePage]) -> str:
    """How a page names its row of a kind."""
    return str(model._meta.model_name)


def _start() -> str:
    """The place in the tree from which the site's addresses count."""
    found = Site.objects.filter(is_default_site=True).values_list("root_page__url_path", flat=True).first()
    return found or "/"


def _document(row: Page, start: str) -> Iterator[Document]:
    page: SitePage = next(own for model in MODELS if (own := getattr(row, _row_of(model), None)))
    if not page.url_path.startswith(start):
        return
    published = page.last_published_at or page.first_published_at or page.latest_revision_created_at
    yield Document(
        kind=TEXT,
        id=str(page.pk),
        title=page.title_here,
        url=f"/{page.url_path.removeprefix(start)}",
        text="\n".join(_texts(page)),
        published_on=timezone.localdate(published),
        region=page.region.code if isinstance(page, RegionPage) else "",
        also=" ".join(page.region.aliases) if isinstance(page, RegionPage) else "",
    )


def _texts(page: SitePage) -> Iterator[str]:
    """Opening sentence and text as the visitor reads them, then what the page has in the other language."""
    if isinstance(page, RegionPage):
        yield from (*_words(page.lede), *_words(page.body))
        return
    bodies = [name for name in page.bilingual if name != "title"]
    for value in [page.here(name) for name in bodies]:
        yield from _words(value)
    other = [getattr(page, f"{name}{suffix}") for name in page.bilingual for suffix in ("", "_en")]
    here = [page.here(name) for name in page.bilingual]
    for value in other:
        if value and not any(value is shown for shown in here):
            yield from _words(value)


def _words(value: Any) -> list[str]:
    if isinstance(value, StreamValue):
        return [words.strip() for words in value.stream_block.get_searchable_content(value)]
    return [str(value)] if value else []
