"""Tables in files are read in one way: what a person's program leaves in them, and what is wrong, by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from regions.lines import Malformed, lines


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


def test_cells_come_by_column_without_the_spaces_around_them_and_blank_lines_do_not(file) -> None:
    path = file("\ufeffcode , name\r\n\r\n 1, one \r\n , \r\n2\r\n")
    assert [tuple(line) for line in lines(path, ("code", "name"))] == [
        (3, {"code": "1", "name": "one"}, ""),
        (5, {"code": "2", "name": ""}, ""),
    ]


def test_a_line_is_counted_where_it_begins_and_what_goes_beyond_the_heading_is_told_apart(file) -> None:
    path = file('code,name\n1,"one\ntwo"\n2,three,four,five\n')
    assert [(line.number, line.surplus) for line in lines(path, ("code",))] == [(2, ""), (4, "fourfive")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code\n1\n", ("missing", "name, day", 1)),
        ("", ("missing", "code, name, day", 1)),
        ("code,name,day,date\n", ("unknown", "date", 1)),
        (f"code,name,day\n1,2,3\n1,{'x' * 11_000_000},3\n", ("broken", "", 3)),
        (f"code,name,day,{'x' * 11_000_000}\n1,2,3\n", ("broken", "", 1)),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_what_is_wrong(file, text: str, fault: tuple) -> None:
    columns = ("code", "name", "day")
    with pytest.raises(Malformed) as refused:
        list(lines(file(text), columns, known=columns))
    kind, what, line = fault
    assert (refused.value.kind, refused.value.line) == (kind, line)
    assert what in refused.value.what
