"""What a person decided about personal data in free text, and the ledger as it comes out then.

A text in which something was found stays covered (``masked``), or stands as it is with a reason (``justified``). Both
name the cell as the clerk's program does. A decision about a cell where nothing was found does nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from privacy.masks import mask_text
from regions.models import Region

from .reading import Problem, Table
from .report import plain
from .schema import Field
from .sheets import column_letter
from .values import Value

IN_TEXT = "personal_in_text"
# The title is no cell of a row; what is found in it is told of the first cell.
TITLE_CELL = "A1"

_UNIT_REMARK = re.compile(r"[(（\[【]?\s*(?:金额)?单位\s*[:：]?\s*(?:人民币)?\s*[百千万亿]?元\s*[)）\]】]?")

Plain = str | int | bool | None


@dataclass(frozen=True)
class Decisions:
    """Cells that stay covered, and cells that stand as they are, each with the reason."""

    masked: frozenset[str] = frozenset()
    justified: Mapping[str, str] = field(default_factory=dict)

    def settle(self, problem: Problem) -> bool:
        """Whether the problem is personal data in a text about which a person has decided."""
        reason = self.justified.get(problem.cell, "")
        return problem.kind == IN_TEXT and (problem.cell in self.masked or bool(reason.strip()))


NONE = Decisions()


def stops(table: Table, region: Region, decisions: Decisions = NONE) -> list[Problem]:
    """What still keeps the table from being published for that region."""
    found = [one for one in table.problems if one.level == "stop" and not decisions.settle(one)]
    if table.region_code not in (None, region.code):
        message = _("The title names another place than %(place)s.") % {"place": region}
        found.append(Problem(table.layout.sheet.name, TITLE_CELL, "region_differs", "stop", message))
    return found


def title(table: Table, decisions: Decisions = NONE) -> str:
    """The title as it may be public. A unit named in it was the spreadsheet's: what is published is in 元."""
    found = {one.cell for one in table.problems if one.kind == IN_TEXT}
    words = _UNIT_REMARK.sub("", table.layout.title).strip()
    return mask_text(words) if TITLE_CELL in found and TITLE_CELL not in decisions.justified else words


def public_fields(table: Table) -> list[Field]:
    """The columns that everybody sees, in the order of the spreadsheet: not those of words that no row has."""
    fields = [column.field for column in table.layout.columns if column.field.is_public]
    return [one for one in fields if one.required or one.is_amount or _is_used(table, one)]


def _is_used(table: Table, about: Field) -> bool:
    return any(row.public.get(about.name) not in (None, "") for row in table.rows)


def public_rows(table: Table, decisions: Decisions = NONE) -> Iterator[dict[str, Value]]:
    """The rows as everybody sees them: what was found in a text is covered, but where a person let it stand."""
    shown = _let_stand(table, decisions)
    fields = public_fields(table)
    for row in table.rows:
        values = {one.name: row.public.get(one.name) for one in fields}
        for name in shown.get(row.number, ()):
            values[name] = row.values[name]
        yield values


def packed(values: Mapping[str, Value], fields: list[Field]) -> list[Plain]:
    """A row as it is kept: one value a column, as JSON has it."""
    return [plain(values.get(one.name)) for one in fields]


def justified(table: Table, decisions: Decisions) -> list[dict[str, object]]:
    """The cells that stand as they are: which, what kinds of personal data, and why."""
    cells = {one.cell for one in table.problems if decisions.settle(one)} & set(decisions.justified)
    kinds: dict[str, list[str]] = defaultdict(list)
    for one in table.personal:
        if one.cell in cells and one.kind not in kinds[one.cell]:
            kinds[one.cell].append(one.kind)
    return [
        {"cell": cell, "kinds": kinds[cell], "reason": decisions.justified[cell].strip()}
        for cell in sorted(cells - decisions.masked, key=in_reading_order)
    ]


def _let_stand(table: Table, decisions: Decisions) -> dict[int, list[str]]:
    """The columns of each row, by its number, in which a text stands as it is."""
    letters = {column_letter(column.index): column.field.name for column in table.layout.columns}
    shown: dict[int, list[str]] = defaultdict(list)
    for one in justified(table, decisions):
        letter, row = _split(str(one["cell"]))
        if letter in letters:
            shown[row].append(letters[letter])
    return shown


def _split(cell: str) -> tuple[str, int]:
    match = re.fullmatch("([A-Z]+)([0-9]+)", cell)
    return (match[1], int(match[2])) if match else ("", 0)


def in_reading_order(cell: str) -> tuple[int, int, str]:
    """Row by row, and in a row from left to right."""
    letter, row = _split(cell)
    return row, len(letter), letter
