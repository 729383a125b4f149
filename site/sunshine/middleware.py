"""What every request passes through: an id for the logs, a language, the rule of what a cache may keep."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation.trans_real import parse_accept_lang_header

from sunshine import paths

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The form in which a reverse proxy makes its ids; anything else could carry words into the log.
_PROXY_ID = re.compile(r"[0-9a-f]{32}\Z")


class RequestIdMiddleware:
    """Gives each request an id, binds it to the logs and returns it; writes the access log.

    The access log has method, route, status and time. No address, no browser, no query string; and of
    residents' pages no line at all.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _PROXY_ID.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        start = time.perf_counter()
        response = self.get_response(request)
        if not paths.is_quiet(request.path):
            ms = round((time.perf_counter() - start) * 1000)
            log.info(
                "request",
                method=request.method,
                path=paths.route_of(request),
                status=response.status_code,
                ms=ms,
            )
        response["X-Request-ID"] = request_id
        return response


class CacheMiddleware:
    """Nothing is kept unless its view says that it is public, and then with a validator.

    A response that calls itself public and yet sets a cookie, or differs by cookie, is not: it is treated as
    private and reported, because a shared cache would hand one person's page to the next.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if paths.is_resident(request.path) or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
            return response
        if "public" not in response["Cache-Control"] or not isinstance(response, HttpResponse):
            return response
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            log.error("public page with a cookie", path=paths.route_of(request))
            response["Cache-Control"] = "no-store"
            return response
        return self._validated(request, response)

    def _validated(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response


class PolicyMiddleware(CSPMiddleware):
    """Says what a page may load and run: the site's policy, or that of ``SUNSHINE_POLICIES`` for its address."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            policies = settings.SUNSHINE_POLICIES
            parts.config = next(
                (policies[start] for start in policies if request.path_info.startswith(start)), None
            )
        return parts


class VisitMiddleware(SessionMiddleware):
    """Gives residents' pages a session of their own, with a cookie of its own, apart from the one of staff.

    No row may hold both who is signed in and what was filed: a member of staff who files anonymously at the office
    would not be anonymous. On these pages the staff's cookie is not there at all, so nobody is signed in on them.
    """

    def process_request(self, request: HttpRequest) -> None:
        if paths.is_resident(request.path_info):
            others = {
                name: value for name, value in request.COOKIES.items() if name != settings.SESSION_COOKIE_NAME
            }
            visit = request.COOKIES.get(settings.SUNSHINE_VISIT_COOKIE)
            request.COOKIES = others | ({settings.SESSION_COOKIE_NAME: visit} if visit else {})
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        ours = paths.is_resident(request.path_info)
        morsel = response.cookies.pop(settings.SESSION_COOKIE_NAME, None) if ours else None
        if morsel is not None:
            morsel.set(settings.SUNSHINE_VISIT_COOKIE, morsel.value, morsel.coded_value)
            response.cookies[morsel.key] = morsel
        return response


class LanguageMiddleware:
    """Chooses the language: of a public page by its address, of the API by the caller's header.

    The admin starts in the default language; who is signed in has it changed to their own. No cookie and no
    ``Accept-Language`` has a say on a public page: one address is one text, for readers and for caches.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = self._language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if paths.is_api(request.path):
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response

    def _language_of(self, request: HttpRequest) -> str:
        if paths.is_api(request.path):
            return _accepted_language(request.headers.get("Accept-Language", ""))
        return "en" if request.path_info.startswith(paths.ENGLISH) else settings.LANGUAGE_CODE


def _accepted_language(header: str) -> str:
    """The first of our languages that the header names, else the default."""
    for code, _weight in parse_accept_lang_header(header.lower()):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:  # a language that we do not have: try the next
            continue
    return settings.LANGUAGE_CODE
