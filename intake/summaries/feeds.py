"""Public cases as Atom, all of them or a region's."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from delivery.public.feeds import NEWEST, PublicFeed
from regions.models import Region

from .listing import address, in_region, public_cases
from .models import PublicCase


class CasesFeed(PublicFeed):
    """The newest public cases. With a region's code, those of it and of all below it."""

    def get_object(self, request: HttpRequest, code: str = "") -> Region | None:
        if not code:
            return None
        region = Region.objects.filter(code=code).first()
        if region is None:
            raise Http404
        return region

    def title(self, region: Region | None) -> str:
        return _("Answered cases: %(place)s") % {"place": region.name} if region else _("Answered cases")

    def link(self, region: Region | None) -> str:
        return f"{reverse('cases:index')}?region={region.code}" if region else reverse("cases:index")

    def items(self, region: Region | None) -> list[PublicCase]:
        rows = public_cases()
        return list((in_region(rows, region.code) if region else rows)[:NEWEST])

    def item_title(self, item: PublicCase) -> str:
        return item.title

    def item_description(self, item: PublicCase) -> str:
        return f"{item.question}\n\n{item.answer}"

    def item_link(self, item: PublicCase) -> str:
        return address(item)

    def item_pubdate(self, item: PublicCase) -> datetime.datetime:
        return item.published_at

    def item_updateddate(self, item: PublicCase) -> datetime.datetime:
        return item.published_at
