"""Which addresses belong to residents, to staff and to machines: one table for language, caching and logs."""

from __future__ import annotations

from django.http import HttpRequest

# What a resident does here is nobody's business: no line of it in the access log, no copy in any cache.
RESIDENT = ("/petition/", "/track/")
# Pages of one person, or of nobody in particular: never stored by a browser or a proxy.
STAFF = ("/accounts/", "/admin/", "/documents/")
# The admin speaks the language of whoever is signed in, and has one address for all.
DESK = ("/admin/", "/documents/")
API = ("/api/",)
# What follows in the address is a case number, however it was spelt.
API_CASES = "/api/v1/petitions/"
SIGN_IN = "/accounts/login/"
PROBES = ("/healthz/", "/readyz/")
STATIC = ("/static/",)

ENGLISH = "/en/"

# Where a request says by which pattern it was found, when it was answered before any pattern was asked.
ROUTE = "sunshine.route"


def without_language(path: str) -> str:
    """The path as the Chinese site has it: ``/en/track/`` gives ``/track/``."""
    return path[len(ENGLISH) - 1 :] if path.startswith(ENGLISH) else path


def is_resident(path: str) -> bool:
    """Whether the path is part of filing or following a petition, in either language."""
    return without_language(path).startswith(RESIDENT)


def is_never_copied(path: str) -> bool:
    """Whether the site keeps no copy of an answer under the path: it is no page, or one that not everybody sees."""
    return is_resident(path) or without_language(path).startswith((*STAFF, *PROBES, *STATIC, *API))


def is_desk(path: str) -> bool:
    """Whether the path is the admin or a document view, which have no second address in English."""
    return path.startswith(DESK)


def is_api(path: str) -> bool:
    """Whether the path is answered by the API, whose language is the caller's header."""
    return path.startswith(API)


def is_quiet(path: str) -> bool:
    """Whether the access log says nothing of the path: residents' steps, probes and style sheets."""
    return is_resident(path) or path.startswith((*PROBES, *STATIC))


def route_of(request: HttpRequest) -> str:
    """The path, or where an address holds a part of its own, such as a case number, the pattern it was found by.

    A number spelt so that no address fits it is still a number.
    """
    if ROUTE in request.META:
        return str(request.META[ROUTE])
    if request.path.startswith(API_CASES) and request.path != API_CASES:
        return f"{API_CASES}<number>/"
    match = request.resolver_match
    return f"/{match.route}" if match is not None and match.kwargs else request.path
