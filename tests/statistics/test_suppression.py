"""No number that is hidden can be worked out: not from totals, not from complements, not from longer periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest
from bounds import Equation, Puzzle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.statistics import release
from intake.statistics.measures import ALL, BY_CODE, OTHERS, REST, TOTAL, UNIT
from intake.statistics.periods import Period

SMALLEST = 3
QUARTER, YEAR = Period(2026, 1, 3), Period(2026, 1, 12)
TRIED = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
SELDOM = settings(TRIED, max_examples=25)

Counts = dict[Period, dict[tuple[str, str, str], int]]


def tables(period: Period, whole: str, part: str, most: int, rows: str) -> st.SearchStrategy[Counts]:
    """Counts of a measure and a part of it for each month, by rows and in no row."""
    cell = st.tuples(st.integers(0, most), st.one_of(st.integers(0, 1), st.integers(0, most)))
    column = st.fixed_dictionaries(dict.fromkeys((*rows, REST), cell))
    return st.tuples(*(column for _ in period.months)).map(
        lambda columns: {
            month: counted(column, whole, part) for month, column in zip(period.months, columns, strict=True)
        }
    )


def counted(column: dict[str, tuple[int, int]], whole: str, part: str) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = defaultdict(int)
    for row, (done, left) in column.items():
        for measure, number in ((whole, done + left), (part, done)):
            counts[UNIT, row, measure] += number
            counts[TOTAL, ALL, measure] += number
    return dict(counts)


def publish(counts: Counts, longest: Period) -> dict[Period, list[release.Value]]:
    """What is published, month by month, as time goes by."""
    shown, published = {}, {}
    for month in longest.months:
        ending = [one for one in (month, month.quarter, longest) if one.last == month.last]
        for period in dict.fromkeys(ending):
            inside = {one: counts[one] for one in period.months}
            decided = {
                one: keys for one, keys in shown.items() if period.first <= one.first and one != period
            }
            last = shown.get(period.previous)
            shown[period] = release.plan(period, inside, decided, SMALLEST, last)
            published[period] = list(release.figures(period, inside, shown[period]))
    return published


def unknown(row: str, month: Period, part: str) -> str:
    return f"{row or 'rest'} {month.code} {part}"


def terms(period: Period, row: str, measure: str) -> frozenset[str]:
    """What a figure says in terms of what happened: the done and the left of a row in each month."""
    parts = ("done",) if BY_CODE[measure].part_of else ("done", "left")
    return frozenset(unknown(row, month, part) for month in period.months for part in parts)


def known(published: dict[Period, list[release.Value]], rows: str) -> list[Equation]:
    """The published figures as equations. Others are the total without the rows that are listed."""
    equations = []
    for period, values in published.items():
        for value in values:
            if value.key == OTHERS:
                listed = {one.key for one in values if one.dimension == UNIT and one.measure == value.measure}
                of = [row for row in (*rows, REST) if row not in listed]
            else:
                of = [*rows, REST] if value.key == ALL else [value.key]
            equations.append((all_of(period, of, value.measure), value.value))
    return equations


def all_of(period: Period, rows: Iterable[str], measure: str) -> frozenset[str]:
    return frozenset().union(*(terms(period, row, measure) for row in rows))


def hidden(
    published: dict[Period, list[release.Value]], rows: str, whole: str, part: str
) -> dict[str, frozenset[str]]:
    """Every figure that is not there, by a name: of rows, of what is in no row, of totals, and of complements."""
    missing = {}
    for period, values in published.items():
        there = {(one.dimension, one.key, one.measure) for one in values}
        for measure in (whole, part):
            for row in (*rows, REST):
                if (UNIT, row, measure) not in there:
                    missing[f"{measure} {row or 'rest'} {period.code}"] = terms(period, row, measure)
            if (TOTAL, ALL, measure) not in there:
                missing[f"{measure} total {period.code}"] = all_of(period, (*rows, REST), measure)
    return missing


def assert_nothing_is_given_away(counts: Counts, longest: Period, rows: str, whole: str, part: str) -> None:
    published = publish(counts, longest)
    missing = hidden(published, rows, whole, part)
    told = Puzzle(known(published, rows)).determined(missing)
    assert {name for name in told if not is_all_of_the_others(name, counts)} == set()


def is_all_of_the_others(name: str, counts: Counts) -> bool:
    """Where every row is listed, the others are the cases in no row: so many then that the number tells of nobody."""
    measure, row, code = name.split()
    months = Period.parse(code).months
    return row == "rest" and sum(counts[month][UNIT, REST, measure] for month in months) >= SMALLEST


@TRIED
@given(tables(QUARTER, "due", "in_time", 7, "abc"))
def test_who_was_late_stays_hidden_in_a_quarter_and_its_months(counts):
    assert_nothing_is_given_away(counts, QUARTER, "abc", "due", "in_time")


@TRIED
@given(tables(QUARTER, "rated", "satisfied", 9, "abc"))
def test_what_few_writers_said_stays_hidden_in_a_quarter_and_its_months(counts):
    assert_nothing_is_given_away(counts, QUARTER, "abc", "rated", "satisfied")


@SELDOM
@given(tables(YEAR, "due", "in_time", 5, "ab"))
def test_a_year_gives_away_nothing_that_its_quarters_hide(counts):
    assert_nothing_is_given_away(counts, YEAR, "ab", "due", "in_time")


@TRIED
@given(tables(QUARTER, "rated", "satisfied", 9, "abc"))
def test_nothing_small_is_shown_nor_left_over(counts):
    for period, values in publish(counts, QUARTER).items():
        found = {(one.dimension, one.key, one.measure): one.value for one in values}
        for (dimension, key, measure), value in found.items():
            if key != OTHERS:
                assert value >= SMALLEST, (period, key)
            if measure == "satisfied" and key != OTHERS:
                assert found[dimension, key, "rated"] - value >= SMALLEST
            if key == OTHERS:
                assert value >= SMALLEST, period


@pytest.mark.parametrize("most", [12])
def test_a_quarter_is_the_sum_of_its_months_wherever_all_are_shown(most):
    counts = {
        month: counted({"a": (most, 9), "b": (9, most), REST: (8, 8)}, "due", "in_time")
        for month in QUARTER.months
    }
    published = publish(counts, QUARTER)
    months = [published[month] for month in QUARTER.months]
    for value in published[QUARTER]:
        assert value.value == sum(one.value for month in months for one in month if one[:3] == value[:3]), (
            value
        )
    assert {one.key for one in published[QUARTER]} == {ALL, "a", OTHERS} | {"b"}
