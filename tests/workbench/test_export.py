"""The table that officers take away: masked, harmless, bounded and recorded."""

from __future__ import annotations

import csv
import io

import factories
import pytest
from desk import address, many
from django.urls import reverse

from intake.workbench import export
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


def rows(client, **query) -> list[list[str]]:
    response = client.get(reverse("workbench:export"), query)
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_it_holds_what_the_list_shows_and_nothing_that_is_covered(at):
    petition = factories.to_registered(title="覃见山反映水渠，电话19900010001")
    table = rows(at("petition_office"), tab="registered")
    assert table[1][0] == petition.shown_number
    assert "19900010001" not in str(table) and "覃见山" not in str(table)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "＝", "　＋"])
def test_no_cell_begins_like_a_formula(at, start):
    many(1, title_masked=f"{start}HYPERLINK(1)")
    title = rows(at("petition_office"), tab="registered")[1][1]
    assert title.startswith("'")


def test_it_starts_from_what_the_reader_may_see(at):
    factories.to_in_progress()
    factories.accusation()
    assert len(rows(at("officer2"), tab="all")) == 1
    assert len(rows(at("petition_office"), tab="all")) == 2
    assert len(rows(at("inspector"), tab="all")) == 2


def test_it_follows_the_filters(at):
    factories.to_registered(title="路灯不亮")
    factories.to_registered(title="水渠漏水")
    assert [row[1] for row in rows(at("petition_office"), tab="registered", q="路灯")[1:]] == ["路灯不亮"]


def test_it_says_by_which_lawful_route_a_case_left(at):
    petition = factories.to_registered()
    office = at("petition_office")
    form = factories.DIVERTED | {"reason": "属于诉讼事项", "seen": petition.version}
    assert office.post(address(petition, "do", "divert"), form).status_code == 302
    header, row = rows(office, tab="all")
    assert "诉讼、行政复议" in row[header.index("法定途径")]
    assert "诉讼、行政复议" in office.get(address(petition)).content.decode()


def test_a_filter_that_makes_no_sense_exports_nothing(at):
    factories.to_registered()
    response = at("petition_office").get(
        reverse("workbench:export"), {"tab": "registered", "since": "gestern"}
    )
    assert response.status_code == 302
    assert not AccessRecord.objects.exists()


def test_more_cases_than_a_table_may_hold_are_refused_aloud(at, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 5)
    many(6)
    client = at("petition_office")
    response = client.get(reverse("workbench:export"), {"tab": "registered"}, follow=True)
    assert response.redirect_chain
    assert "6" in str(next(iter(response.context["messages"])))
    assert not AccessRecord.objects.exists()


def test_each_export_is_recorded_with_its_size(at):
    many(3)
    rows(at("petition_office"), tab="registered")
    record = AccessRecord.objects.get(kind="export")
    assert record.user == factories.staff("petition_office").uuid
    assert "3" in record.purpose
