"""Public pages are cacheable by construction: for a minute, by anyone, and with no cookie in play."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

PUBLIC_SECONDS = 60
_GENERATION = "public:generation"

View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)


def cacheable(response: Response) -> Response:
    """The response, marked so that any cache may keep it for a minute."""
    patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


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
    transaction.on_commit(lambda: cache.set(_GENERATION, uuid.uuid4().hex, None), robust=True)


class CacheableMixin:
    """A Wagtail page that any cache may keep for a minute. Its templates touch neither session nor user."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return cacheable(super().serve(request, *args, **kwargs))  # type: ignore[misc]
