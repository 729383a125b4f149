"""An uploaded spreadsheet as the clerk sees it before anything is stored: what is wrong, cell by cell, the sums, which
personal data was found and how it will be shown, and the table as the public will see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from regions.models import Region

from . import deciding, present, uploading, wording
from .deciding import IN_TEXT, NONE, Decisions
from .models import Upload
from .places import Places
from .reading import Problem, Reading, Table, read_file
from .schema import Schema
from .sheets import column_letter
from .words import joined

PREVIEW_ROWS = 50
# More than a person reads at once; the first are the ones to put right first.
MOST_CELLS = 200

KINDS: Mapping[str, Promise] = {
    "name": gettext_lazy("name of a person"),
    "payee": gettext_lazy("name of a person"),
    "phone": gettext_lazy("mobile phone number"),
    "landline": gettext_lazy("telephone number"),
    "id_number": gettext_lazy("ID number"),
    "passport": gettext_lazy("passport number"),
    "bank": gettext_lazy("account number"),
    "bank_card": gettext_lazy("account number"),
    "credit_code": gettext_lazy("credit code"),
    "plate": gettext_lazy("number plate"),
    "email": gettext_lazy("e-mail address"),
    "chat_account": gettext_lazy("chat account"),
    "address": gettext_lazy("home address"),
}


def kind_names(kinds: Iterable[str]) -> str:
    """What kinds of personal data there are, in words."""
    return joined(dict.fromkeys(str(KINDS[kind]) for kind in kinds))


SHOWN: Mapping[str, Promise] = {
    "whole": gettext_lazy("shown: they act for the village"),
    "masked": gettext_lazy("shown with the surname alone"),
    "last4": gettext_lazy("only the last four digits are shown"),
    "hidden": gettext_lazy("not published"),
}


@dataclass(frozen=True)
class CellProblems:
    """All that is wrong with one cell."""

    sheet: str
    cell: str
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> bool:
        return any(one.level == "stop" for one in self.problems)


@dataclass(frozen=True)
class ToDecide:
    """Personal data in a text: where, what, what the text would be covered, and what it says."""

    cell: str
    column: str
    kinds: str
    covered: str
    whole: str


@dataclass(frozen=True)
class PersonalColumn:
    """A column that holds personal data, and how it is shown."""

    name: str
    count: int
    shown: Promise | str
    example: str


@dataclass
class CheckedTable:
    """One table of the file, with what was decided about it so far."""

    number: int
    table: Table
    region: Region
    decisions: Decisions = NONE

    @cached_property
    def stops(self) -> list[Problem]:
        """What keeps it from being stored now."""
        return deciding.stops(self.table, self.region, self.decisions)

    @property
    def is_ready(self) -> bool:
        return not self.stops

    @property
    def must_be_put_right(self) -> bool:
        """Whether something stops it that only another file can mend."""
        return any(one.kind != IN_TEXT for one in self.stops)

    @property
    def kind(self) -> str:
        return wording.kind(self.table.schema)

    @property
    def title(self) -> str:
        return deciding.title(self.table, self.decisions) or self.kind

    @property
    def period(self) -> str:
        period = self.table.period
        return wording.span(period.start, period.end) if period else ""

    @cached_property
    def problems(self) -> list[CellProblems]:
        """By cell, in reading order; personal data in texts is in ``to_decide``."""
        region = [one for one in self.stops if one.kind == "region_differs"]
        return grouped([*self.table.problems, *region])

    @cached_property
    def to_decide(self) -> list[ToDecide]:
        """Every text about which a person decides, decided or not."""
        found: dict[str, list[str]] = defaultdict(list)
        covered: dict[str, str] = {}
        cells = {one.cell for one in self.table.problems if one.kind == IN_TEXT}
        for one in self.table.personal:
            if one.cell in cells:
                found[one.cell].append(str(KINDS.get(one.kind, one.kind)))
                covered[one.cell] = one.public
        texts = self._texts(cells)
        return [
            ToDecide(
                cell, texts[cell][0], ", ".join(dict.fromkeys(found[cell])), covered[cell], texts[cell][1]
            )
            for cell in sorted(found, key=deciding.in_reading_order)
        ]

    @cached_property
    def personal(self) -> list[PersonalColumn]:
        """The columns of names and numbers, and what of them the public sees."""
        by_column = {column_letter(column.index): column.field for column in self.table.layout.columns}
        counts: Counter[str] = Counter()
        examples: dict[str, str] = {}
        for one in self.table.personal:
            about = by_column.get(one.cell.rstrip("0123456789"))
            if about is not None and about.personal:
                counts[about.name] += 1
                examples.setdefault(about.name, one.public)
        fields = {one.name: one for one in by_column.values()}
        return [
            PersonalColumn(wording.column(fields[name]), count, SHOWN[fields[name].public], examples[name])
            for name, count in counts.items()
        ]

    @cached_property
    def headings(self) -> list[present.Heading]:
        return present.headings_of(deciding.public_fields(self.table))

    @cached_property
    def rows(self) -> list[present.Row]:
        """The first rows as the public will see them."""
        fields = deciding.public_fields(self.table)
        shown = islice(deciding.public_rows(self.table, self.decisions), PREVIEW_ROWS)
        return [present.row(values, fields, self.headings) for values in shown]

    @property
    def row_count(self) -> int:
        return len(self.table.rows)

    @cached_property
    def totals(self) -> list[dict[str, str]]:
        sums, fields = self.table.totals, deciding.public_fields(self.table)
        return [
            {
                "name": wording.column(one),
                "amount": wording.amount(sums[one.name], one),
                "unit": wording.unit(one),
            }
            for one in fields
            if one.name in sums
        ]

    def _texts(self, cells: set[str]) -> dict[str, tuple[str, str]]:
        """Column and text of these cells."""
        texts = {deciding.TITLE_CELL: (_("Title"), self.table.layout.title)}
        for column in self.table.layout.columns:
            letter = column_letter(column.index)
            wanted = {cell for cell in cells if cell.rstrip("0123456789") == letter}
            if wanted:
                name = column.field.name
                texts |= {
                    f"{letter}{row.number}": (wording.column(column.field), str(row.values.get(name) or ""))
                    for row in self.table.rows
                    if f"{letter}{row.number}" in wanted
                }
        return texts


@dataclass
class CheckedUpload:
    """What a file came to."""

    upload: Upload
    reading: Reading
    tables: list[CheckedTable] = field(default_factory=list)

    @property
    def problems(self) -> list[CellProblems]:
        """Of the file, not of one table."""
        return grouped(self.reading.problems)


def check_upload(
    given: File | Upload,
    *,
    by: User,
    region: Region,
    only: Schema | None = None,
    decisions: Mapping[int, Decisions] | None = None,
) -> CheckedUpload:
    """Keep a file, or take one that is kept, read it, and say what it holds. ``decisions`` are by number of the table.

    Raises ``ValidationError`` for a file too large to be read; all else that is wrong is told in the answer.
    """
    upload = given if isinstance(given, Upload) else uploading.keep(given, by=by)
    reading = read_file(uploading.content_of(upload), only=only, locate=Places().find)
    chosen = decisions or {}
    tables = [
        CheckedTable(number, table, region, chosen.get(number, NONE))
        for number, table in enumerate(reading.tables)
    ]
    return CheckedUpload(upload, reading, tables)


def grouped(problems: list[Problem]) -> list[CellProblems]:
    """Problems by their cells, those that stop first on each sheet, then in reading order; not more than are read."""
    cells: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for one in problems:
        if one.kind != IN_TEXT:
            cells[one.sheet, one.cell].append(one)
    found = [CellProblems(sheet, cell, tuple(here)) for (sheet, cell), here in cells.items()]
    found.sort(key=lambda one: (not one.stops, deciding.in_reading_order(one.cell)))
    return found[:MOST_CELLS]
