"""What the room gives the search: disclosures, and the pages of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.pages import published
from cms.pages.models import Category, DisclosurePage
from cms.pages.models.disclosures import KIND
from search.documents import Document

BATCH = 200


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

    def category_label(self, key: str) -> str:
        return str(Category(key).label) if key in Category.values else key

    def _rows(self) -> QuerySet[DisclosurePage]:
        return published.disclosures().defer(None).filter(published_on__isnull=False)

    def _document(self, page: DisclosurePage) -> Document:
        return Document(
            kind=self.kind,
            id=str(page.pk),
            title=page.title,
            url=page.path_on_site,
            text="\n".join(part for part in (page.lede, page.item.content, page.prose()) if part),
            published_on=page.shown_from,
            region=page.region.code,
            category=page.item.category,
            organisation=page.publishing_unit.code,
        )
