"""What one press of a button sent (一次提交): so that a second press can be told from something else sent."""

from __future__ import annotations

import json

from django.http import HttpRequest

from privacy.crypto import keyed_hash

# Between two presses these may differ, and say nothing of what is sent.
_NOT_SAID = ("csrfmiddlewaretoken", "number", "password")


def mark(request: HttpRequest, *but: str) -> str:
    """The same for the same words in the same form with the same files; nobody can read anything in it.

    ``but`` names further fields that say nothing: without its key, the same words in another form are the same.
    Taken from the request as it came: whether it was sent before must be known before files are looked at.
    """
    said = sorted((name, values) for name, values in request.POST.lists() if name not in (*_NOT_SAID, *but))
    files = [(file.name, file.size) for file in request.FILES.getlist("files")]
    return keyed_hash("sent", json.dumps([said, files]))
