"""Days off are announced when many clocks run already: each then ends where the law says, and its case tells so."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import address
from django.core.management import call_command
from django.test import Client
from factories import act, file_petition, to_registered, to_transferred, unit

from intake.clock.models import Holiday
from intake.petitions.models import Deadline, Petition
from intake.petitions.process import receipt
from intake.petitions.process.sweep import sweep
from records import events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NEW_YEAR = datetime.date(
    2027, 1, 4
)  # a Monday, to which New Year's own days move what ends on Sunday the third


@pytest.fixture(autouse=True)
def before_the_notice():
    """The days off of the coming year are not announced yet."""
    with time_machine.travel("2026-12-19T04:00:00+00:00", tick=False) as clock:
        yield clock


def off(*days: datetime.date) -> None:
    for day in days:
        Holiday.objects.create(date=day, kind=Holiday.Kind.OFF, name="元旦")


def clock_of(petition: Petition, rule: str) -> Deadline:
    return petition.deadlines.get(rule=rule)


def moves(petition: Petition) -> list[dict]:
    return [row.data for row in events.history("petition", petition.pk) if row.action == "move_due"]


def test_a_day_off_that_an_operator_enters_late_moves_the_clocks_that_run():
    petition = to_registered()
    assert clock_of(petition, "transfer_15").due == NEW_YEAR
    operator = Client()
    operator.force_login(factories.staff("operator"))
    operator.post("/admin/holidays/new/", {"date": "2027-01-04", "kind": "off", "name": "元旦"})
    sweep()
    clock = clock_of(petition, "transfer_15")
    assert (clock.due, clock.late_from) == (datetime.date(2027, 1, 5), datetime.date(2027, 1, 6))
    assert clock.due_unmoved == datetime.date(2027, 1, 3)
    petition.refresh_from_db()
    assert petition.next_due == clock.due
    assert set(petition.keys.values_list("next_due", flat=True)) == {clock.due}


def test_what_moved_stands_in_the_history_once_and_the_desk_reads_it():
    petition = to_registered()
    off(NEW_YEAR)
    sweep()
    sweep()
    assert moves(petition) == [{"rule": "transfer_15", "from": "2027-01-04", "due": "2027-01-05"}]
    desk = Client()
    desk.force_login(factories.staff("petition_office"))
    assert "2027年1月4日 → 2027年1月5日" in desk.get(address(petition)).content.decode()


def test_a_file_of_announced_days_moves_clocks_and_loading_it_again_moves_none(tmp_path):
    petition = to_transferred()
    assert clock_of(petition, "objection_5wd").due == datetime.date(2026, 12, 25)
    notice = tmp_path / "late.csv"
    notice.write_text("date,kind,holiday\n2026-12-24,off,临时放假\n", encoding="utf-8")
    for _time in range(2):
        call_command("load_holidays", str(notice))
        sweep()
    assert clock_of(petition, "objection_5wd").due == datetime.date(2026, 12, 28)
    assert len(moves(petition)) == 1


def test_a_day_off_that_is_taken_back_moves_the_clock_back():
    petition = to_registered()
    off(NEW_YEAR)
    sweep()
    Holiday.objects.get(date=NEW_YEAR).delete()
    sweep()
    assert clock_of(petition, "transfer_15").due == NEW_YEAR
    assert Petition.objects.get(pk=petition.pk).next_due == NEW_YEAR


def test_a_case_is_no_longer_late_when_its_last_day_turns_out_to_be_off(before_the_notice):
    petition = to_registered()
    before_the_notice.move_to("2027-01-05T04:00:00+00:00")
    sweep()
    petition.refresh_from_db()
    assert petition.overdue
    off(NEW_YEAR)
    sweep()
    petition.refresh_from_db()
    assert not petition.overdue and clock_of(petition, "transfer_15").late_marked_at is None
    before_the_notice.move_to("2027-01-06T04:00:00+00:00")
    sweep()
    petition.refresh_from_db()
    assert petition.overdue


def test_the_date_that_an_order_names_and_what_was_done_in_time_stay_as_they_were():
    petition = act(
        to_registered(),
        "assign",
        "petition_office",
        organisation=unit(factories.AGRICULTURE),
        reason="重要",
        report_due=NEW_YEAR,
    )
    off(NEW_YEAR)
    sweep()
    assert clock_of(petition, "report_due").due == NEW_YEAR
    assert clock_of(petition, "transfer_15").due == NEW_YEAR


def test_a_clock_that_runs_on_after_a_return_ends_by_the_calendar_of_then():
    petition = to_transferred(factories.CIVIL_AFFAIRS)
    off(NEW_YEAR)
    sweep()
    petition = act(petition, "recall", "petition_office", reason="改送")
    assert petition.next_due == datetime.date(2027, 1, 5)


def test_the_petitioners_own_window_gets_longer_and_never_shorter():
    petition = factories.to_replied()
    receipt.open_notice(petition.pk, petition.notices.get(code="opinion").pk)
    act(petition, "rate", "P", subject="handler", value="satisfied")
    assert clock_of(petition, "rating_30").due == datetime.date(2027, 1, 18)
    off(datetime.date(2027, 1, 18))
    sweep()
    assert clock_of(petition, "rating_30").due == datetime.date(2027, 1, 19), "rated, and still to be changed"
    assert clock_of(petition, "review_request_30").due == datetime.date(2027, 1, 19)
    Holiday.objects.get(date="2027-01-18").delete()
    sweep()
    assert clock_of(petition, "rating_30").due == datetime.date(2027, 1, 19), "that day was told"


def test_nothing_is_written_where_no_clock_ends_on_another_day():
    petition = file_petition().petition
    off(datetime.date(2027, 2, 8))
    sweep()
    assert not moves(petition)
    assert Petition.objects.get(pk=petition.pk).version == petition.version
