"""What must hold in a ledger: sums, balances, products, nothing twice, nothing outside its time.

Each rule is named by the schemas with the columns that it is about. A total that the clerk wrote is compared with the
rows above it; nothing is put right by the machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from .layout import Column
from .periods import spanned
from .rows import Line
from .schema import MONEY
from .values import CENT, Bad, Value, money, number
from .words import joined

if TYPE_CHECKING:
    from .reading import Row, Table

# A product of a rate and an area is rounded by whoever pays.
ROUNDING = Decimal("0.05")


class Totals:
    """The sums of the rows so far, to compare the clerk's totals with: of all, and since the last line of totals."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.whole: dict[str, Decimal] = defaultdict(Decimal)
        self.part: dict[str, Decimal] = defaultdict(Decimal)
        self.unknown: set[str] = set()

    def add(self, row: Row) -> None:
        """Count a row in. With a cell that says no amount the sum of its column is not known."""
        self.unknown |= row.unread
        for name in self.table.schema.sums:
            if isinstance(amount := row.values.get(name), Decimal):
                self.whole[name] += amount
                self.part[name] += amount

    def compare(self, line: Line) -> None:
        """Complain of each total in the line that is neither sum."""
        for name in self.table.schema.sums:
            column = self.table.layout.column(name)
            if column is None or name in self.unknown:
                continue
            written = _amount_at(line, column)
            if written is not None and written not in (self.whole[name], self.part[name]):
                self._complain(line, column, written)
        self.part.clear()

    def _complain(self, line: Line, column: Column, written: Decimal) -> None:
        message = _("“%(label)s” says %(written)s, the rows above add up to %(sum)s.")
        said = {
            "label": line.label,
            "written": _money_text(written),
            "sum": _money_text(self.whole[column.field.name]),
        }
        self.table.complain(line.index, column.index, "sum", message % said)


def all_of(table: Table) -> None:
    """Every rule of the schema, and that days and months lie in the period."""
    _within_period(table)
    for check in table.schema.checks:
        given = {name: value for name, value in check.items() if name != "rule"}
        RULES[check["rule"]](table, **given)


def _sum(values: Iterator[Value]) -> Decimal:
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


def _amount_at(line: Line, column: Column) -> Decimal | None:
    if column.index >= len(line.cells):
        return None
    cell = line.cells[column.index]
    try:
        return money(cell, column.unit) if column.field.type == MONEY else number(cell)
    except Bad:
        return None


