"""Importing: what is wrong with a line refuses that line, says why, and keeps no other out."""

from __future__ import annotations

import json

import factories
import pytest

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
