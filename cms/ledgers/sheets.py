"""From a file to rows of cells: spreadsheets and comma-separated text, as clerks save them.

Values are as stored: of a formula its last result. What can't be read is refused with a reason.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = list[Cell]

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
# By what a file begins with: its name says little.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Unreadable(Exception):
    """The file can't be taken. ``message`` says why and what to do, to the person who chose it."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Sheet:
    """One sheet from its very first cell on, so that row and column numbers are the spreadsheet's own, less one."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())  # top, left, bottom, right


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of a spreadsheet (XLSX, XLS, ODS), or the one of a text with commas or tabs. Raises ``Unreadable``."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 30 MB. Split it by year or by village."))
    if not content.strip(b"\x00 \r\n\t"):
        raise Unreadable(_("The file is empty."))
    if content.startswith(_ZIP):
        _refuse_bomb(content)
        return _spreadsheet(content)
    if content.startswith(_OLE):
        return _spreadsheet(content)
    return [Sheet("CSV", _text_rows(content))]


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 6 and column 1, both counted from nothing."""
    return f"{column_letter(column)}{row + 1}"


def column_letter(column: int) -> str:
    """``A`` for column 0, ``AA`` for column 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise Unreadable(
            _("The file is damaged. Open it in your spreadsheet program and save it again.")
        ) from problem
    if unpacked > MOST_UNPACKED:
        raise Unreadable(_("Unpacked, the file is far too large. Split it by year or by village."))


def _spreadsheet(content: bytes) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _sheet(book, meta.name, meta.visible) for meta in book.sheets_metadata if _has_cells(meta)
            ]
    except PasswordError as problem:
        raise Unreadable(_("The file asks for a password. Save it without one.")) from problem
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as problem:
        raise Unreadable(
            _("This is not a spreadsheet that can be read. Save it as XLSX or CSV and try again.")
        ) from problem


def _has_cells(meta: Any) -> bool:
    return str(meta.typ).endswith("WorkSheet")


def _sheet(book: CalamineWorkbook, name: str, visible: SheetVisibleEnum) -> Sheet:
    found = book.get_sheet_by_name(name)
    if found.total_height > MOST_ROWS or found.total_width > MOST_COLUMNS:
        raise Unreadable(
            _("The sheet “%(name)s” has more than %(rows)d rows or %(columns)d columns.")
            % {"name": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    merged = tuple(
        (top, left, bottom, right) for (top, left), (bottom, right) in found.merged_cell_ranges or ()
    )
    rows = found.to_python(skip_empty_area=False)
    return Sheet(name, rows, visible != SheetVisibleEnum.Visible, merged)


def _text_rows(content: bytes) -> list[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise Unreadable(
            _("This is not a spreadsheet that can be read. Save it as XLSX or CSV and try again.")
        )
    delimiter = max(",\t;", key=text[:20_000].count)
    try:
        rows = [list(row) for row in _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))]
    except csv.Error as problem:
        raise Unreadable(
            _("The text can't be divided into columns. Save it as XLSX and try again.")
        ) from problem
    return rows  # type: ignore[return-value]  # a list of strings is a row too


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number >= MOST_ROWS or len(row) > MOST_COLUMNS:
            raise Unreadable(
                _("The text has more than %(rows)d rows or %(columns)d columns.")
                % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
            )
        yield row


def _decoded(content: bytes) -> str:
    """Text as spreadsheet programs save it here: with a mark of UTF-8 or UTF-16, else UTF-8, else GB 18030."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The characters of this file can't be read. Save it as XLSX, or as CSV in UTF-8."))
