"""XML rewritten as it streams by: no tree in memory, no entities, no document type.

The parser knows no namespaces, so that prefixes come out as they went in; Office files name prefixes in
attribute values and break when these change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from privacy.uploads.kinds import Rejected, require

MAX_DEPTH = 400
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FLUSH = 4096  # pieces gathered before they are handed on

Attributes = dict[str, str]


class Verdict(Enum):
    """What becomes of an element, if not written with its attributes."""

    DROP = "with all that is in it"
    UNWRAP = "its tags go, what is in it stays"
    BLANK = "it stays, what is in it goes"


Judge = Callable[[str, Attributes], Attributes | Verdict]
Reword = Callable[[str, str], str]


def local(name: str) -> str:
    """A qualified name without its prefix."""
    return name.rpartition(":")[2]


class _Rewriter:
    """Takes the parser's events and gathers the new text."""

    def __init__(self, judge: Judge, reword: Reword | None) -> None:
        self._judge, self._reword = judge, reword
        self._open: list[str | None] = []  # names to close; None where the tags were left out
        self._skipping = 0  # depth below an element whose content goes
        self.pieces: list[str] = [_HEAD]

    def start(self, name: str, attributes: Attributes) -> None:
        require(len(self._open) + self._skipping < MAX_DEPTH)
        if self._skipping:
            self._skipping += 1
            return
        verdict = self._judge(local(name), attributes)
        if verdict is Verdict.DROP:
            self._skipping = 1
        elif verdict is Verdict.UNWRAP:
            self._open.append(None)
        else:
            kept = attributes if verdict is Verdict.BLANK else verdict
            assert isinstance(kept, dict)
            self.pieces.append(f"<{name}{_written(kept)}>")
            if verdict is Verdict.BLANK:
                self.pieces.append(f"</{name}>")
                self._skipping = 1
            else:
                self._open.append(name)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        opened = self._open.pop()
        if opened is not None:
            self.pieces.append(f"</{opened}>")

    def text(self, text: str) -> None:
        if self._skipping:
            return
        if self._reword is not None:
            text = self._reword(local(self._open[-1] or "") if self._open else "", text)
        self.pieces.append(text if text.isalnum() else escape(text, {"\r": "&#13;"}))


def _written(attributes: Attributes) -> str:
    return "".join(
        [
            f' {name}="{value}"' if value.isalnum() else f" {name}={quoteattr(value)}"
            for name, value in attributes.items()
        ]
    )


def tag(name: str, attributes: Attributes) -> str:
    """An empty element."""
    return f"<{name}{_written(attributes)}/>"


def document(root: str, namespace: str, content: str) -> bytes:
    """A document of one root element in a default namespace around ready ``content``."""
    return f"{_HEAD}<{root}{_written({'xmlns': namespace})}>{content}</{root}>".encode()


def _refuse(*_: object) -> NoReturn:
    raise Rejected("unreadable")


def rewrite(chunks: Iterable[bytes], judge: Judge, reword: Reword | None = None) -> Iterator[bytes]:
    """The document with each element as ``judge`` decides and each text as ``reword`` gives it, in UTF-8.

    ``judge`` gets the local name and the attributes (qualified names) and returns the attributes to write or
    a ``Verdict``. Comments and processing instructions are left out. Raises ``Rejected`` for a document type,
    and ``expat.ExpatError`` for what is not well-formed.
    """
    rewriter = _Rewriter(judge, reword)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = rewriter.start
    parser.EndElementHandler = rewriter.end
    parser.CharacterDataHandler = rewriter.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    for chunk in chunks:
        parser.Parse(chunk, False)
        if len(rewriter.pieces) > _FLUSH:
            yield "".join(rewriter.pieces).encode()
            rewriter.pieces.clear()
    parser.Parse(b"", True)
    yield "".join(rewriter.pieces).encode()


def elements(chunks: Iterable[bytes], *names: str) -> list[tuple[str, Attributes]]:
    """Name and attributes of every element with one of the local ``names``, in order."""
    found: list[tuple[str, Attributes]] = []

    def note(name: str, attributes: Attributes) -> Attributes:
        if name in names:
            found.append((name, attributes))
        return attributes

    for _ in rewrite(chunks, note):
        pass
    return found


def texts(chunks: Iterable[bytes], name: str) -> list[str]:
    """The text of every element with the local ``name``, in pieces."""
    found: list[str] = []

    def note(element: str, text: str) -> str:
        if element == name:
            found.append(text)
        return text

    for _ in rewrite(chunks, lambda _name, attributes: attributes, note):
        pass
    return found
