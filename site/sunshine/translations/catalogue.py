"""The one catalogue of the product: put in order, compared with the code, compiled."""

from __future__ import annotations

import re
from pathlib import Path

from sunshine import env
from sunshine.translations import po
from sunshine.translations.extract import UnreadableMessage, Use, uses

LOCALE = env.ROOT / "site" / "sunshine" / "locale"
SOURCE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")
ROOTS = [env.ROOT / name for name in ("cms", "intake", "search", "site")]
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def put_in_order(source: Path = SOURCE) -> None:
    """Write the catalogue sorted by message: whoever adds entries may write them anywhere."""
    po.write(source, po.read(source).values())


def compile_if_stale(source: Path = SOURCE, target: Path = COMPILED) -> bool:
    """Write the compiled catalogue unless it already has these very bytes. Returns whether it was written."""
    wanted = po.compiled(po.read(source).values())
    if target.exists() and target.read_bytes() == wanted:
        return False
    target.write_bytes(wanted)
    return True


def problems(roots: list[Path] | None = None, source: Path = SOURCE, target: Path = COMPILED) -> list[str]:
    """What is wrong with the catalogue, a sentence each; empty when every message has its translation."""
    try:
        used: dict[po.Key, Use] = {use.key: use for use in uses(ROOTS if roots is None else roots)}
        entries = po.read(source)
    except (UnreadableMessage, po.CatalogueError) as error:
        return [str(error)]
    found = [
        f"{_place(use)}: no translation of {key.msgid!r}" for key, use in used.items() if key not in entries
    ]
    for key, entry in entries.items():
        found += [f"{source.name}: {key.msgid!r} {fault}" for fault in _faults(entry, used.get(key))]
    if not target.exists() or target.read_bytes() != po.compiled(entries.values()):
        found.append(f"{target.name} is older than {source.name}")
    return sorted(found)


def _faults(entry: po.Entry, use: Use | None) -> list[str]:
    faults = []
    if not entry.text or entry.fuzzy:
        faults.append("is not translated")
    if use is None and not entry.note:
        faults.append("is used nowhere, and no note (#.) says by whom")
    if use is not None and use.plural != entry.plural:
        faults.append("has another plural in the code")
    if entry.text and _placeholders(entry.text) - _placeholders(entry.key.msgid + entry.plural):
        faults.append("has a placeholder in its translation that the message does not have")
    if entry.text and _placeholders(entry.plural or entry.key.msgid) - _placeholders(entry.text):
        faults.append("has a placeholder that its translation leaves out")
    return faults


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", ""))}


def _place(use: Use) -> str:
    path = use.path.relative_to(env.ROOT) if use.path.is_relative_to(env.ROOT) else use.path
    return f"{path}:{use.line}"
