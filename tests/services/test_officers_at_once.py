"""Twenty officers send twenty drafts about the same five cases at once: one of each counts, nobody's words are lost.

And two who do different things to one case: the first is done, the other is not, in either order.
"""

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


TWO = "import django; django.setup()\nfrom services import two_actions; two_actions.main()"
# Who was faster with what → what became of the work, what waits for the head, how many papers came in.
DONE = {
    "accept": ("accepted", [], 0),
    "object": ("objected", [], 0),
    "extend": ("in_progress", ["extend"], 0),
    "withdraw": ("ended", [], 1),
    "mediate": ("mediated", [], 0),
}
AT_ONCE = (
    "accept/object",
    "object/accept",
    "extend/withdraw",
    "withdraw/extend",
    "extend/mediate",
    "mediate/extend",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What became of every pair: told once for all tests of this file."""
    with empty_database(os.environ["DATABASE_URL"]) as url:
        return run(TWO, tmp_path_factory.mktemp("var"), url)


@pytest.mark.services("DATABASE_URL")
@pytest.mark.parametrize("pair", AT_ONCE)
def test_of_two_different_actions_at_once_one_is_done_and_the_other_officer_reads_which_and_keeps_the_draft(
    told, pair
):
    case, (done, refused) = told[pair], pair.split("/")
    assert case["first"]["status"] == 302
    assert case["second"] == {"status": 409, "kept": True, "first": True}
    assert (case["handling"], case["asked"], case["files"]) == DONE[done]
    assert case["done"] == [f"ask.{done}" if case["asked"] else done] and refused not in case["done"]
