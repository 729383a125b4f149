"""Which addresses belong to residents, to staff and to machines: one table for language, caching and logs."""

from __future__ import annotations

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


def without_language(path: str) -> str:
    """The path as the Chinese site has it: ``/en/track/`` gives ``/track/``."""
    return path[len(ENGLISH) - 1 :] if path.startswith(ENGLISH) else path


def is_resident(path: str) -> bool:
    """Whether the path is part of filing or following a petition, in either language."""
    return without_language(path).startswith(RESIDENT)


def is_private(path: str) -> bool:
    """Whether no answer under the path is for everybody."""
    return is_resident(path) or path.startswith((*STAFF, *PROBES))


def is_desk(path: str) -> bool:
    """Whether the path is the admin or a document view, which have no second address in English."""
    return path.startswith(DESK)


def is_api(path: str) -> bool:
    """Whether the path is answered by the API, whose language is the caller's header."""
    return path.startswith(API)


def is_quiet(path: str) -> bool:
    """Whether the access log says nothing of the path: residents' steps, probes and style sheets."""
    return is_resident(path) or path.startswith((*PROBES, *STATIC))
