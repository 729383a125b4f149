"""What the search knows of notices: those that stand, as the public reads them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from search.documents import Document

from . import publicity
from .choices import Problem
from .models import Notice
from .process.core import KIND

CHUNK = 100


class NoticeSource:
    """The source ``notice``. Its categories are the kinds of wrongdoing."""

    kind = KIND
    label: str | Promise = _("Accountability notices")

    def documents(self) -> Iterator[Document]:
        rows = Notice.objects.standing().whole().order_by("pk")
        for row in rows.iterator(chunk_size=CHUNK):
            yield document(row)

    def find(self, ids: Sequence[str]) -> list[Document]:
        wanted = [one for one in ids if _is_id(one)]
        return [document(row) for row in Notice.objects.standing().whole().filter(pk__in=wanted)]

    def of_places(self, regions: Collection[str]) -> Iterator[str]:
        there = Q(cases__unit__region__code__in=regions) | Q(issuer__region__code__in=regions)
        keys = Notice.objects.standing().filter(there).order_by("pk").values_list("pk", flat=True).distinct()
        yield from map(str, keys.iterator(chunk_size=CHUNK))

    def category_label(self, key: str) -> str:
        return str(Problem(key).label) if key in Problem.values else key


def document(row: Notice) -> Document:
    """A notice as the search knows it, in Chinese whoever asks."""
    with override(publicity.CHINESE):
        today = timezone.localdate()
        notice = publicity.shown(row, today)
        standing = [case for case in row.cases.all() if not case.gone(today)]
        texts = [notice.number, notice.drive, notice.opening]
        for case in notice.cases:
            if not case.why:
                texts += [case.heading, case.facts, case.ruling, *case.measures, case.decided_by, case.basis]
        texts += [entry.text for entry in notice.follow_ups]
        return Document(
            kind=KIND,
            id=notice.id,
            title=notice.title,
            url=notice.url,
            text="\n".join(filter(None, [*texts, notice.closing])),
            published_on=notice.published_on,
            region=publicity.region_of(row, today).code,
            category=standing[0].problem if standing else "",
            organisation=notice.issuer.code,
        )


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
