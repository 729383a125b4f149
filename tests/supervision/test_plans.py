"""How SQLite finds what the lists count: of each case what hangs on that case, never all that there ever was."""

from __future__ import annotations

import re

import factories
import pytest
from django.db import connection

from intake.supervision.listing import Listing, _entries, _grouped, for_user
from intake.supervision.rules import RULES
from sunshine.celery import app
from sunshine.tasks import learn_table_sizes

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("county"),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="these are the plans of SQLite"),
]
# By the case itself, or by the work that is asked about.
OF_ONE = re.compile(r"\b(petition_id|handling_id|review_id|merged_into_id|id|rowid)=\?")


def plan(queryset) -> list[tuple[int, int, str]]:
    """The steps as (id, id of the step that it is part of, words)."""
    rows = (line.split(" ", 3) for line in queryset.explain().splitlines())
    return [(int(own), int(part_of), words) for own, part_of, _unused, words in rows]


def asked_of_each(queryset) -> list[str]:
    """The look-ups that are made anew for every row."""
    steps = plan(queryset)
    repeated = {own for own, _part_of, words in steps if words.startswith("CORRELATED")}
    return [words for _own, part_of, words in steps if part_of in repeated and words[:4] in ("SCAN", "SEAR")]


def test_what_is_asked_of_each_case_is_found_by_the_case():
    """While SQLite knows no sizes. Of tables that it knows to be as small as here it would read the whole."""
    readers = (for_user(factories.staff("petition_head")), heads_own())
    looked_up = [
        words
        for listing in readers
        for queryset in (
            *(_grouped(*arm) for arm in listing.counting()),
            *(_entries(found, None) for rule in RULES for found in listing.found(rule)),
        )
        for words in asked_of_each(queryset)
    ]
    assert len(looked_up) > len(RULES), "the lists do ask something of each case"
    assert [words for words in looked_up if not OF_ONE.search(words)] == []


def heads_own() -> Listing:
    return for_user(factories.staff("officer_head"))


def test_the_worker_lets_the_database_see_how_big_its_tables_are():
    factories.to_transferred()
    learn_table_sizes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'petitions_casekey'")
        assert cursor.fetchone()[0] > 1
    assert "sunshine.learn_table_sizes" in {entry["task"] for entry in app.conf.beat_schedule.values()}
