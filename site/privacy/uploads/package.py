"""DOCX and XLSX as packages (OPC): a ZIP archive of parts that point to each other by relationships.

Reading is bounded by what really unpacks, never by what the archive claims. Only parts that are reached from
the root over wanted relationships come out again, into a new archive without dates, comments or gaps.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from privacy.uploads import xmlfilter
from privacy.uploads.kinds import MAX_PARTS, MAX_UNPACKED, require

TYPES = "[content_types].xml"
_CHUNK = 64 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True)
class Relationship:
    """One arrow of the package.

    ``kind`` is the last word of its type; ``target`` is a part, or None if outside.
    """

    id: str
    type: str
    target: str | None

    @property
    def kind(self) -> str:
        return self.type.rstrip("/").rpartition("/")[2]


class Package:
    """A package to read. Part names are kept in lower case, without the leading slash."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._budget = MAX_UNPACKED
        entries = self._zip.infolist()
        require(len(entries) <= MAX_PARTS, "bomb")
        self.parts: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.is_dir():
                continue
            name = entry.filename.lower()
            require(_is_plain(name) and name not in self.parts)
            require(not entry.flag_bits & 0x1, "encrypted")
            require(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            self.parts[name] = entry
        require(TYPES in self.parts, "archive")
        self._defaults, self._overrides = self._read_types()

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part's content, piece by piece.

        Raises ``Rejected("bomb")`` when all parts together unpack to too much.
        """
        with self._zip.open(self.parts[part]) as stream:
            while chunk := stream.read(_CHUNK):
                self._budget -= len(chunk)
                require(self._budget >= 0, "bomb")
                yield chunk

    def read(self, part: str) -> bytes:
        return b"".join(self.chunks(part))

    def type_of(self, part: str) -> str:
        """The content type that the package declares for the part."""
        return self._overrides.get(part) or self._defaults.get(part.rpartition(".")[2], "")

    def relationships(self, part: str) -> list[Relationship]:
        """What the part points to; the root of the package is the part with the empty name."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self.parts:
            return []
        return [
            Relationship(row.get("Id", ""), row.get("Type", ""), self._resolve(folder, row))
            for _, row in xmlfilter.elements(self.chunks(source), "Relationship")
        ]

    def _resolve(self, folder: str, row: Mapping[str, str]) -> str | None:
        if row.get("TargetMode", "").lower() == "external":
            return None
        target = unquote(row.get("Target", "")).lower()
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return path if path in self.parts else None

    def _read_types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults, overrides = {}, {}
        for name, row in xmlfilter.elements(self.chunks(TYPES), "Default", "Override"):
            content_type = row.get("ContentType", "")
            if name == "Default":
                defaults[row.get("Extension", "").lower()] = content_type
            else:
                overrides[unquote(row.get("PartName", "")).lower().lstrip("/")] = content_type
        return defaults, overrides


def _is_plain(name: str) -> bool:
    """Whether an entry's name is a relative path of ordinary pieces."""
    pieces = name.split("/")
    return (
        len(name) <= 200
        and "\\" not in name
        and "\0" not in name
        and all(p not in ("", ".", "..") for p in pieces)
    )


@dataclass
class Kept:
    """A part that comes out again: the relationship over which it was reached, and what it may point to."""

    name: str
    kind: str
    content_type: str
    links: list[Relationship] = field(default_factory=list)
    cut: frozenset[str] = frozenset()  # ids of relationships that are gone


def reach(package: Package, wanted: Callable[[str, Relationship], bool]) -> list[Kept]:
    """The parts that are reached from the root over relationships for which ``wanted(kind of the source,
    it)`` holds.

    A wanted relationship out of the package or to a missing part is cut like an unwanted one.
    """
    found = {"": Kept("", "", "")}
    queue = [found[""]]
    while queue:
        source = queue.pop(0)
        relationships = package.relationships(source.name)
        source.links = [row for row in relationships if wanted(source.kind, row) and row.target is not None]
        source.cut = frozenset(row.id for row in relationships) - {row.id for row in source.links}
        for row in source.links:
            assert row.target is not None
            if row.target not in found:
                found[row.target] = Kept(row.target, row.kind, package.type_of(row.target))
                queue.append(found[row.target])
    return list(found.values())


def write(kept: Iterable[Kept], content: Callable[[Kept], Iterable[bytes]]) -> bytes:
    """A new package of the kept parts, each with the content that ``content`` gives."""
    kept = list(kept)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        _add(out, "[Content_Types].xml", [_types(kept)])
        for part in kept:
            if part.links:
                folder, name = posixpath.split(part.name)
                _add(out, quote(posixpath.join(folder, "_rels", f"{name}.rels")), [_links(part.links)])
            if part.name:
                _add(out, quote(part.name), content(part))
    return buffer.getvalue()


def _add(out: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with out.open(entry, "w") as stream:
        for chunk in chunks:
            stream.write(chunk)


def _types(kept: Iterable[Kept]) -> bytes:
    rows = "".join(
        xmlfilter.tag("Override", {"PartName": f"/{quote(part.name)}", "ContentType": part.content_type})
        for part in kept
        if part.name
    )
    defaults = xmlfilter.tag("Default", {"Extension": "rels", "ContentType": _RELS_TYPE})
    return xmlfilter.document("Types", _CONTENT_TYPES, defaults + rows)


def _links(links: Iterable[Relationship]) -> bytes:
    rows = "".join(
        xmlfilter.tag(
            "Relationship", {"Id": row.id, "Type": row.type, "Target": f"/{quote(row.target or '')}"}
        )
        for row in links
    )
    return xmlfilter.document("Relationships", _RELATIONSHIPS, rows)
