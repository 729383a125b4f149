"""Pages of the site itself: probes, the start page in large type, what is shown when something is refused."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.pages.models import SiteSettings
from sunshine import cache, health, paths, resending, storage
from sunshine.problems import problem

FULL_SECONDS = 300  # after which it is worth trying again
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing of what stands behind it."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache and worker answer: 200; else 503 with what is wrong, by name, without addresses or secrets."""
    problems = _problems()
    status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
    return JsonResponse({"ready": not problems, "problems": problems}, status=status)


def _problems() -> dict[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        age = health.worker_age()
        fault = cache.fault()
    except DatabaseError as error:
        return {"database": type(error).__name__}
    problems = {"cache": fault} if fault else {}
    if age is None:
        problems["worker"] = "has not been seen yet"
    elif health.is_late(age):
        problems["worker"] = f"was last seen {int(age.total_seconds())} s ago"
    return problems


@require_safe
@cache_control(public=True, max_age=60)
def elder(request: HttpRequest) -> HttpResponse:
    """The start page in large type (长辈版), which needs no JavaScript: the main tasks and nothing else."""
    return render(request, "sunshine/elder.html")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone: every page of one person."""
    private = (*paths.RESIDENT, *paths.STAFF, *paths.API)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    lines += [f"Disallow: {paths.ENGLISH}{path[1:]}" for path in (*paths.RESIDENT, "/accounts/")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest: name, colours and icon for a phone's home screen."""
    name = SiteSettings.for_request(request).name_here
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "start_url": request.path.removesuffix("manifest.webmanifest"),
            "display": "browser",
            "background_color": "#fcfcfa",
            "theme_color": "#fcfcfa",
            "icons": [{"src": static("sunshine/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for the old address whatever the page says."""
    return redirect(static("sunshine/icon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the request was larger than we take. Never a 500."""
    if isinstance(exception, TOO_MUCH):
        return _refusal(
            request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "413.html", _("This is more than the site takes")
        )
    return _refusal(request, HTTPStatus.BAD_REQUEST, "400.html", _("The site could not read this request"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _refusal(request, HTTPStatus.FORBIDDEN, "403.html", _("This page is not open to you"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also what is shown of a case to somebody who may not know of it."""
    return _refusal(request, HTTPStatus.NOT_FOUND, "404.html", _("There is no such page"))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 507 where the disk is full. The page asks nothing of database, cache or compiled files: any of them may
    be what failed. Every error that nobody expected ends here, whatever it was that met it, and a form that it met is
    in the page, to be sent again."""
    if storage.is_full(sys.exception()):
        return _storage_full(request)
    if paths.is_api(request.path):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side"))
    context = _home(request) | resending.context(request)
    return render(None, "500.html", context, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _storage_full(request: HttpRequest) -> HttpResponse:
    """507: nothing could be stored. What was typed is in the page, to be sent again once there is room."""
    title, later = _("The site can't store anything just now"), {"Retry-After": str(FULL_SECONDS)}
    if paths.is_api(request.path):
        return problem(HTTPStatus.INSUFFICIENT_STORAGE, title, headers=later)
    context = _home(request) | resending.context(request)
    response = render(None, "507.html", context, status=HTTPStatus.INSUFFICIENT_STORAGE)
    response["Retry-After"] = later["Retry-After"]
    return response


def _home(request: HttpRequest) -> dict[str, Any]:
    lang = "en" if request.path.startswith(paths.ENGLISH) else "zh-Hans"
    return {"lang": lang, "home_url": paths.ENGLISH if lang == "en" else "/"}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form without a valid token: expired, or sent from elsewhere. Nothing was done.

    A view that can show its form again with what was typed has an attribute ``csrf_failed(request)`` that
    returns the response; it must not act on the data. The visitor presses the button once more.
    """
    match = request.resolver_match
    view = getattr(match.func, "view_class", match.func) if match else None
    again = getattr(view, "csrf_failed", None)
    if again is not None:
        return again(request)
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def _refusal(request: HttpRequest, status: HTTPStatus, template: str, title: str) -> HttpResponse:
    if paths.is_api(request.path):
        return problem(status, title)
    return render(request, template, {"error_title": title}, status=status)
