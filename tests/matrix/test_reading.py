"""What an answer was made of decides whether it must be asked for in the other world too."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from matrix.reading import Trace, tables_there, to_ask_again, traced, world

from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_what_a_block_reads_and_writes_is_in_its_trace():
    with traced(tables_there()) as trace:
        assert Region.objects.filter(organisations__isnull=False).exists()
        cache.get("seen")
    assert {"regions_region", "regions_organisation", "cache:seen"} <= trace.read
    assert trace.wrote == set()
    with traced(tables_there()) as trace:
        Region.objects.update(short_name="别名")
        cache.set("seen", 1)
    assert trace.wrote == {"regions_region", "cache:seen"}


def test_worlds_differ_by_one_row():
    before = world()
    Region.objects.filter(pk=Region.objects.first().pk).update(short_name="别名")
    after = world()
    assert [table for table in after if after[table] != before[table]] == ["regions_region"]


def test_what_hangs_on_a_difference_is_asked_again_and_what_hangs_on_that():
    traces = {
        "reads nothing that differs": Trace({"home", "cache:menu"}),
        "reads the difference": Trace({"case"}, {"log", "cache:count"}),
        "reads what that one wrote": Trace({"log"}),
        "reads the key that it set": Trace({"cache:count"}),
        "leaves a message": Trace({"home"}, {"django_session"}),
        "keeps to itself": Trace({"home", "django_session"}, {"cache:menu"}),
    }
    again = list(to_ask_again(traces, {"case": ["1"], "home": []}, {"case": [], "home": []}))
    assert again == [
        "reads the difference",
        "reads what that one wrote",
        "reads the key that it set",
        "leaves a message",
    ]
