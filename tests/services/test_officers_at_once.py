"""Twenty officers send twenty drafts about the same five cases at once: one of each counts, nobody's words are lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from services.own_database import empty_database, run
from web import serving

STORY = "import django; django.setup()\nfrom services import officers; officers.main()"
OFFICERS, CASES = 20, 5


def check(result: dict) -> None:
    told, stored = result["told"], result["stored"]
    assert len(told) == OFFICERS and len(stored) == CASES
    for number, case in stored.items():
        answers = {name: of[number] for name, of in told.items()}
        won = [name for name, answer in answers.items() if answer["status"] == 302]
        # One draft was taken, with one event, and it is that officer's own to the last word.
        assert case["asked"] == [[won[0], f"草稿{won[0]}/{number}。"]] and case["events"] == 1
        assert len(won) == 1
        # Everybody else has the own draft before them still, and reads who was faster.
        lost = [answer for name, answer in answers.items() if name != won[0]]
        assert all(answer == {"status": 409, "kept": True, "changed": True} for answer in lost), lost


@pytest.mark.own_site
def test_twenty_officers_on_sqlite(site_template: Path, tmp_path: Path) -> None:
    serving.copy(site_template, tmp_path / "var")
    check(run(STORY, tmp_path / "var"))


@pytest.mark.services("DATABASE_URL")
def test_twenty_officers_on_postgresql(tmp_path: Path) -> None:
    with empty_database(os.environ["DATABASE_URL"]) as url:
        check(run(STORY, tmp_path, url))
