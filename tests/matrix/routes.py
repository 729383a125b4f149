"""The route table: every address of the site, and with what its parts are filled when somebody asks for it.

``routes.json`` is data: a pattern as Django knows it → the values of its parts, with ``{number}``, ``{paper}`` and
``{file}`` standing for those of the case that a test made. A pattern that is not there fails the test that reads it, so
that nobody adds an address without saying how it is to be tried. ``python tests/matrix/routes.py`` adds what is
missing, for a person to look at.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).parent / "routes.json"
PARTS = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
# What a part of this name is filled with when a pattern is added to the table.
USUAL = {
    "number": "{number}",
    "paper_id": "{paper}",
    "notice_id": "{paper}",
    "file_id": "{file}",
    "attachment_id": "{file}",
    "code": "receipt",
    "language": "zh-hans",
    "action": "accept",
}


def table() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return loaded


def every_pattern(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Each pattern of the site, as the chain of its parts."""
    for entry in (resolver or get_resolver()).url_patterns:
        part = str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield prefix + part
        else:
            yield from every_pattern(entry, prefix + part)


def address(pattern: str, values: dict[str, str], case: dict[str, str]) -> str:
    """The address of a pattern with its parts filled in, without the marks of regular expressions."""
    filled = PARTS.sub(lambda part: values[part[1] or part[2]].format(**case), pattern)
    filled = re.sub(r"\(\?:([^()|]*)\|?[^()]*\)\??", r"\1", filled)
    filled = re.sub(r"\(\\d\+\)", "1", filled)
    bare = re.sub(r"\(\.\*\)|\.\*|[\^$\\()?*]|\[[^\]]*\]\+?/?", "", filled)
    return re.sub("/+", "/", f"/{bare}")


def names_of(petition: Any) -> dict[str, str]:
    """How an address names the case, its number and one of its papers, and pages that are there anyway."""
    import factories
    from matrix.kept import names_of_what_is_kept

    from cms.pages.models import HomePage, PlainPage
    from intake.summaries.models import PublicCase

    page = PlainPage.objects.first()
    assert page is not None, "the site's own pages are missing"
    return names_of_what_is_kept() | {
        "home": str(HomePage.objects.get().pk),
        "page": str(page.pk),
        "revision": str(page.latest_revision_id),
        "site": str(page.get_site().pk),
        "number": petition.shown_number,
        "hidden": petition.shown_number,
        "paper": str(petition.notices.first().pk),
        "file": str(petition.pk),
        # What is public has a name of its own: that of a petition opens nothing.
        "public": str(PublicCase.objects.values_list("pk", flat=True).first() or petition.pk),
        "phone": factories.WRITER.phone,
        "title": petition.title_masked,
    }


def usual_values(pattern: str) -> dict[str, str]:
    return {name: USUAL.get(name, "1") for part in PARTS.findall(pattern) for name in part if name}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.settings.test")
    django.setup()
    known = table() if TABLE.exists() else {}
    now = {pattern: known.get(pattern, usual_values(pattern)) for pattern in every_pattern()}
    TABLE.write_text(json.dumps(now, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
