"""What one press of a button sent (一次提交): so that a second press can be told from something else sent."""

from __future__ import annotations

import json

from django.http import HttpRequest

from privacy.crypto import keyed_hash

# Between two presses these may differ, and say nothing of what is sent.
_NOT_SAID = ("csrfmiddlewaretoken", "number", "password")


def mark(request: HttpRequest) -> str:
    """The same for the same words in the same form with the same files; nobody can read anything in it.

    Taken from the request as it came: whether it was sent before must be known before files are looked at.
    """
    said = sorted((name, values) for name, values in request.POST.lists() if name not in _NOT_SAID)
    files = [(file.name, file.size) for file in request.FILES.getlist("files")]
    return keyed_hash("sent", json.dumps([said, files]))
