"""The page on which the public searches. It reads alone, and any cache may keep it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.public.caching import cacheable
from search import presenting
from search.engines.base import BadCursor, EngineFault
from search.finding import Found, Unavailable, find
from search.parameters import BadParameters, Wanted, read
from search.suggestions import suggestions

RETRY_SECONDS = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over all that is public. A value that can't be read is named, and nothing is found by guessing."""
    try:
        found = find(read(request.GET.dict()), loosening=True)
    except (BadParameters, BadCursor) as bad:
        return _unreadable(request, bad)
    except Unavailable:
        return _unavailable(request)
    return cacheable(
        _page(request, found.wanted, {"found": found, **presenting.context(found), **_help(found)})
    )


def _help(found: Found) -> dict[str, Any]:
    """What to try where nothing has all the words."""
    if found.total and not found.loosened:
        return {}
    try:
        return presenting.suggestion_links(suggestions(found.wanted))
    except EngineFault:  # it failed since it answered: the page stands without
        return {}


def _unreadable(request: HttpRequest, bad: BadParameters | BadCursor) -> HttpResponse:
    problems = bad.problems if isinstance(bad, BadParameters) else {"cursor": ""}
    wanted = Wanted(q="" if "q" in problems else request.GET.get("q", ""))
    return _page(request, wanted, {"problems": problems}, HTTPStatus.BAD_REQUEST)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """503: everything else on the site goes on, filing a petition too."""
    wanted = read(request.GET.dict())
    context = {"unavailable": True, "chips": presenting.chips(wanted)}
    response = _page(request, wanted, context, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _page(
    request: HttpRequest, wanted: Wanted, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "search/search.html", {"wanted": wanted, **context}, status=status)
