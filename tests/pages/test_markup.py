"""The HTML of the site's own pages is well formed: every tag closed, every id once, headings in order."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client
from wagtail.models import Site

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PAGES = ["/", "/help/", "/office/", "/privacy/", "/accessibility/", "/elder/", "/nowhere/"]
BOTH = [*PAGES, *(f"/en{path}" for path in PAGES)]


class Outline(HTMLParser):
    """Follows tags as they open and close, and notes what does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> has what the content policy forbids")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at {self.getpos()}")


def outline_of(client: Client, path: str) -> Outline:
    outline = Outline()
    outline.feed(client.get(path).content.decode())
    return outline


def test_the_markup_is_well_formed(site: Site, client: Client) -> None:
    for path in BOTH:
        outline = outline_of(client, path)
        assert outline.faults == [], path
        assert outline.open == [], path
        assert len(outline.ids) == len(set(outline.ids)), path


def test_headings_go_down_one_step_at_a_time(site: Site, client: Client) -> None:
    for path in BOTH:
        levels = outline_of(client, path).headings
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False)), path
