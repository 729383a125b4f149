"""Atom feeds of the notices that stand: all of them, and those of a region."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.public.feeds import NEWEST, PublicFeed
from regions.models import Region

from . import publicity
from .filters import in_region
from .models import Notice

PublicNotice = publicity.PublicNotice


class NoticesFeed(PublicFeed):
    """The newest notices, of everywhere or of one region."""

    def get_object(self, request: HttpRequest, code: str = "") -> Region | None:
        if not code:
            return None
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise Http404
        return region

    def title(self, region: Region | None) -> str:
        words = _("Accountability notices")
        return f"{region.name} · {words}" if region else words

    def link(self, region: Region | None) -> str:
        return reverse("notices:list") + (f"?region={region.code}" if region else "")

    def items(self, region: Region | None) -> list[PublicNotice]:
        rows = Notice.objects.standing().whole().order_by("-published_at", "pk")
        today = timezone.localdate()
        return [
            publicity.shown(row, today) for row in (in_region(rows, region.code) if region else rows)[:NEWEST]
        ]

    def item_title(self, item: PublicNotice) -> str:
        return item.title

    def item_description(self, item: PublicNotice) -> str:
        return "\n".join(case.heading for case in item.cases if not case.why)

    def item_link(self, item: PublicNotice) -> str:
        return reverse("notices:notice", args=[item.id])

    def item_author_name(self, item: PublicNotice) -> str:
        return item.issuer.name

    def item_pubdate(self, item: PublicNotice) -> datetime.datetime:
        return item.published_at

    def item_updateddate(self, item: PublicNotice) -> datetime.datetime:
        return item.changed_at
