"""A form that could not be taken, put into a page from which it can be sent again: nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, RawPostDataException
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token

from sunshine import paths

# The disk was full before the form was read to its end, or the error is that it could not be read at all.
UNREADABLE = (OSError, SuspiciousOperation, MultiPartParserError, RawPostDataException)
LONG = 20  # characters; longer texts are shown, so that they can be copied elsewhere


def context(request: HttpRequest) -> dict[str, Any]:
    """What ``send_again.html`` needs: fields to carry on unseen, texts to show, which files are to be chosen again.

    Passwords are written into no page: one that belongs to a resident's form is asked for again, and a form of staff
    that has one, such as that of signing in, is not repeated.
    """
    sent = _typed(request)
    typed = [field for field in sent if "password" not in field[0]]
    if not typed or (len(typed) < len(sent) and not paths.is_resident(request.path)):
        return {}
    shown = [field for field in typed if _was_written(field[1])]
    return {
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "carried": [field for field in typed if field not in shown],
        "shown": shown,
        "files": [
            (name, [file.name for file in request.FILES.getlist(name)]) for name in sorted(request.FILES)
        ],
    }


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    # A form that nobody has checked yet may be another site's: a button of ours below it would send it with our token.
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    try:
        fields = request.POST.lists()
    except UNREADABLE:
        return []
    return [
        (name, str(value)) for name, values in fields for value in values if name != "csrfmiddlewaretoken"
    ]


def _was_written(value: str) -> bool:
    """By a person: a machine's marks are ASCII without spaces."""
    return len(value) > LONG and (not value.isascii() or any(char.isspace() for char in value))
