"""A case changes hands while somebody joins the accused unit, in two transactions: nobody barred ends up with a key.

SQLite has one writer at a time; only PostgreSQL lets two changes overlook each other. Each scene ends with the same
keys whichever change comes first, and they are those that both changes together make.
"""

from __future__ import annotations

import os

import pytest
from services.own_database import empty_database, run

pytestmark = pytest.mark.services("DATABASE_URL")

STORY = """
import django; django.setup()
from services.racing import play
play()
"""
# Scene → the keys at its end. Who works at one of these units and is not named there has joined the accused unit, which
# bars, or was recused.
KEYS = {
    "transfer_and_membership": ["990121-XFJ", "officer2_head at 990121-MZ"],
    "transfer_and_tree": ["990121-XFJ", "officer2_head at 990121-MZ"],
    "transfer_and_recusal": ["990121-MZ", "petition_head at 990121-XFJ"],
    "accusing_and_membership": ["990121-XFJ", "officer2_head at 990121-MZ"],
    "filing_and_membership": ["petition_office at 990121-XFJ"],
    "filing_and_tree": ["petition_office at 990121-XFJ"],
    "recount_and_membership": ["990121-XFJ", "officer2_head at 990121-MZ"],
    "linked_from_both_sides": ["990121-XFJ"],
}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """Scene → the keys at its end, in either order: told once for all tests of this file."""
    with empty_database(os.environ["DATABASE_URL"]) as url:
        return run(STORY, tmp_path_factory.mktemp("var"), url)


@pytest.mark.parametrize("scene", KEYS)
@pytest.mark.parametrize("order", [0, 1], ids=["as named", "the other way round"])
def test_two_changes_at_once_leave_the_keys_that_both_together_make(keys, scene, order):
    assert keys[scene][order] == KEYS[scene]
