"""Copies of public pages, kept by the site itself for as long as anybody may keep them."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_max_age

from delivery.public import caching
from sunshine import paths


@dataclass(frozen=True)
class Copy:
    """A page as it was answered, packed; ``made`` is a time in seconds."""

    made: float
    headers: dict[str, str]
    packed: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> Copy:
        return cls(time.time(), dict(response.headers), zlib.compress(response.content, level=1))

    def answer(self) -> HttpResponse:
        """The page again, saying how old it is: whoever keeps it further keeps it for what is left of its minute."""
        age = max(0, int(time.time() - self.made))
        return HttpResponse(zlib.decompress(self.packed), headers=self.headers | {"Age": str(age)})


class KeptPagesMiddleware:
    """Answers a public page from its copy while there is one. What changes anything public drops all copies.

    Only addresses without a query are kept: there are as many as there are pages, and nobody fills the cache with
    inventions. The copy belongs to what was public when the page began to be made, so that one that was made while
    something was withdrawn is never found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if not key:
            return self.get_response(request)
        copy = cache.get(key)
        if copy is not None:
            return copy.answer()
        response = self.get_response(request)
        seconds = get_max_age(response)
        if seconds and isinstance(response, HttpResponse) and _is_for_all(response):
            cache.set(key, Copy.of(response), seconds)
        return response


def _key(request: HttpRequest) -> str:
    """Under what the copy lies; nothing for a request whose answer is never kept."""
    if request.method != "GET" or request.META.get("QUERY_STRING") or paths.is_private(request.path):
        return ""
    try:
        address = f"{request.scheme}://{request.get_host()}{request.path}"
    except DisallowedHost:
        return ""
    return "page:" + hashlib.sha256(f"{caching.generation()} {address}".encode()).hexdigest()


def _is_for_all(response: HttpResponse) -> bool:
    kept = response.get("Cache-Control", "")
    plain = response.status_code == 200 and not response.cookies and not response.has_header("Vary")
    return plain and "public" in kept
