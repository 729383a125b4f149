"""Public pages are cacheable by construction: for a minute, by anyone, and with no cookie in play."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

PUBLIC_SECONDS = 60


class CacheableMixin:
    """A Wagtail page that any cache may keep for a minute. Its templates touch neither session nor user."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
        return response
