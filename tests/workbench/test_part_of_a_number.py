"""Cases found by a part of their number, as somebody reads it from a letter or remembers it."""

from __future__ import annotations

import re

import factories
import pytest
from desk import QUEUE, many
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.petitions import numbers
from intake.petitions.models import Petition

pytestmark = pytest.mark.django_db


def found(client, query: str) -> list[str]:
    page = client.get(reverse(QUEUE), {"tab": "all", "q": query}).content.decode()
    return re.findall(r'<span class="mono">([^<]+)</span>', page)


def numbered(number: str, **given) -> Petition:
    petition = factories.to_registered(**given)
    Petition.objects.filter(pk=petition.pk).update(number=number)
    return Petition.objects.get(pk=petition.pk)


@pytest.mark.parametrize(
    "typed", ["2026-7K3M", "7K3M", "7k3m9", "3M9QX", " 7K3M-9QX ", "7K3M9QX-", "２０２６－７Ｋ３"]
)
def test_the_beginning_or_the_middle_is_enough_however_it_is_typed(at, typed):
    mine = numbered("20267K3M9QXK")
    numbered("2026ABCDEFGH")
    assert found(at("petition_office"), typed) == [mine.shown_number]


def test_look_alike_letters_are_read_as_what_they_mean(at):
    mine = numbered("2026A01BCDEF")
    assert found(at("petition_office"), "AOIB") == [mine.shown_number]


@pytest.mark.parametrize("typed", ["7K3", "2026", "2025", "U7K3M", "水渠7K3M"])
def test_what_would_fit_nearly_every_number_or_none_is_looked_for_in_titles_alone(typed):
    assert numbers.read_part(typed) is None


def test_a_title_that_holds_the_same_signs_is_found_too(at):
    factories.to_registered(title="G7K3M 公路塌方")
    assert len(found(at("petition_office"), "7K3M")) == 1


def test_a_part_opens_nothing_that_the_whole_number_would_not(at):
    sealed = factories.accusation().petition
    foreign = factories.to_transferred(factories.CIVIL_AFFAIRS)
    assert found(at("petition_office"), sealed.number[4:9]) == []
    assert found(at("officer"), foreign.number[4:9]) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
def test_titles_and_numbers_are_searched_in_one_index_and_not_in_the_rows(at):
    many(3)
    with CaptureQueriesContext(connection) as queries:
        found(at("petition_office"), "7K3M9")
    counting = next(query["sql"] for query in queries if "FILTER" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + counting)
        plans = [row[3] for row in cursor.fetchall()]
    assert any("COVERING INDEX petition_title_number" in plan for plan in plans), plans
