"""Copies of public pages, kept by the site itself for as long as anybody may keep them."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_max_age, patch_cache_control

from delivery.public import caching
from sunshine import paths

# A table of a whole county is made anew each time: a cache is for many small things.
LARGEST = 512 * 1024


@dataclass(frozen=True)
class Copy:
    """A page as it was answered, packed; ``until`` is a time in seconds, ``route`` what the access log calls it."""

    until: float
    route: str
    headers: dict[str, str]
    packed: bytes

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)

    def answer(self) -> HttpResponse:
        """The page again: whoever keeps it further keeps it for what is left of its minute."""
        response = HttpResponse(self.content, headers=self.headers)
        patch_cache_control(response, max_age=max(0, int(self.until - time.time())))
        return response


class KeptPagesMiddleware:
    """Answers a public page from its copy while there is one. What changes anything public drops all copies.

    Only addresses without a query are kept, and under the site's own name: there are as many as there are pages, and
    nobody fills the cache with inventions. Nobody who is signed in gets a copy: what a reviewer sees before it is
    public is asked for under the address of the public page. The copy belongs to what was public when the page began
    to be made, so that one that was made while something was withdrawn is never found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if not key:
            return self.get_response(request)
        copy = cache.get(key)
        if copy is not None:
            request.META[paths.ROUTE] = copy.route
            return copy.answer()
        response = self.get_response(request)
        seconds = min(get_max_age(response) or 0, caching.PUBLIC_SECONDS)
        if seconds and isinstance(response, HttpResponse) and _is_for_all(response):
            packed = zlib.compress(response.content, level=1)
            route = paths.route_of(request)
            cache.set(key, Copy(time.time() + seconds, route, dict(response.headers), packed), seconds)
        return response


def _key(request: HttpRequest) -> str:
    """Under what the copy lies; nothing for a request whose answer is never kept."""
    if request.method != "GET" or request.META.get("QUERY_STRING") or paths.is_never_copied(request.path):
        return ""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return ""
    try:
        host = request.get_host().lower()
    except DisallowedHost:
        return ""
    if host != urlsplit(settings.SUNSHINE_BASE_URL).netloc.lower():
        return ""
    address = f"{request.scheme}://{request.path}"
    return "page:" + hashlib.sha256(f"{caching.generation()} {address}".encode()).hexdigest()


def _is_for_all(response: HttpResponse) -> bool:
    kept = response.get("Cache-Control", "")
    plain = response.status_code == 200 and not response.cookies and not response.has_header("Vary")
    return plain and "public" in kept and len(response.content) <= LARGEST
