"""Reads the texts that come with the product (``data/*.md``) into the blocks of a page.

A small part of Markdown: ``# title``, the opening sentence, ``## heading``, paragraphs, ``- `` and ``1. ``
lists, ``> `` callouts, ``| a | b |`` tables with ``|= caption`` above; in a line bold words, code and links.
Anything else is text. An editor changes the page in the admin, not the file.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

Block = tuple[str, Any]

_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<address>[^)\s]+)\)")
_NUMBERED = re.compile(r"\d+\. ")


@dataclass
class Prose:
    """A text as a page holds it."""

    title: str = ""
    lede: str = ""
    blocks: list[Block] = field(default_factory=list)


def read(source: str) -> Prose:
    """The title, the opening sentence and the blocks of a text."""
    prose = Prose()
    for part in re.split(r"\n\s*\n", source.strip()):
        lines = part.strip().splitlines()
        if lines[0].startswith("# "):
            prose.title = lines[0][2:]
        elif not prose.lede and not prose.blocks:
            prose.lede = " ".join(lines)
        else:
            prose.blocks.append(_block(lines))
    return prose


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("## "):
        return "heading", first[3:]
    if first.startswith("> "):
        return "callout", rich(" ".join(line[2:] for line in lines))
    if first.startswith("|"):
        return "table", _table(lines)
    if first.startswith("- "):
        return "list", {"kind": "dots", "items": [rich(line[2:]) for line in lines]}
    if _NUMBERED.match(first):
        items = [rich(_NUMBERED.sub("", line, count=1)) for line in lines]
        return "list", {"kind": "numbers", "items": items}
    return "paragraph", rich(" ".join(lines))


def _table(lines: list[str]) -> dict[str, str]:
    caption = lines[0][2:].strip() if lines[0].startswith("|=") else ""
    rows = lines[1:] if caption else lines
    return {"caption": caption, "cells": "\n".join(row.strip("| ") for row in rows)}


def rich(text: str) -> str:
    """One line as the HTML of a rich text field."""
    return f"<p>{inline(text)}</p>"


def inline(text: str) -> str:
    """One line's bold words, code and links as HTML; everything else escaped."""
    pieces, at = [], 0
    for match in _INLINE.finditer(text):
        pieces.append(html.escape(text[at : match.start()], quote=False))
        pieces.append(_marked(match))
        at = match.end()
    pieces.append(html.escape(text[at:], quote=False))
    return "".join(pieces)


def _marked(match: re.Match[str]) -> str:
    if match["bold"]:
        return f"<b>{html.escape(match['bold'], quote=False)}</b>"
    if match["code"]:
        return f"<code>{html.escape(match['code'], quote=False)}</code>"
    return f'<a href="{html.escape(match["address"])}">{html.escape(match["text"], quote=False)}</a>'
