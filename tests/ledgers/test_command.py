"""``sunshine import-ledger``: the same reading as a report for programmes and a page of text for people."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from ledgers import made

from cms.ledgers.places import Places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_the_file_holds_and_writes_a_report(tmp_path: Path) -> None:
    file, report = tmp_path / "三月.xlsx", tmp_path / "out.json"
    file.write_bytes(made.monthly().content)
    said = run(str(file), "--dry-run", "--report", str(report))
    assert "L1" in said and said.strip().endswith("import")
    answer = json.loads(report.read_text(encoding="utf-8"))
    assert set(answer) == {"file", "verdict", "tables", "problems", "personal"}
    assert answer["file"] == "三月.xlsx" and answer["verdict"] == "import"
    [table] = answer["tables"]
    assert table["region_code"] == "990121103204", "荷叶埂村 stands in the title"
    assert not answer["problems"]


def test_problems_are_named_by_sheet_and_cell(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(made.wrong_sums().content)
    said = run(str(file), "--dry-run", "--schema", "L1")
    assert "stop Sheet1 D8 sum:" in said and said.strip().endswith("needs_person")


def test_a_person_at_a_terminal_gets_no_thousand_lines(tmp_path: Path) -> None:
    file, report = tmp_path / "a.xlsx", tmp_path / "out.json"
    rows = [["荷叶埂村2026年8月财务收支"], ["日期", "摘要", "收入金额", "支出金额"]]
    file.write_bytes(made.book(rows + [["2026-08-05", "利息", "约三", ""]] * 300))
    said = run(str(file), "--dry-run", "--report", str(report))
    assert said.count("bad_number") == 200 and "100" in said
    assert len(json.loads(report.read_text(encoding="utf-8"))["problems"]) == 300


def test_personal_data_is_not_printed(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(made.personal_data_in_remarks().content)
    said = run(str(file), "--dry-run")
    assert "19900010001" not in said and "990121196501010018" not in said


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
def test_the_table_is_written_as_everybody_would_have_it(tmp_path: Path, suffix: str) -> None:
    file, public = tmp_path / "a.xlsx", tmp_path / f"public{suffix}"
    file.write_bytes(made.subsidy().content)
    run(str(file), "--dry-run", "--public", str(public))
    assert public.stat().st_size > 100
    content = public.read_bytes() if suffix == ".xlsx" else public.read_text(encoding="utf-8-sig").encode()
    assert b"990121196501010018" not in content and "覃见山".encode() not in content
    if suffix != ".json":
        again = tmp_path / "again.json"
        run(str(public), "--dry-run", "--report", str(again))
        [table] = json.loads(again.read_text(encoding="utf-8"))["tables"]
        assert table["totals"]["金额"] == "553.80" and table["rows"][0]["户主"] == "覃＊＊"


def test_a_public_table_needs_a_name_one_table_and_a_time(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(made.monthly().content)
    with pytest.raises(CommandError, match=r"\.xlsx"):
        run(str(file), "--dry-run", "--public", str(tmp_path / "a.pdf"))
    file.write_bytes(made.book([["没有表格"]]))
    with pytest.raises(CommandError, match="0"):
        run(str(file), "--dry-run", "--public", str(tmp_path / "a.csv"))
    file.write_bytes(made.book([["荷叶埂村财务收支"], ["摘要", "收入金额", "支出金额"], ["利息", 3, ""]]))
    with pytest.raises(CommandError, match="标题"):
        run(str(file), "--dry-run", "--public", str(tmp_path / "a.csv"))


def test_what_is_asked_for_wrongly_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.xlsx"):
        run(str(tmp_path / "nothing.xlsx"), "--dry-run")
    file = tmp_path / "a.xlsx"
    file.write_bytes(made.monthly().content)
    with pytest.raises(CommandError, match="L99"):
        run(str(file), "--dry-run", "--schema", "L99")
    with pytest.raises(CommandError, match=r"folder\.json"):
        run(str(file), "--dry-run", "--report", str(tmp_path / "no" / "folder.json"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("荷叶埂村2026年财务公开", "990121103204"),
        ("柘木湾镇荷叶埂村", "990121103204"),
        ("编制单位：荷叶埂村股份经济合作社", "990121103204"),
        ("柘木湾村 财务公开", "990121103201"),
        ("柘木湾镇", "990121103000"),
        ("柘木湾", None),
        ("荷叶埂村、渔梁埠村", None),
        ("村务公开栏", None),
    ],
)
def test_a_line_names_a_village_or_none(text: str, code: str | None) -> None:
    assert Places().find(text) == code
