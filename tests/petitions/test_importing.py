"""Importing: what is wrong with a line refuses that line, says why, and keeps no other out."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import factories
import pytest
from django.core.management import CommandError, call_command

from intake.petitions import importing, texts
from intake.petitions.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def line(**changed: object) -> str:
    values = {
        "id": "a",
        "title": "渠比田高",
        "body": "水放不进去，要求返工。",
        "region_code": factories.VILLAGE,
    }
    return json.dumps(values | changed)


@pytest.mark.parametrize(
    "bad",
    [
        line(body="\ud800"),
        line(region_code="\ud800"),
        line(region_code=7),
        line(title="\u202e \x00"),
        line(title="长" * (texts.IMPORTED_TITLE_LENGTH + 1)),
        line(body="长" * (texts.IMPORTED_BODY_LENGTH + 1)),
        line(reported_party_field="长" * (texts.PARTY_LENGTH + 1)),
        "[" * 100_000,
        "\ud800",
        "[]",
    ],
)
def test_a_bad_line_is_refused_with_a_reason_and_the_next_one_is_filed(bad: str) -> None:
    refused, filed = importing.import_lines([bad, line(id="b")])
    assert refused.refused and not refused.number
    assert filed.number and not filed.refused
    json.dumps(refused.as_json(), ensure_ascii=False).encode()


def test_a_line_that_nobody_foresaw_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise ArithmeticError

    with monkeypatch.context() as broken:
        broken.setattr(importing.hashlib, "sha256", fail)
        (refused,) = importing.import_lines([line()])
    assert "log" in refused.refused or "日志" in refused.refused


def test_texts_are_cleaned_and_an_odd_id_can_be_reported() -> None:
    (made,) = importing.import_lines([line(id="x\ud800", title="渠\u202e比田高\x07")])
    assert made.id == "x"
    assert Petition.objects.get().title == "渠比田高"


@pytest.mark.parametrize("given", [{"reported_party_field": None}, {"target_body_field": None}])
def test_an_optional_field_may_be_null(given: dict[str, None]) -> None:
    (made,) = importing.import_lines([line(**given)])
    assert made.number and not made.refused


@pytest.mark.parametrize("field", ["title", "body", "region_code"])
def test_a_field_that_is_needed_may_not(field: str) -> None:
    (refused,) = importing.import_lines([line(**{field: None})])
    assert field in refused.refused


@pytest.mark.parametrize("odd", [True, 1.5, None, ["a"]])
def test_an_id_that_is_neither_text_nor_number_is_replaced_by_the_number_of_the_line(odd: object) -> None:
    (made,) = importing.import_lines([line(id=odd)])
    assert made.id == "1"


def run(file: Path, report: Path | None = None) -> tuple[str, str]:
    """What the command says, and what of it in which the fault is."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_petitions", str(file), report=report, stdout=out, stderr=err)
    except CommandError as failed:
        return out.getvalue(), f"{err.getvalue()}{failed}"
    return out.getvalue(), err.getvalue()


def reported(report: Path) -> list[dict]:
    return [json.loads(text) for text in report.read_text(encoding="utf-8").splitlines()]


def test_a_mark_before_the_first_line_costs_no_line_and_makes_no_second_petition(tmp_path: Path) -> None:
    file, report = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    for encoding in ("utf-8-sig", "utf-8"):
        file.write_text(line() + "\r\n" + line(id="b", title="路灯不亮") + "\r\n", encoding=encoding)
        assert run(file, report)[1] == ""
        assert [made["refused"] for made in reported(report)] == ["", ""]
    assert Petition.objects.count() == 2


def test_a_byte_that_is_no_text_refuses_its_line_alone(tmp_path: Path) -> None:
    file, report = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_bytes(line().encode() + b"\n" + b'{"id": "b", "title": "\xff"}\n' + line(title="c").encode())
    wrong = run(file, report)[1]
    assert "UTF-8" in wrong
    assert [(made["id"], bool(made["number"])) for made in reported(report)] == [
        ("a", True), ("2", False), ("a", True)]  # fmt: skip
    assert Petition.objects.count() == 2


def test_a_report_that_cannot_be_written_is_found_out_before_anything_is_filed(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(line(), encoding="utf-8")
    for report in (tmp_path / "nowhere" / "out.jsonl", tmp_path):
        assert str(report) in run(file, report)[1]
    assert not Petition.objects.exists()


def test_a_report_never_takes_the_place_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(line(), encoding="utf-8")
    assert str(file) in run(file, file)[1]
    assert file.read_text(encoding="utf-8") == line()
