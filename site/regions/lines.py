"""Reading a table that somebody keeps as a CSV file, line by line, by the names of its heading. Knows no framework."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple


class Line(NamedTuple):
    """One line: its number in an editor, its cells by column without spaces around, and what stands beyond them."""

    number: int
    cells: dict[str, str]
    surplus: str


class Malformed(ValueError):
    """The file is no such table. ``kind`` is ``missing`` or ``unknown`` (columns), or ``broken`` (a line)."""

    def __init__(self, kind: str, what: str, line: int = 1) -> None:
        super().__init__(kind, what, line)
        self.kind, self.what, self.line = kind, what, line


def lines(path: str | Path, columns: Collection[str], known: Collection[str] | None = None) -> Iterator[Line]:
    """The lines of a UTF-8 file that hold anything; all of ``columns`` are there, a short line's last cells empty.

    With ``known``, no others may be there. Raises ``Malformed``, ``OSError`` or ``UnicodeDecodeError``.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        start = 1
        try:
            heading = [name.strip() for name in next(reader, [])]
            if missing := [name for name in columns if name not in heading]:
                raise Malformed("missing", ", ".join(missing))
            if known is not None and (unknown := [name for name in heading if name not in known]):
                raise Malformed("unknown", ", ".join(unknown))
            start = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    padded = [cell.strip() for cell in cells] + [""] * (len(heading) - len(cells))
                    surplus = "".join(padded[len(heading) :])
                    yield Line(start, dict(zip(heading, padded, strict=False)), surplus)
                start = reader.line_num + 1
        except csv.Error as fault:
            raise Malformed("broken", str(fault), start) from fault
