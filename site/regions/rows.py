"""The lines of a region file, read and checked one by one, before they are looked at together."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from .lines import Line, Malformed, lines
from .models import Organisation, Region

# Type of a row → level in the tree. All other types are organisations.
REGION_TYPES = {
    "city": Region.Level.CITY,
    "county": Region.Level.COUNTY,
    "town": Region.Level.TOWNSHIP,
    "township": Region.Level.TOWNSHIP,
    "subdistrict": Region.Level.TOWNSHIP,
    "village": Region.Level.VILLAGE,
    "community": Region.Level.VILLAGE,
    "group": Region.Level.GROUP,
    "grid": Region.Level.GRID,
}
# Which level a region of each level hangs on. A city hangs on nothing; a county may.
LEVEL_ABOVE = {
    Region.Level.COUNTY: Region.Level.CITY,
    Region.Level.TOWNSHIP: Region.Level.COUNTY,
    Region.Level.VILLAGE: Region.Level.TOWNSHIP,
    Region.Level.GROUP: Region.Level.VILLAGE,
    Region.Level.GRID: Region.Level.VILLAGE,
}
# A village's committee comes with the village: no row of its own.
ORGANISATION_TYPES = frozenset(Organisation.Kind.values) - {Organisation.Kind.VILLAGE_COMMITTEE}

COLUMNS = (
    "code",
    "name",
    "short_name",
    "type",
    "parent",
    "region_code",
    "supervises",
    "note",
    "valid_from",
    "valid_to",
    "successor",
    "aliases",
    "review_unit",
)
# Written for people who read the file: the type says the level, and what belongs to a sample is no matter of
# ours.
UNREAD_COLUMNS = frozenset({"level", "core"})

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{1,23}\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SEPARATOR = re.compile(r"[;；]")
_LONGEST = {"name": 120, "short_name": 60, "note": 300}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line was not loaded, or not in full. ``line`` counts from 1, the heading included."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is sound in itself."""

    line: int
    code: str
    name: str
    short_name: str
    type: str
    parent: str
    region_code: str
    supervises: tuple[str, ...]
    note: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    successor: str
    aliases: tuple[str, ...]
    review_unit: str

    @property
    def level(self) -> Region.Level | None:
        """The level of a region; None for an organisation."""
        return REGION_TYPES.get(self.type)

    @property
    def is_body(self) -> bool:
        """Whether an organisation comes of the row: of its own, or the committee of a village."""
        return self.level in (None, Region.Level.VILLAGE)


class Unsound(Exception):
    """A line that cannot be read; says why."""


@dataclass
class Reading:
    """What a file holds: the sound rows by code, the line of every code, sound or not, and the problems."""

    rows: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def said(fault: Malformed) -> str:
    """Why a file is no such table, for the person who loads it."""
    return {
        "missing": _("columns missing: %s"),
        "unknown": _("columns not known: %s"),
        "broken": _("not readable as CSV: %s"),
    }[fault.kind] % fault.what


def read_rows(path: Path) -> Reading:
    """Read a file. Raises ``OSError`` if it cannot be opened; all else that is wrong is in ``problems``."""
    reading = Reading()
    try:
        for line in lines(path, COLUMNS, known={*COLUMNS, *UNREAD_COLUMNS}):
            try:
                code = line.cells["code"]
                first = reading.lines.setdefault(code, line.number)
                if first != line.number:
                    raise Unsound(
                        _("code %(code)s is on line %(line)d already") % {"code": code, "line": first}
                    )
                row = _row(line)
                reading.rows[row.code] = row
            except Unsound as fault:
                reading.problems.append(Problem(line.number, str(fault)))
    except UnicodeDecodeError:
        return Reading(problems=[Problem(1, _("not a UTF-8 file: save it as “CSV UTF-8”"))])
    except Malformed as fault:
        return Reading(problems=[Problem(fault.line, said(fault))])
    return reading


def _row(line: Line) -> Row:
    cells = line.cells
    if line.surplus:
        raise Unsound(_("more cells than the heading has columns"))
    for name, value in cells.items():
        if _CONTROL.search(value):
            raise Unsound(_("a control character or line break in column %s") % name)
        if len(value) > _LONGEST.get(name, len(value)):
            raise Unsound(
                _("%(column)s is longer than %(length)d") % {"column": name, "length": _LONGEST[name]}
            )
    if not CODE.match(cells["code"]):
        raise Unsound(_("code “%s” is not 2 to 24 letters, digits and hyphens") % cells["code"][:40])
    if not cells["name"]:
        raise Unsound(_("no name"))
    if cells["type"] not in REGION_TYPES and cells["type"] not in ORGANISATION_TYPES:
        raise Unsound(_("type “%s” is not known") % cells["type"][:40])
    row = Row(
        line=line.number,
        code=cells["code"],
        name=cells["name"],
        short_name=cells["short_name"] or cells["name"][: _LONGEST["short_name"]],
        type=cells["type"],
        parent=cells["parent"],
        region_code=cells["region_code"],
        supervises=_several(cells["supervises"]),
        note=cells["note"],
        valid_from=_date(cells, "valid_from"),
        valid_to=_date(cells, "valid_to"),
        successor=cells["successor"],
        aliases=_several(cells["aliases"]),
        review_unit=cells["review_unit"],
    )
    _check(row)
    return row


def _check(row: Row) -> None:
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise Unsound(_("valid_to lies before valid_from"))
    if row.successor and not row.valid_to:
        raise Unsound(_("a successor without valid_to: nothing says when it takes over"))
    if row.code in (row.parent, row.successor, row.review_unit, *row.supervises):
        raise Unsound(_("refers to itself"))
    if row.level and row.region_code not in ("", row.code):
        raise Unsound(_("region_code of a region is its own code"))
    if row.supervises and row.type not in Organisation.DISCIPLINE_KINDS:
        raise Unsound(_("only discipline units supervise"))
    if row.review_unit and not row.is_body:
        raise Unsound(_("a region has no review_unit"))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATOR.split(cell) if part.strip()))


def _date(cells: dict[str, str], name: str) -> datetime.date | None:
    if not cells[name]:
        return None
    try:
        return datetime.date.fromisoformat(cells[name])
    except ValueError:
        raise Unsound(_("%s is not a date such as 2024-09-30") % name) from None
