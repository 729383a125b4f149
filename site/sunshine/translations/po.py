"""PO files in, PO and MO files out: the few features of the format that our catalogues use."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HEADER = (
    "Project-Id-Version: sunshine\n"
    "Language: zh_Hans\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr[0]", "msgstr")
WRAP_AT = 100


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the text names file and line."""


@dataclass(frozen=True, order=True)
class Key:
    """What identifies a message: its English text and, where one text has two meanings, a context."""

    msgid: str
    context: str = ""


@dataclass
class Entry:
    """One message and its translation. ``note`` says who uses a message that our own code does not name."""

    key: Key
    text: str
    plural: str = ""
    note: str = ""
    fuzzy: bool = False
    line: int = 0


def read(path: Path) -> dict[Key, Entry]:
    """The entries of a PO file without its header. Raises ``CatalogueError`` on a bad or repeated entry."""
    entries: dict[Key, Entry] = {}
    for block in _blocks(path):
        entry = _entry(block, path)
        if entry is None or not entry.key.msgid:
            continue
        if entry.key in entries:
            raise CatalogueError(f"{path}:{entry.line}: {entry.key.msgid!r} is here twice")
        entries[entry.key] = entry
    return entries


def _blocks(path: Path) -> Iterable[list[tuple[int, str]]]:
    """Runs of lines between blank lines, with line numbers; obsolete entries (``#~``) are left out."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if line and not line.startswith("#~"):
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _entry(block: list[tuple[int, str]], path: Path) -> Entry | None:
    fields: dict[str, str] = {}
    notes: list[str] = []
    fuzzy = False
    current = ""
    for number, line in block:
        if line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        elif line.startswith("#."):
            notes.append(line[2:].strip())
        elif line.startswith("#"):
            continue
        else:
            word = next((word for word in KEYWORDS if line.startswith(word + " ")), "")
            if word in fields:
                raise CatalogueError(f"{path}:{number}: a blank line is missing before {word}")
            current = word or current
            fields[current] = fields.get(current, "") + _string(line[len(word) :].strip(), path, number)
    if not fields:
        return None
    key = Key(fields.get("msgid", ""), fields.get("msgctxt", ""))
    text = fields.get("msgstr[0]", fields.get("msgstr", ""))
    return Entry(key, text, fields.get("msgid_plural", ""), " ".join(notes), fuzzy, block[0][0])


def _string(quoted: str, path: Path, number: int) -> str:
    try:
        value = ast.literal_eval(quoted)
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(f"{path}:{number}: not a quoted string") from error
    if not isinstance(value, str):
        raise CatalogueError(f"{path}:{number}: not a quoted string")
    return value


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a PO file, sorted by message, so that two edits seldom touch the same lines."""
    blocks = [_lines("msgid", "") + _lines("msgstr", HEADER)]
    for entry in sorted(entries, key=lambda entry: entry.key):
        block = [f"#. {entry.note}"] if entry.note else []
        block += ["#, fuzzy"] if entry.fuzzy else []
        block += _lines("msgctxt", entry.key.context) if entry.key.context else []
        block += _lines("msgid", entry.key.msgid)
        block += _lines("msgid_plural", entry.plural) if entry.plural else []
        block += _lines("msgstr[0]" if entry.plural else "msgstr", entry.text)
        blocks.append(block)
    path.write_text("\n\n".join("\n".join(block) for block in blocks) + "\n", encoding="utf-8")


def _lines(keyword: str, text: str) -> list[str]:
    pieces = text.splitlines(keepends=True)
    if len(pieces) == 1 and len(text) <= WRAP_AT:
        return [f"{keyword} {_quoted(text)}"]
    return [f'{keyword} ""', *(_quoted(piece) for piece in pieces)] if pieces else [f'{keyword} ""']


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compiled(entries: Iterable[Entry]) -> bytes:
    """The bytes of the MO file that gettext reads: sorted originals, then translations, no hash table."""
    messages = {b"": HEADER.encode()}
    for entry in entries:
        if entry.text and not entry.fuzzy:
            context = f"{entry.key.context}\x04" if entry.key.context else ""
            plural = f"\x00{entry.plural}" if entry.plural else ""
            messages[f"{context}{entry.key.msgid}{plural}".encode()] = entry.text.encode()
    originals = sorted(messages)
    table_size = 8 * len(originals)
    ids = b"".join(text + b"\x00" for text in originals)
    ids_at = 28 + 2 * table_size
    tables = _offsets(originals, ids_at) + _offsets([messages[text] for text in originals], ids_at + len(ids))
    header = struct.pack("<7I", 0x950412DE, 0, len(originals), 28, 28 + table_size, 0, ids_at)
    return header + tables + ids + b"".join(messages[text] + b"\x00" for text in originals)


def _offsets(texts: list[bytes], start: int) -> bytes:
    table = b""
    for text in texts:
        table += struct.pack("<2I", len(text), start)
        start += len(text) + 1
    return table