def _money_text(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _complain(table: Table, row: Row, name: str, kind: str, message: Any, level: str = "stop") -> None:
    column = table.layout.column(name)
    table.complain(row.number - 1, column.index if column else 0, kind, message, level)


def _decimals(row: Row, names: list[str]) -> list[Decimal]:
    found = (row.values.get(name) for name in names)
    return [value for value in found if isinstance(value, Decimal)]


def _within_period(table: Table) -> None:
    period = table.period
    if period is None:
        return
    fields = (column.field for column in table.layout.columns)
    dated = [about for about in fields if about.type in ("date", "yearmonth") and not about.later]
    for row in table.rows:
        for about in dated:
            value = row.values.get(about.name)
            day = value if isinstance(value, date) else span.start if (span := spanned(value)) else None
            if day is not None and not period.holds(day):
                message = _("%(value)s lies outside %(start)s to %(end)s.")
                said = {"value": value, "start": period.start, "end": period.end}
                _complain(table, row, about.name, "outside_period", message % said)


def one_amount(table: Table, fields: list[str]) -> None:
    """A line is income or expense: one of the two columns, not both, not neither."""
    for row in table.rows:
        filled = [value for value in _decimals(row, fields) if value]
        if len(filled) > 1:
            message = _("Both %(names)s: write two lines.") % {"names": joined(fields)}
            _complain(table, row, fields[1], "two_amounts", message)
        elif not _decimals(row, fields) and row.unread.isdisjoint(fields):
            message = _("No amount: one of %(names)s is needed.") % {"names": joined(fields)}
            _complain(table, row, fields[0], "no_amount", message)


def unique(table: Table, fields: list[str], key: str = "", unless: str = "", level: str = "stop") -> None:
    """No two rows say the same in all these columns; rows without the ``key`` say nothing.

    ``unless`` names a column that tells apart better: where it is there, this check is not needed.
    """
    here = [name for name in fields if table.layout.column(name)]
    key = key or fields[0]
    if key not in here or (unless and table.layout.column(unless)):
        return
    seen: dict[tuple[Value, ...], int] = {}
    for row in table.rows:
        if row.values.get(key) is None:
            continue
        first = seen.setdefault(tuple(row.values.get(name) for name in here), row.number)
        if first != row.number:
            message = _("The same as in row %(row)d: %(names)s.") % {"row": first, "names": joined(here)}
            _complain(table, row, key, "duplicate", message, level)


def balance(table: Table, income: str, expense: str, held: list[str]) -> None:
    """What was there, plus income, less expense, is what is there: at the end, and in each row that gives a balance."""
    known = table.opening[1] if table.opening else None
    for row in table.rows:
        change = _sum(iter(_decimals(row, [income]))) - _sum(iter(_decimals(row, [expense])))
        given = _held(row, held)
        unread = not row.unread.isdisjoint({income, expense})
        expected = None if known is None or unread else known + change
        if given is not None and expected is not None and given != expected:
            wrong = _("The balance should be %(expected)s.") % {"expected": _money_text(expected)}
            _complain(table, row, _first_held(table, held), "balance", wrong)
        known = given if given is not None else expected
    if table.closing and known is not None and table.closing[1] != known:
        column = table.layout.column(_first_held(table, held) or income)
        message = _("What was there, plus income, less expense, is %(expected)s, not %(written)s.")
        said = {"expected": _money_text(known), "written": _money_text(table.closing[1])}
        table.complain(table.closing[0], column.index if column else 0, "balance", message % said)


def _held(row: Row, held: list[str]) -> Decimal | None:
    """The balance of a row: the column for it, else cash and bank together."""
    whole, *parts = held
    found = _decimals(row, [whole]) or _decimals(row, parts)
    return sum(found, Decimal(0)) if found else None


def _first_held(table: Table, held: list[str]) -> str:
    return next((name for name in held if table.layout.column(name)), "")


def product(table: Table, fields: list[str], equals: str) -> None:
    """An amount is what it is reckoned from: base times rate."""
    for row in table.rows:
        factors, result = _decimals(row, fields), _decimals(row, [equals])
        if len(factors) != len(fields) or not result:
            continue
        expected = (factors[0] * factors[1]).quantize(CENT)
        if abs(expected - result[0]) > ROUNDING:
            message = _("%(names)s make %(expected)s.")
            said = {"names": " × ".join(fields), "expected": _money_text(expected)}
            _complain(table, row, equals, "product", message % said)


def adds_up(table: Table, fields: list[str], equals: str) -> None:
    """A row's parts make its sum. There may be parts that no column shows, so a person is only told."""
    here = [name for name in fields if table.layout.column(name)]
    for row in table.rows:
        parts, result = _decimals(row, here), _decimals(row, [equals])
        if len(parts) > 1 and result and sum(parts) != result[0]:
            message = _("%(names)s add up to %(expected)s.")
            said = {"names": joined(here), "expected": _money_text(sum(parts, Decimal(0)))}
            _complain(table, row, equals, "sum", message % said, "note")


def at_most(table: Table, field: str, most: str) -> None:
    """One amount is not above another."""
    for row in table.rows:
        amount, limit = _decimals(row, [field]), _decimals(row, [most])
        if amount and limit and amount[0] > limit[0]:
            _complain(table, row, field, "too_much", _("More than “%(name)s”.") % {"name": most}, "note")


def share(table: Table, field: str, value: str, of: list[str], percent: int) -> None:
    """What is only called "other" is a small part; above that it needs detail."""
    for name in of:
        amounts = [(row, amount) for row in table.rows for amount in _decimals(row, [name])]
        whole = sum((amount for _row, amount in amounts), Decimal(0))
        other = [(row, amount) for row, amount in amounts if row.values.get(field) == value]
        part = sum((amount for _row, amount in other), Decimal(0))
        if whole > 0 and part * 100 > whole * percent:
            message = _("“%(value)s” is more than %(percent)d %% of %(name)s: say what it was for.")
            said = {"value": value, "percent": percent, "name": name}
            _complain(table, other[0][0], field, "too_much_other", message % said, "note")


RULES: Mapping[str, Callable[..., None]] = {
    rule.__name__: rule for rule in (one_amount, unique, balance, product, adds_up, at_most, share)
}
