"""Feeds of what is published, as Atom (RFC 4287): the newest of a list, for readers and other sites.

A feed holds what its list holds. Copies are kept for a minute, by the site and by anybody (``docs/decisions/0018``):
the site drops its own as soon as something is withdrawn, others have it for what is left of their minute.
"""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from delivery.public.caching import cacheable

NEWEST = 50


class SiteAtom(Atom1Feed):
    """Atom whose addresses are the site's own, whatever Host a request named."""

    content_type = "application/atom+xml; charset=utf-8"


def absolute(path: str) -> str:
    """A path of the site as a full address."""
    return path if urlsplit(path).netloc else f"{settings.WAGTAILADMIN_BASE_URL}{path}"


class PublicFeed(Feed):
    """The newest fifty of a list. A subclass gives ``title``, ``link``, ``items`` and what Django's ``Feed`` asks for.

    ``items`` are at most ``NEWEST``; each has ``item_title``, ``item_description``, ``item_link``, ``item_pubdate``
    (a datetime) and ``item_updateddate``.
    """

    feed_type = SiteAtom

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return cacheable(super().__call__(request, *args, **kwargs))

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        """Django takes the domain from the request; here it is always the site's own."""
        feed = super().get_feed(obj, request)
        feed.feed["link"] = absolute(urlsplit(feed.feed["link"])._replace(scheme="", netloc="").geturl())
        feed.feed["feed_url"] = absolute(request.path)
        feed.feed["id"] = feed.feed["feed_url"]
        for item in feed.items:
            item["link"] = absolute(urlsplit(item["link"])._replace(scheme="", netloc="").geturl())
            item["unique_id"] = item["link"]
        return feed

    def item_guid_is_permalink(self, item: Any) -> bool:
        return True


def midnight(day: datetime.date) -> datetime.datetime:
    """The beginning of a day in the site's time zone, for lists that know days alone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
