"""A ledger that is taken away and read in again says the same."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from ledgers import made

from cms.ledgers import export
from cms.ledgers.export import Public
from cms.ledgers.reading import Table, read_file
from cms.ledgers.report import as_json

WAYS = {"csv": export.to_csv, "xlsx": export.to_xlsx}
SOUND = [name for name, make in made.TEN.items() if make().verdict == "import"]


def table_of(content: bytes) -> Table:
    [table] = read_file(content).tables
    return table


def public(table: Table) -> Public:
    """A ledger without a title has its time in one, so that it can be read again."""
    made_public = Public.of(table)
    return replace(made_public, title=made_public.title or "荷叶埂村2026年6月财务公开")


def values_of(table: Table) -> tuple[object, ...]:
    """What a programme would compare: kind, time, rows without their numbers, sums."""
    [found] = as_json("", type(read_file(b""))(tables=[table]))["tables"]
    hidden = {one.name for one in table.schema.fields if not one.is_public}
    rows = [
        {name: value for name, value in row.items() if name not in hidden | {"_row"}} for row in found["rows"]
    ]
    return found["schema"], found["period"], rows, found["totals"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SOUND)
def test_what_was_taken_away_comes_back_with_equal_values(name: str, way: str) -> None:
    first = table_of(made.TEN[name]().content)
    again = table_of(WAYS[way](public(first)))
    assert values_of(again) == values_of(first)
    assert not [one for one in again.problems if one.level == "stop"]


@pytest.mark.parametrize("name", SOUND)
def test_as_json_it_has_its_columns_rows_and_sums(name: str) -> None:
    first = table_of(made.TEN[name]().content)
    answer = json.loads(export.to_json(public(first)))
    _schema, period, rows, _totals = values_of(first)
    assert answer["period"] == period and answer["rows"] == rows
    assert {one["unit"] for one in answer["columns"] if one["type"] == "money"} == {"元"}


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1 tonne", "@SUM(A1)", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("way", WAYS)
def test_no_text_becomes_a_formula_and_it_comes_back_as_it_was(words: str, way: str) -> None:
    rows = [
        ["荷叶埂村2026年8月财务收支"],
        ["日期", "摘要", "收入金额", "支出金额"],
        ["2026-08-05", f"'{words}", -3, ""],
    ]
    first = table_of(made.book(rows))
    assert first.rows[0].values["摘要"] == words
    content = WAYS[way](public(first))
    assert table_of(content).rows[0].values["摘要"] == words
    if way == "xlsx":
        cells = [
            cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row
        ]  # type: ignore[union-attr]
        assert not [cell for cell in cells if cell.data_type == "f"]
    else:
        assert f"'{words}" in content.decode()
