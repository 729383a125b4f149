"""A form that could not be taken, put into a page from which it can be sent again: nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token

LONG = 20  # characters; longer texts are shown, so that they can be copied elsewhere


def context(request: HttpRequest) -> dict[str, Any]:
    """What ``507.html`` needs: fields to carry on unseen, texts to show, and which files are to be chosen again.

    A form with a password in it is not repeated: passwords are written into no page.
    """
    typed = _typed(request)
    if not typed or any("password" in name for name, _value in typed):
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
    if request.method != "POST":
        return []
    try:
        fields = request.POST.lists()
    except OSError:  # the disk was full before the form was read to its end
        return []
    return [
        (name, str(value)) for name, values in fields for value in values if name != "csrfmiddlewaretoken"
    ]


def _was_written(value: str) -> bool:
    """By a person: a machine's marks are ASCII without spaces."""
    return len(value) > LONG and (not value.isascii() or any(char.isspace() for char in value))
