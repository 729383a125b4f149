"""From a file to tables: every row with its values, every problem by its cell, and all personal data with what of it
may be public. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import checks, layout, personal, schema
from .layout import Column, Layout
from .memory import collector_paused
from .periods import Period, spanned
from .rows import Kind, Lines
from .schema import Schema
from .sheets import Cell, Sheet, Unreadable, cell_name, read_sheets
from .values import Bad, Value, read, text_of
from .words import joined

# Which region a line above the table names, as a code; None for none.
Locate = Callable[[str], str | None]
# Of how many different cells of a column what they say is kept: most repeat one another, or none does.
REMEMBERED = 5_000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where. A ``stop`` keeps the table from being published, a ``note`` is for a person to see."""

    sheet: str
    cell: str
    kind: str
    level: str
    message: str | Promise


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in a cell, its kind, and what of the cell may be public; empty for nothing of it."""

    sheet: str
    cell: str
    kind: str
    public: str


@dataclass(slots=True)
class Row:
    """A row of the ledger. ``number`` is the spreadsheet's; ``public`` is what may be shown of ``values``; ``unread``
    are the columns whose cell says nothing of its kind: what is reckoned with them is not known.
    """

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    public: dict[str, Value] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


@dataclass
class Table:
    """One ledger that was read from a sheet."""

    layout: Layout
    region_code: str | None
    period: Period | None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    personal: list[Personal] = field(default_factory=list)
    opening: tuple[int, Decimal] | None = None  # row, 元
    closing: tuple[int, Decimal] | None = None

    @property
    def schema(self) -> Schema:
        return self.layout.schema

    @property
    def totals(self) -> dict[str, Decimal]:
        """The sums of the columns that are summed."""
        here = (name for name in self.schema.sums if self.layout.column(name))
        return {name: self.total(name) for name in here}

    def total(self, name: str) -> Decimal:
        """The sum of a column."""
        amounts = (row.values.get(name) for row in self.rows)
        return sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0))

    def complain(self, row: int, column: int, kind: str, message: str | Promise, level: str = "stop") -> None:
        """Note a problem in a cell; row and column are counted from nothing."""
        self.problems.append(Problem(self.layout.sheet.name, cell_name(row, column), kind, level, message))


@dataclass
class Reading:
    """What a file came to."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # those of no table

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.problems, *(problem for table in self.tables for problem in table.problems)]

    @property
    def verdict(self) -> str:
        """``import``, ``needs_person`` when something stops it, or ``refuse`` when there is nothing to import."""
        if not any(table.rows for table in self.tables):
            return "refuse"
        stops = any(problem.level == "stop" for problem in self.all_problems)
        return "needs_person" if stops else "import"


@collector_paused()
def read_file(content: bytes, *, only: Schema | None = None, locate: Locate = lambda text: None) -> Reading:
    """Read a spreadsheet; every kind of ledger is tried unless ``only`` one is wanted. Never raises for its content."""
    try:
        sheets = read_sheets(content)
    except Unreadable as problem:
        return Reading(problems=[Problem("", "", "unreadable", "stop", problem.message)])
    reading = Reading()
    schemas = [only] if only else list(schema.all_schemas())
    for sheet in sheets:
        _read_sheet(sheet, schemas, locate, reading)
    if not reading.tables:
        message = _("No table of a known ledger was found. Its headings must be those of the form.")
        reading.problems.append(Problem("", "", "no_table", "stop", message))
    return reading


def _read_sheet(sheet: Sheet, schemas: list[Schema], locate: Locate, reading: Reading) -> None:
    if not any(text_of(cell) for row in sheet.rows for cell in row):
        return
    if sheet.hidden:
        message = _("This sheet is hidden. It was not read.")
        reading.problems.append(Problem(sheet.name, "A1", "hidden_sheet", "note", message))
        return
    found = layout.find(sheet, schemas)
    if found is None:
        message = _("No table of a known ledger in this sheet. It was not read.")
        reading.problems.append(Problem(sheet.name, "A1", "no_table", "note", message))
        return
    reading.tables.append(_read_table(found, locate))


def _read_table(found: Layout, locate: Locate) -> Table:
    region = next((code for line in (*found.above, found.sheet.name) if (code := locate(line))), None)
    table = Table(found, region, found.period)
    _judge_columns(table)
    totals = checks.Totals(table)
    readers = [_Reader(table, column) for column in found.columns]
    for line in Lines(found):
        if line.kind is Kind.DATA:
            totals.add(_read_row(table, readers, line.index, line.cells))
        elif line.kind is Kind.TOTAL:
            totals.compare(line)
        elif line.amount is not None and line.kind is Kind.OPENING:
            table.opening = (line.index, line.amount)
        elif line.amount is not None and line.kind is Kind.CLOSING:
            table.closing = (line.index, line.amount)
    if table.period is None:
        table.period = _period_of_rows(table)
        if table.period is not None:
            message = _("No time in the title. That of the rows is taken: %(start)s to %(end)s.")
            said = {"start": table.period.start, "end": table.period.end}
            table.complain(0, 0, "period_of_rows", message % said, "note")
    _judge_whole(table)
    checks.all_of(table)
    return table


