"""Closing a month: counted once from what happened, published for good, corrected only with a reason."""

from __future__ import annotations

import datetime
from io import StringIO

import factories
import pytest
import time_machine
from django.core.management import CommandError, call_command
from factories import OPINION, act

from intake.petitions import visibility
from intake.petitions.models import Recusal
from intake.petitions.process.receipt import open_notice
from intake.statistics import closing, counting
from intake.statistics.counting import Fact
from intake.statistics.measures import ACCUSATIONS, ALL, OTHERS, REGION, REST, TOTAL, UNIT
from intake.statistics.models import Closing, Figure, MonthFigure
from intake.statistics.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

MARCH, TOWN = Period(2026, 3, 3), "990121103000"


def on(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T02:00:00+00:00", tick=False)


def count(month: Period) -> dict[tuple[str, str, str], int]:
    return dict(counting.count(counting.facts_of(month)))


def figures(period: Period) -> dict[tuple[str, str, str], int]:
    return {(one.dimension, one.key, one.measure): one.value for one in Figure.objects.of(period)}


def answered_case(**given):
    """Filed on 2 March, answered on 30 April, read and rated on 2 May."""
    with on("2026-03-02"):
        petition = factories.to_in_progress(**given)
    with on("2026-04-30"):
        petition = act(petition, "issue_opinion", "officer", **OPINION)
        petition = act(petition, "grant", "officer_head")
    with on("2026-05-02"):
        open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
        act(petition, "rate", "P", subject="handler", value="mostly")
    return petition


def test_each_thing_counts_in_the_month_in_which_it_happened_or_ran_out():
    answered_case()
    march, april = count(MARCH), count(Period(2026, 4, 4))
    may, june = count(Period(2026, 5, 5)), count(Period(2026, 6, 6))
    assert march[TOTAL, ALL, "received"] == march[REGION, TOWN, "received"] == 1
    assert march[UNIT, factories.AGRICULTURE, "sent"] == 1
    assert april == dict.fromkeys(april, 1) and (UNIT, factories.AGRICULTURE, "answered") in april
    # Day 60 falls into the days off of May Day and moves behind them; the window for rating ends on 1 June.
    assert may[UNIT, factories.AGRICULTURE, "due"] == may[UNIT, factories.AGRICULTURE, "in_time"] == 1
    assert june[UNIT, factories.AGRICULTURE, "satisfied"] == 1


def test_an_answer_on_the_day_after_the_last_is_late():
    with on("2026-03-02"):
        petition = factories.to_in_progress()
    with on("2026-05-07"):
        act(act(petition, "issue_opinion", "officer", **OPINION), "grant", "officer_head")
    may = count(Period(2026, 5, 5))
    assert may[TOTAL, ALL, "due"] == 1
    assert (TOTAL, ALL, "in_time") not in may


def test_a_petition_that_complains_of_a_unit_is_in_no_row():
    with on("2026-03-02"):
        factories.to_transferred(reported_party="柘木湾镇政府")
    march = count(MARCH)
    assert march[TOTAL, ALL, "received"] == march[TOTAL, ALL, "sent"] == 1
    assert {key for dimension, key, _ in march if dimension != TOTAL} == {REST}


def test_one_from_which_an_officer_of_the_unit_is_kept_is_in_no_row_either():
    with on("2026-03-02"):
        petition = factories.to_transferred()
        Recusal.objects.create(
            petition=petition, user=factories.staff("officer"), decided_at=datetime.datetime.now(datetime.UTC)
        )
    assert {key for dimension, key, _ in count(MARCH) if dimension != TOTAL} == {REST}


def test_one_from_which_an_officer_of_the_petition_office_is_kept_is_in_the_year_alone():
    """She would miss it in her own queue and find it in the county's number."""
    with on("2026-03-02"):
        petition = factories.to_transferred()
        officer = factories.staff("petition_office")
        Recusal.objects.create(
            petition=petition, user=officer, decided_at=datetime.datetime.now(datetime.UTC)
        )
        visibility.refresh(petition)
    assert count(MARCH) == {}
    assert counting.kept_apart(2026) == 1


def test_an_accusation_is_in_no_month_and_once_in_the_year():
    with on("2026-03-02"):
        factories.accusation()
    assert count(MARCH) == {}
    assert counting.kept_apart(2026) == 1
    with on("2026-03-03"):
        factories.accusation(
            reported_party="县纪委监委"
        )  # past the county's intake: for nobody in the county
    assert counting.kept_apart(2026) == 1


def facts(number: int) -> list[Fact]:
    """So many of everything, at one unit, and as many in no row."""
    rows = [(factories.AGRICULTURE, TOWN, "130000"), (REST, REST, REST)]
    return [Fact(measure, *row) for measure in ("received", "sent", "answered") for row in rows] * number


def close(month: Period, number: int = 20, **given) -> Closing:
    return closing.close_month(month, today=month.after, facts=facts(number), **given)


def test_a_month_is_closed_once_and_stays_what_it_was():
    first = close(MARCH)
    before = figures(MARCH)
    assert before[UNIT, factories.AGRICULTURE, "sent"] == 20
    with on("2026-03-05"):
        factories.to_transferred()
    assert close(MARCH, 30) == first
    assert figures(MARCH) == before


def test_a_month_that_is_not_over_or_out_of_turn_is_not_closed():
    with pytest.raises(closing.CannotClose):
        closing.close_month(MARCH, today=MARCH.end, facts=[])
    close(MARCH)
    with pytest.raises(closing.CannotClose):
        close(Period(2026, 5, 5))


def test_missed_months_are_made_up_for_from_the_first_petition_on():
    with on("2026-03-02"):
        factories.to_transferred()
    with on("2026-06-01"):
        assert [one.period.code for one in closing.close_due()] == ["2026-03", "2026-04", "2026-05"]
        assert closing.close_due() == []


def test_quarter_and_year_are_the_sums_of_the_stored_months():
    for at, month in enumerate(Period(2026, 1, 12).months):
        close(month, 10 + at, apart=7)
    year, quarters = Period(2026, 1, 12), Period(2026, 1, 12).children
    assert figures(year)[TOTAL, ALL, "received"] == MonthFigure.objects.filter(
        dimension=TOTAL, measure="received"
    ).count() * 2 * 10 + 2 * sum(range(12))
    for place, value in figures(year).items():
        if place[2] != ACCUSATIONS:
            assert value == sum(figures(one)[place] for one in quarters), place
    assert figures(year)[TOTAL, ALL, ACCUSATIONS] == 7
    assert not Figure.objects.exclude(grain="year").filter(measure=ACCUSATIONS).exists()


def test_few_accusations_are_not_told_from_none():
    for month in Period(2026, 1, 12).months:
        close(month, apart=4)
    assert (TOTAL, ALL, ACCUSATIONS) not in figures(Period(2026, 1, 12))


def test_a_correction_is_a_new_version_with_a_reason_and_shows_nothing_that_was_hidden():
    few = [Fact("sent", factories.AGRICULTURE, TOWN)] * 3 + [Fact("sent")] * 20
    closing.close_month(MARCH, today=MARCH.after, facts=few)
    assert not {key for dimension, key, _ in figures(MARCH) if dimension == UNIT}
    with pytest.raises(closing.CannotClose):
        closing.correct_month(MARCH, " ")
    with on("2026-03-02"):
        for _ in range(6):
            factories.to_transferred()
            factories.to_transferred(code=factories.CIVIL_AFFAIRS)
            factories.to_transferred(reported_party="柘木湾镇政府")
    corrected = closing.correct_month(MARCH, "补录了六件")
    assert (corrected.version, corrected.reason) == (2, "补录了六件")
    assert not {key for dimension, key, _ in figures(MARCH) if dimension == UNIT}
    assert Figure.objects.filter(replaced=True).exists()


def test_the_command_closes_corrects_and_says_what_is_wrong():
    with on("2026-04-01"):
        factories.file_petition()
    with on("2026-05-01"):
        out = StringIO()
        call_command("close_month", stdout=out)
        call_command("close_month", stdout=out)
        assert out.getvalue().startswith("2026-04")
        assert Closing.objects.count() == 1
        with pytest.raises(CommandError):
            call_command("close_month", "2026-05")
        call_command("close_month", "2026-04", "--correct", "--reason", "漏了一件", stdout=out)
        assert Closing.objects.get(version=2).reason == "漏了一件"


def test_others_hold_what_no_row_shows():
    close(MARCH)
    found = figures(MARCH)
    assert found[UNIT, OTHERS, "sent"] == 20
    assert found[TOTAL, ALL, "sent"] == 40
