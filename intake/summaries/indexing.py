"""Public cases as the search finds them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.routing.models import Category
from search import indexing
from search.documents import Document

from .listing import chinese_address, public_cases
from .models import PublicCase

KIND = "case"
AT_ONCE = 500


class CaseSource:
    """Gives every public case, under the group of its category. What is not public any more is not in its table."""

    kind = KIND
    label: str | Promise = _("Answered cases")

    def documents(self) -> Iterator[Document]:
        for case in public_cases().iterator(chunk_size=AT_ONCE):
            yield _document(case)

    def find(self, ids: Sequence[str]) -> Iterable[Document]:
        return [_document(case) for case in public_cases().filter(pk__in=[uuid.UUID(one) for one in ids])]

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        keys = PublicCase.objects.filter(region__code__in=regions).order_by("pk").values_list("pk", flat=True)
        yield from map(str, keys.iterator(chunk_size=AT_ONCE))

    def category_label(self, key: str) -> str:
        category = Category.objects.filter(group_code=key).first()
        return category.group_here if category else key


def _document(case: PublicCase) -> Document:
    return Document(
        kind=KIND,
        id=str(case.pk),
        title=case.title,
        url=chinese_address(case),
        text=f"{case.question}\n{case.answer}",
        published_on=timezone.localdate(case.published_at),
        region=case.region.code if case.region else "",
        category=case.category.group_code if case.category else "",
        organisation=case.organisation.code,
    )


def changed(case_id: uuid.UUID) -> None:
    """Have the search read a public case anew: it is there now, or gone."""
    indexing.changed(KIND, str(case_id))


CASES = CaseSource()