def _judge_columns(table: Table) -> None:
    found, here = table.layout, {one.field.name for one in table.layout.columns}
    for wanted in table.schema.fields:
        if wanted.required and wanted.name not in here:
            message = _("The column “%(name)s” is missing.") % {"name": wanted.name}
            table.complain(found.header, 0, "column_missing", message)
    for names in table.schema.needs_one_of:
        if not here & set(names):
            message = _("One of these columns is needed: %(names)s.") % {"names": joined(names)}
            table.complain(found.header, 0, "column_missing", message)
    for index, heading in found.doubled:
        message = _("“%(name)s” stands over two columns. Rename or remove one.") % {"name": heading}
        table.complain(found.header, index, "column_twice", message)
    for index, heading in found.unmatched:
        if not _is_counting(heading):
            message = _("“%(name)s” is no column of this ledger. It is not published.") % {"name": heading}
            table.complain(found.header, index, "column_unknown", message, "note")


def _is_counting(heading: str) -> bool:
    return schema.plain(heading) in {"序号", "编号", "行次", "No", "NO", "序"}


def _judge_whole(table: Table) -> None:
    header = table.layout.header
    if not table.rows:
        table.complain(header, 0, "no_rows", _("There are no rows below the headings."))
    if table.period is None:
        message = _("For which month or year is this? Write it in the title.")
        table.complain(0, 0, "period_unknown", message)
    if table.region_code is None:
        message = _("Of which village is this? Write its name in the title.")
        table.complain(0, 0, "region_unknown", message, "note")
    for finding in personal.numbers_in(table.layout.title):
        message = _("The title holds personal data.")
        table.complain(0, 0, "personal_in_text", message)
        table.personal.append(Personal(table.layout.sheet.name, "A1", finding.kind, finding.public))


def _period_of_rows(table: Table) -> Period | None:
    """From the first to the last month, or year, that the rows name."""
    for name in table.schema.period_fields:
        spans = [span for row in table.rows if (span := spanned(row.values.get(name)))]
        if spans:
            return Period(min(span.start for span in spans), max(span.end for span in spans))
    return None


class _Reader:
    """Reads the cells of one column, each different one once."""

    def __init__(self, table: Table, column: Column) -> None:
        self.table, self.column, self.name = table, column, column.field.name
        year = table.period.year if table.period else None
        # 1, 1.0 and yes are equal, and do not say the same.
        remembering = lru_cache(maxsize=REMEMBERED, typed=True)
        self._value = remembering(partial(read, about=column.field, unit=column.unit, year_of_table=year))
        self._covered = remembering(partial(personal.cover, about=column.field))

    def read(self, row: Row, cells: list[Cell]) -> None:
        """Put the value into the row, and complain of a cell that says nothing of its kind."""
        index = self.column.index
        try:
            row.values[self.name] = self._value(cells[index] if index < len(cells) else "")
        except Bad as bad:
            self._complain(row, bad.kind, bad.message)
            row.values[self.name] = None
            row.unread.add(self.name)

    def cover(self, row: Row) -> None:
        """Put beside the value what of it may be public, and note what is missing or personal in it."""
        value = row.values[self.name]
        if value is None and self.column.field.required and self.name not in row.unread:
            self._complain(row, "missing", _("“%(name)s” must not be empty.") % {"name": self.name})
        if not isinstance(value, str) or self.column.field.values:
            row.public[self.name] = value
            return
        covered = self._covered(value)
        row.public[self.name] = covered.public or None
        if covered.kinds:
            place = (self.table.layout.sheet.name, cell_name(row.number - 1, self.column.index))
            self.table.personal.extend(Personal(*place, kind, covered.public) for kind in covered.kinds)
        if covered.hidden_in_text:
            message = _("Personal data in “%(name)s”. Mask it, or say why it must be public.")
            self._complain(row, "personal_in_text", message % {"name": self.name})

    def _complain(self, row: Row, kind: str, message: str | Promise) -> None:
        self.table.complain(row.number - 1, self.column.index, kind, message)


def _read_row(table: Table, readers: list[_Reader], index: int, cells: list[Cell]) -> Row:
    row = Row(index + 1)
    for reader in readers:
        reader.read(row, cells)
    for reader in readers:
        reader.cover(row)
    table.rows.append(row)
    return row
