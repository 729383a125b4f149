"""Feeds of disclosures: of the county, and of a place with all that lies in it."""

from __future__ import annotations

import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.pages import published
from cms.pages.models import DisclosurePage, RegionPage
from cms.pages.templatetags.places import disclosure_url, place_url
from delivery.public.feeds import NEWEST, PublicFeed, midnight
from regions.models import Region


class Disclosures(PublicFeed):
    """The newest disclosures of the county."""

    def title(self) -> str:
        return _("Disclosures")

    def link(self) -> str:
        return reverse("pages:disclosures")

    def items(self) -> list[DisclosurePage]:
        return list(published.disclosures()[:NEWEST])

    def item_title(self, item: DisclosurePage) -> str:
        return f"{item.region.name} · {item.title_here}"

    def item_description(self, item: DisclosurePage) -> str:
        return item.lede

    def item_link(self, item: DisclosurePage) -> str:
        return disclosure_url(item)

    def item_pubdate(self, item: DisclosurePage) -> datetime.datetime:
        return item.first_published_at or midnight(item.shown_from)

    def item_updateddate(self, item: DisclosurePage) -> datetime.datetime:
        return item.last_published_at or self.item_pubdate(item)


class DisclosuresOfPlace(Disclosures):
    """The newest disclosures of a place and of what lies in it."""

    def get_object(self, request: HttpRequest, code: str) -> Region:
        return get_object_or_404(RegionPage.objects.live().select_related("region"), region__code=code).region

    def title(self, region: Region) -> str:  # type: ignore[override]
        return _("Disclosures of %(place)s") % {"place": region.name}

    def link(self, region: Region) -> str:  # type: ignore[override]
        return place_url(region.code)

    def items(self, region: Region) -> list[DisclosurePage]:  # type: ignore[override]
        return list(published.disclosures().filter(region__path__startswith=region.path)[:NEWEST])
