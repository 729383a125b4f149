"""Ten spreadsheets as clerks make them: what they come to, and what is wrong with them, by cell."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from ledgers import made

from cms.ledgers.reading import read_file
from cms.ledgers.report import as_json
from cms.ledgers.schema import load

FILES = Path(__file__).parent / "files"


def report(content: bytes, **given: object) -> dict:
    """The report as a programme gets it."""
    found = read_file(content, locate=lambda text: "990121103205" if "荷叶埂" in text else None, **given)
    return json.loads(json.dumps(as_json("file", found), ensure_ascii=False))


@pytest.mark.parametrize("name", made.TEN)
def test_a_clerks_spreadsheet_is_read_as_it_is_meant(name: str) -> None:
    given = made.TEN[name]()
    answer = report(given.content)
    [table] = answer["tables"]
    assert table["schema"] == given.schema
    assert (table["period"]["from"], table["period"]["to"]) == given.period
    rows = {row["_row"]: row for row in table["rows"]}
    for number, expected in given.rows.items():
        assert {key: rows[number][key] for key in expected} == expected
    assert {key: table["totals"][key] for key in given.totals} == given.totals


@pytest.mark.parametrize("name", made.TEN)
def test_what_is_wrong_is_named_by_cell_and_nothing_else_is(name: str) -> None:
    given = made.TEN[name]()
    answer = report(given.content)
    assert answer["verdict"] == given.verdict
    found = [(one["cell"], one["kind"], one["level"]) for one in answer["problems"]]
    assert sorted(one for one in found if one[1] != "region_unknown") == sorted(given.problems)
    assert all(one["message"] for one in answer["problems"])


@pytest.mark.parametrize("name", made.TEN)
def test_no_number_of_a_person_or_account_stands_in_what_may_be_public(name: str) -> None:
    answer = json.dumps(report(made.TEN[name]().content)["tables"], ensure_ascii=False)
    for number in ("99012119", "6228480", "19900010001", "19900010002"):
        assert number not in answer


def test_each_piece_of_personal_data_is_listed_with_what_of_it_may_be_public() -> None:
    found = {(one["cell"], one["kind"]): one["public"] for one in report(made.subsidy().content)["personal"]}
    assert found["C3", "name"] == "覃＊＊"
    assert found["D3", "id_number"] == ""
    assert found["H3", "bank"] == "****4471"


def test_a_post_that_reads_like_a_name_is_a_post_and_a_number_in_it_is_noticed() -> None:
    rows = [
        ["荷叶埂村2026年9月干部报酬"],
        ["姓名", "职务", "实发"],
        ["谷丰年", "党总支书记", 5],
        ["石一", "委员19900010001", 6],
    ]
    answer = report(made.book(rows))
    assert answer["tables"][0]["rows"][0]["职务"] == "党总支书记"
    assert [one["cell"] for one in answer["problems"] if one["kind"] == "personal_in_text"] == ["B4"]
    assert "19900010001" not in json.dumps(answer)


def test_the_columns_are_named_by_their_letters() -> None:
    [table] = report(made.monthly().content)["tables"]
    assert table["columns"]["收入金额"] == "E" and table["columns"]["支出金额"] == "F"
    assert table["region_code"] == "990121103205" and table["unit"] == "元"
    assert table["title"] == "柘木湾镇荷叶埂村2026年3月财务收支公开表"


@pytest.mark.parametrize("name", ["a.xls", "a.ods"])
def test_older_and_free_spreadsheets_are_read_too(name: str) -> None:
    answer = report((FILES / name).read_bytes())
    assert answer["verdict"] == "import"
    assert answer["tables"][0]["totals"] == {"收入金额": "3.00", "支出金额": "0.00"}


def test_a_text_in_utf_16_is_read_too() -> None:
    rows = [
        ["荷叶埂村2026年8月财务收支"],
        ["日期", "摘要", "收入金额", "支出金额"],
        ["2026-08-05", "利息", "3", ""],
    ]
    answer = report(made.text(rows, encoding="utf-16", delimiter="\t"))
    assert answer["verdict"] == "import" and answer["tables"][0]["totals"]["收入金额"] == "3.00"


def test_each_subtotal_is_compared_with_the_rows_since_the_last_one() -> None:
    rows: made.Rows = [["荷叶埂村2026年财务收支"], ["月份", "摘要", "收入金额", "支出金额"]]
    for month in range(1, 4):
        rows += [
            [f"{month}月", "利息", month, ""],
            [f"{month}月", "租金", 10, ""],
            ["小计", "", month + 10, ""],
        ]
    rows += [["合计", "", 36, ""]]
    assert report(made.book(rows))["verdict"] == "import"
    rows[7][2] = 99
    assert [
        (one["cell"], one["kind"]) for one in report(made.book(rows))["problems"] if one["level"] == "stop"
    ] == [("C8", "sum")]


def test_another_kind_of_ledger_than_was_asked_for_is_refused() -> None:
    answer = report(made.cadre_pay().content, only=load("L4"))
    assert answer["verdict"] == "refuse"
    assert [one["kind"] for one in answer["problems"] if one["level"] == "stop"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"PK\x03\x04 nothing more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more",
        b"%PDF-1.7 a portable document",
        b"\xff\xfe\x00\xd8",
        b"a" * 100,
        ("," * 100_000).encode(),
        made.book([["随便写的"], ["没有表格"]]),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_reason(content: bytes) -> None:
    answer = report(content)
    assert answer["verdict"] == "refuse" and answer["tables"] == []
    assert any(one["level"] == "stop" and one["message"] for one in answer["problems"])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(450):
            sheet.write(b"0" * 1024 * 1024)
    assert report(packed.getvalue())["problems"][0]["kind"] == "unreadable"


@pytest.mark.parametrize(
    "row", [[7], ["", "", "", ""], [None], ["7", " ", "", ""], ["说明一下"], ["注：以上属实"]]
)
def test_a_row_without_anything_in_it_is_no_row(row: list) -> None:
    rows = [
        ["荷叶埂村2026年8月财务收支"],
        ["序号", "摘要", "收入金额", "支出金额"],
        [1, "利息", 3, ""],
        row,
        [2, "租金", 4, ""],
    ]
    answer = report(made.book(rows))
    assert answer["verdict"] == "import"
    assert [one["_row"] for one in answer["tables"][0]["rows"]] == [3, 5]


@pytest.mark.parametrize("label", ["合计：", "合计（大写）叁元整", "三组小计", "本月合计", "总 计"])
def test_a_total_is_one_however_it_is_called_and_wherever_it_stands(label: str) -> None:
    rows = [
        ["荷叶埂村2026年8月财务收支"],
        ["日期", "凭证号", "收支类别", "资金来源", "经手人", "摘要", "收入金额", "支出金额"],
    ]
    rows += [["2026-08-05", "1", "利息", "", "", "利息", 3, ""], ["", "", "", "", "", label, 3, ""]]
    answer = report(made.book(rows))
    assert answer["verdict"] == "import" and len(answer["tables"][0]["rows"]) == 1


def test_a_long_number_that_was_stored_as_an_amount_has_lost_its_end() -> None:
    rows = [["荷叶埂村2026年补贴"], ["户主", "身份证号", "金额"], ["覃 见 山", 990121196501010018, 5]]
    answer = report(made.book(rows))
    assert [(one["cell"], one["kind"]) for one in answer["problems"] if one["level"] == "stop"] == [
        ("B3", "digits_lost")
    ]
    assert answer["tables"][0]["rows"][0]["户主"] == "覃＊＊"


def test_headings_that_are_printed_again_on_the_next_page_are_no_row() -> None:
    heads = ["日期", "摘要", "收入金额", "支出金额"]
    rows = [
        ["荷叶埂村2026年8月财务收支"],
        heads,
        ["2026-08-01", "利息", 3, ""],
        heads,
        ["2026-08-02", "租金", 4, ""],
    ]
    assert report(made.book(rows))["verdict"] == "import"
