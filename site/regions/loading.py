"""Loading a region file: all good rows in one transaction, and a reason for each of the others.

The order of the lines does not matter, and loading the same file again changes nothing. A row whose place in
the tree (parent, region) is not known is left out, and with it what hangs on it. A row whose other ties
(successor, review unit, supervised units) lead nowhere is loaded without that tie, and reported. Rows that
the file does not have stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from . import process
from .models import Organisation, Region
from .rows import LEVEL_ABOVE, Problem, Reading, Row, read_rows
from .snapshot import telling

__all__ = ["LoadReport", "Problem", "load_regions"]

_LEVELS = Region.Level.values


@dataclass
class LoadReport:
    """What became of the rows of a file. A row with a tie that leads nowhere is both loaded and a problem."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


def load_regions(path: str | Path) -> LoadReport:
    """Load regions and organisations from a CSV file (columns in ``rows.COLUMNS``).

    Raises ``OSError`` if the file cannot be opened; whatever is wrong inside it is in the report.
    """
    reading = read_rows(Path(path))
    with transaction.atomic(), telling(Organisation):
        load = _Load(reading)
        load.leave_out_unplaced()
        load.store_regions()
        load.store_organisations()
        load.tie()
    return load.report()


class _Load:
    """One run: the rows still good, the database's rows by code, and what has changed so far."""

    def __init__(self, reading: Reading) -> None:
        self.lines = reading.lines
        self.rows = reading.rows
        self.problems = reading.problems
        self.regions = {region.code: region for region in Region.objects.select_related("parent")}
        self.bodies = {
            body.code: body for body in Organisation.objects.select_related("parent", "successor", "region")
        }
        self.created: set[str] = set()
        self.changed: set[str] = set()

    def report(self) -> LoadReport:
        unchanged = len(self.rows) - len(self.created) - len(self.changed - self.created)
        return LoadReport(
            created=len(self.created),
            updated=len(self.changed - self.created),
            unchanged=unchanged,
            problems=sorted(self.problems, key=lambda problem: problem.line),
        )

    # --- which rows have a place ----------------------------------------------------------------------------

    def leave_out_unplaced(self) -> None:
        """Drop rows without a place in the tree, until all that are left have one."""
        while unplaced := {code: why for code, row in self.rows.items() if (why := self._unplaced(row))}:
            self.problems += [Problem(self.lines[code], why) for code, why in unplaced.items()]
            self.rows = {code: row for code, row in self.rows.items() if code not in unplaced}

    def _unplaced(self, row: Row) -> str:
        """Why the row has no place, or an empty string."""
        if row.level is None:
            return self._changes_its_nature(row) or self._unplaced_organisation(row)
        return self._changes_its_nature(row) or self._unplaced_region(row, row.level)

    def _changes_its_nature(self, row: Row) -> str:
        region, body = self.regions.get(row.code), self.bodies.get(row.code)
        is_village = body is not None and body.kind == Organisation.Kind.VILLAGE_COMMITTEE
        if region and region.level != row.level:
            return _("the database has %s as a region of another level") % row.code
        if body and is_village != (row.level == Region.Level.VILLAGE):
            return _("the database has %s as an organisation of another nature") % row.code
        return ""

    def _unplaced_region(self, row: Row, level: Region.Level) -> str:
        above = LEVEL_ABOVE.get(level)
        if not row.parent:
            return "" if above in (None, Region.Level.CITY) else _("no parent")
        found = self._level_of(row.parent)
        if found is None:
            return self._not_found(row.parent)
        return "" if found == above else _("parent %s is of the wrong level") % row.parent

    def _unplaced_organisation(self, row: Row) -> str:
        if not row.parent:
            return _("no parent")
        if not self._is_body(row.parent) and self._level_of(row.parent) is None:
            return self._not_found(row.parent)
        region_code = row.region_code or row.parent
        if self._level_of(region_code) is None:
            return self._not_found(region_code) if row.region_code else _("no region_code")
        return _("its parents form a circle") if self._circles(row, "parent") else ""

    def _level_of(self, code: str) -> str | None:
        if code in self.rows:
            return self.rows[code].level
        return self.regions[code].level if code in self.regions else None

    def _is_body(self, code: str) -> bool:
        return self.rows[code].is_body if code in self.rows else code in self.bodies

    def _not_found(self, code: str) -> str:
        if code in self.lines:
            return _("%(code)s (line %(line)d) could not be used") % {"code": code, "line": self.lines[code]}
        return _("%s is neither in the file nor in the database") % code

    def _circles(self, row: Row, tie: str) -> bool:
        """Whether following ``tie`` from the row, in the file and then in the database, leads back to it."""
        seen: set[str] = set()
        code = getattr(row, tie)
        while code and code not in seen:
            if code == row.code:
                return True
            seen.add(code)
            stored = getattr(self.bodies.get(code), tie, None)
            code = getattr(self.rows[code], tie) if code in self.rows else stored and stored.code
        return False

    # --- storing --------------------------------------------------------------------------------------------

    def store_regions(self) -> None:
        """Store the regions from the top down, then what follows from them."""
        found = [row for row in self.rows.values() if row.level]
        for row in sorted(found, key=lambda row: _LEVELS.index(str(row.level))):
            parent = self.regions.get(row.parent)
            region = self.regions.setdefault(row.code, Region(code=row.code))
            values = {"level": row.level, "kind": row.type, "parent": parent}
            self._store(row, region, path=process.path_below(parent, row.code), **values)
        for row in found:
            ties = {"successor": self._region_tie(row)}
            self._store(row, self.regions[row.code], **ties)

    def store_organisations(self) -> None:
        """Store the organisations that have rows of their own, then the committees of villages."""
        for row in self.rows.values():
            if not row.level:
                region = self.regions[row.region_code or row.parent]
                body = self.bodies.setdefault(row.code, Organisation(code=row.code))
                self._store(row, body, kind=row.type, region=region)
        self.changed |= process.settle() & set(self.rows)
        self.bodies = {
            body.code: body
            for body in Organisation.objects.select_related("parent", "successor", "review_unit")
        }

    def tie(self) -> None:
        """Set the ties between organisations, now that all of them are there."""
        for row in self.rows.values():
            if not row.is_body:
                continue
            body = self.bodies[row.code]
            ties: dict[str, Any] = {"review_unit": self._tie(row, "review_unit", body.review_unit)}
            if not row.level:
                ties["parent"] = self.bodies.get(row.parent)
                ties["successor"] = self._tie(row, "successor", cast("Organisation | None", body.successor))
            self._store(row, body, **ties)
            self._supervise(row, body)

    def _store(self, row: Row, stored: Region | Organisation, **values: Any) -> None:
        values |= {
            "name": row.name,
            "short_name": row.short_name,
            "aliases": list(row.aliases),
            "note": row.note,
        }
        values |= {"valid_from": row.valid_from, "valid_to": row.valid_to}
        different = [name for name, value in values.items() if getattr(stored, name, None) != value]
        if stored.pk is None:
            self.created.add(row.code)
        elif not different:
            return
        for name in different:
            setattr(stored, name, values[name])
        stored.save()
        self.changed.add(row.code)

    def _region_tie(self, row: Row) -> Region | None:
        old = cast("Region | None", self.regions[row.code].successor)
        if not row.successor:
            return None
        if self._level_of(row.successor) != row.level:
            self._loose(row, "successor", self._not_of_level(row.successor))
            return old
        if self._circles(row, "successor"):
            self._loose(row, "successor", _("its successors form a circle"))
            return old
        return self.regions[row.successor]

    def _not_of_level(self, code: str) -> str:
        return self._not_found(code) if self._level_of(code) is None else _("%s is of another level") % code

    def _tie(self, row: Row, name: str, old: Organisation | None) -> Organisation | None:
        code = getattr(row, name)
        if not code:
            return None
        if code not in self.bodies:
            self._loose(row, name, self._not_found(code))
            return old
        if self._circles(row, name):
            self._loose(row, name, _("goes round in a circle"))
            return old
        return self.bodies[code]

    def _supervise(self, row: Row, body: Organisation) -> None:
        wanted = {code for code in row.supervises if code in self.bodies}
        stored = set(body.supervises.values_list("code", flat=True))
        for code in row.supervises:
            if code not in wanted:
                self._loose(row, "supervises", self._not_found(code))
        if len(wanted) < len(row.supervises):
            wanted |= stored  # a slip of the pen takes no unit out of supervision
        if wanted != stored:
            body.supervises.set([self.bodies[code] for code in wanted])
            self.changed.add(row.code)

    def _loose(self, row: Row, name: str, why: str) -> None:
        reason = _("loaded without %(tie)s: %(why)s") % {"tie": name, "why": why}
        self.problems.append(Problem(row.line, reason))
