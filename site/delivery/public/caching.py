"""Public pages are cacheable by construction: for a minute, by anyone, and with no cookie in play."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

log = structlog.get_logger(__name__)

PUBLIC_SECONDS = 60
_GENERATION = "public:generation"

View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)


def cacheable(response: Response) -> Response:
    """The response, marked so that any cache may keep it for a minute."""
    patch_cache_control(response, public=True, max_age=kept_seconds())
    return response


def kept_seconds(now: datetime.datetime | None = None) -> int:
    """How long a cache may keep what is true now: a minute, but never past midnight, when things come down by date."""
    local = timezone.localtime(now)
    midnight = timezone.make_aware(
        datetime.datetime.combine(local.date() + datetime.timedelta(days=1), datetime.time.min)
    )
    return min(PUBLIC_SECONDS, int((midnight - local).total_seconds()))


def public_view(view: View) -> View:
    """A view that only reads, and that any cache may keep. It touches neither session nor user."""

    @require_safe
    @wraps(view)
    def public(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return cacheable(view(request, *args, **kwargs))

    return public


def generation() -> str:
    """A name for what is public now: another one after every change. Copies that the site keeps lie under it."""
    found = cache.get(_GENERATION)
    if found is None:
        cache.add(_GENERATION, uuid.uuid4().hex, None)
        found = cache.get(_GENERATION)
    return str(found)


def drop_copies(*_sender: object, **_signal: object) -> None:
    """Something public has changed: with the end of the transaction no page is answered from a copy made before."""
    transaction.on_commit(_renew, robust=True)


def _renew() -> None:
    fresh = uuid.uuid4().hex
    cache.set(_GENERATION, fresh, None)
    if cache.get(_GENERATION) != fresh:  # the cache swallows its own faults
        log.error("copies of pages not dropped: they are served until their minute is over")


class CacheableMixin:
    """A Wagtail page that any cache may keep for a minute. Its templates touch neither session nor user."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return cacheable(super().serve(request, *args, **kwargs))  # type: ignore[misc]
