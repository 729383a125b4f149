"""DOCX and XLSX: text, tables and pictures stay; who wrote them, what reaches out and what runs goes.

Fields and formulas become their last values, links become plain text. Content that only another program
could show (embedded objects, metafiles) can't be checked and would be lost without a word: such a file is
refused, with the advice to save it as a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from privacy.uploads import office_rules as rules
from privacy.uploads import xmlfilter
from privacy.uploads.images import redraw
from privacy.uploads.kinds import Rejected, require
from privacy.uploads.package import Kept, Package, Relationship, reach, write
from privacy.uploads.segments import cut_jpeg, cut_png
from privacy.uploads.xmlfilter import Attributes, Verdict

_KEEP = object()


def clean_office(data: bytes) -> tuple[str, bytes]:
    """A DOCX or XLSX written anew: ``(kind, content)``. Raises ``Rejected`` or what the parsers raise."""
    package = Package(data)
    kind = _kind(package)

    def wanted(source_kind: str, row: Relationship) -> bool:
        # A chart's copy of its numbers is an embedded workbook: the drawn values stay without it.
        if row.kind in rules.REFUSED_PARTS and (source_kind, row.kind) != ("chart", "package"):
            raise Rejected(rules.REFUSED_PARTS[row.kind])
        return row.kind in rules.WANTED_PARTS[kind]

    kept = reach(package, wanted)
    pictures = {part.name: _picture(package, part) for part in kept if part.kind == "image"}
    for part in kept:
        require(not part.name or part.kind == "image" or _is_xml(part))
    return kind, write(
        kept, lambda part: [pictures[part.name]] if part.kind == "image" else _content(package, kind, part)
    )


def _kind(package: Package) -> str:
    """``docx`` or ``xlsx`` by the type of the main part.

    Raises ``Rejected`` for macros and other archives.
    """
    require(not any(rules.UNSAFE_PART.search(name) for name in package.parts), "macros")
    for row in package.relationships(""):
        if row.kind == "officeDocument" and row.target is not None:
            main_type = package.type_of(row.target)
            require(not rules.UNSAFE_TYPE.search(main_type), "macros")
            if main_type.lower() in rules.MAIN_TYPES:
                return rules.MAIN_TYPES[main_type.lower()]
    raise Rejected("archive")


def _is_xml(part: Kept) -> bool:
    return bool(rules.XML_TYPE.fullmatch(part.content_type)) and not rules.UNSAFE_TYPE.search(
        part.content_type
    )


def _picture(package: Package, part: Kept) -> bytes:
    """A picture without metadata, its type told from its content. Raises for kinds that can't be cleaned."""
    data = package.read(part.name)
    if data.startswith(b"\xff\xd8\xff"):
        kind, content = "jpg", cut_jpeg(data)
    elif data.startswith(b"\x89PNG"):
        kind, content = "png", cut_png(data)
    elif data.startswith(b"GIF8"):
        kind, content = redraw(data, "gif", kept_as="gif")
    else:
        raise Rejected("office_objects")
    part.content_type = rules.PICTURE_TYPES[kind]
    return content


def _content(package: Package, kind: str, part: Kept) -> Iterable[bytes]:
    """The part's XML as the rules for its place leave it."""
    if kind == "xlsx" and part.kind == "comments":
        return _notes(package, part)
    if kind == "docx":
        fields = "".join(xmlfilter.texts(package.chunks(part.name), "instrText"))
        require(not rules.UNSAVED_FIELDS.search(fields), "office_objects")
    return xmlfilter.rewrite(package.chunks(part.name), _judge(kind, part))


def _judge(kind: str, part: Kept) -> xmlfilter.Judge:
    drop, unwrap = rules.DROP_ANYWHERE, frozenset[str]()
    if kind == "docx":
        drop, unwrap = rules.DROP_DOCX, rules.UNWRAP_DOCX
    elif part.kind == "officeDocument":
        drop = rules.DROP_WORKBOOK
    elif part.kind in ("worksheet", "chartsheet"):
        drop = rules.DROP_SHEET

    def judge(name: str, attributes: Attributes) -> Attributes | Verdict:
        if name in drop:
            return Verdict.DROP
        if name in unwrap:
            return Verdict.UNWRAP
        if (
            part.cut
            and name not in rules.OUTLIVES_TARGET
            and any(_points(part, row) for row in attributes.items())
        ):
            return Verdict.DROP
        kept = {}
        for key, value in attributes.items():
            treatment = _treatment(kind, name, key)
            if treatment is _KEEP and not (part.cut and _points(part, (key, value))):
                kept[key] = value
            elif isinstance(treatment, str):
                kept[key] = treatment
        return kept

    return judge


def _points(part: Kept, attribute: tuple[str, str]) -> bool:
    """Whether an attribute (``r:id``, ``r:embed`` …) holds the id of a relationship that is gone."""
    name, value = attribute
    return value in part.cut and ":" in name and not name.startswith("xmlns")


@lru_cache(maxsize=10_000)  # asked for each attribute of each cell; the names are few
def _treatment(kind: str, name: str, key: str) -> str | object | None:
    """What becomes of an attribute: ``_KEEP``, another value, or None where it tells who or when."""
    word = xmlfilter.local(key)
    if key.startswith("xmlns"):
        return _KEEP
    if word in rules.DROP_ATTRIBUTES or word.startswith("rsid"):
        return None
    if word == "date" and kind == "docx":  # of a change; in a workbook it is no such thing
        return None
    if word == "name" and name in rules.NAMED_AFTER_FILES:
        return "-"
    return rules.WRITERS.get(word, _KEEP)


def _notes(package: Package, part: Kept) -> Iterable[bytes]:
    """Cell notes without their writers: Excel keeps a list of them, and begins each note with the name."""
    writers = {name.strip() for name in xmlfilter.texts(package.chunks(part.name), "author")} - {""}
    openings = tuple(f"{writer}{colon}" for writer in writers for colon in (":", "："))

    def reword(element: str, text: str) -> str:
        opening = next((name for name in openings if element == "t" and text.startswith(name)), "")
        return text.removeprefix(opening).lstrip("\n") if opening else text

    ordinary = _judge("xlsx", part)

    def judge(name: str, attributes: Attributes) -> Attributes | Verdict:
        return Verdict.BLANK if name == "author" else ordinary(name, attributes)

    return xmlfilter.rewrite(package.chunks(part.name), judge, reword)
