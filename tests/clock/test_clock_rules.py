"""Limits end on the day that the Civil Code gives, by the calendar of days off and make-up workdays."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.clock.calendar import DAY, WorkCalendar, announced_years
from intake.clock.rules import RULES, UnknownRule, due, local_day, rule

UTC = datetime.UTC


def day(text):
    return datetime.date.fromisoformat(text)


# received or accepted, rule, the unmoved day, the day that counts
VECTORS = [
    ("2026-03-02", "transfer_15", "2026-03-17", "2026-03-17"),
    ("2026-03-02", "handle_60", "2026-05-01", "2026-05-06"),
    ("2026-03-02", "handle_60_ext", "2026-05-31", "2026-06-01"),
    ("2026-03-02", "objection_5wd", "2026-03-09", "2026-03-09"),
    ("2026-03-02", "simple_decision_10wd", "2026-03-16", "2026-03-16"),
    ("2026-08-03", "transfer_15", "2026-08-18", "2026-08-18"),
    ("2026-08-03", "handle_60", "2026-10-02", "2026-10-08"),
    ("2026-08-03", "handle_60_ext", "2026-11-01", "2026-11-02"),
    ("2026-08-03", "objection_5wd", "2026-08-10", "2026-08-10"),
    ("2026-08-03", "simple_decision_10wd", "2026-08-17", "2026-08-17"),
    ("2026-09-21", "transfer_15", "2026-10-06", "2026-10-08"),
    ("2026-09-21", "handle_60", "2026-11-20", "2026-11-20"),
    ("2026-09-21", "handle_60_ext", "2026-12-20", "2026-12-21"),
    ("2026-09-21", "objection_5wd", "2026-09-29", "2026-09-29"),
    ("2026-09-21", "simple_decision_10wd", "2026-10-12", "2026-10-12"),
    ("2026-02-10", "transfer_15", "2026-02-25", "2026-02-25"),
    ("2026-02-10", "handle_60", "2026-04-11", "2026-04-13"),
    ("2026-02-10", "handle_60_ext", "2026-05-11", "2026-05-11"),
    ("2026-02-10", "objection_5wd", "2026-02-24", "2026-02-24"),
    ("2026-02-10", "simple_decision_10wd", "2026-03-02", "2026-03-02"),
    ("2026-04-20", "transfer_15", "2026-05-05", "2026-05-06"),
    ("2026-04-20", "handle_60", "2026-06-19", "2026-06-22"),
    ("2026-04-20", "handle_60_ext", "2026-07-19", "2026-07-20"),
    ("2026-04-20", "objection_5wd", "2026-04-27", "2026-04-27"),
    ("2026-04-20", "simple_decision_10wd", "2026-05-07", "2026-05-07"),
]


@pytest.mark.parametrize(("start", "code", "unmoved", "moved"), VECTORS)
def test_a_limit_ends_on_the_day_that_the_rules_give(calendar_2026, start, code, unmoved, moved):
    ends = due(rule(code), day(start), calendar_2026)
    assert (ends.due_unmoved, ends.due) == (day(unmoved), day(moved))
    assert ends.late_from == day(moved) + DAY
    assert not ends.provisional


def test_every_rule_has_days_a_way_of_counting_an_article_and_its_mark():
    assert {code: (limit.days, limit.unit, limit.mark) for code, limit in RULES.items()} == {
        "transfer_15": (15, "calendar", "V"),
        "county_share_4": (4, "calendar", "P"),
        "notify_direct_15": (15, "calendar", "V"),
        "notify_forwarded_15": (15, "calendar", "V"),
        "objection_5wd": (5, "working", "V"),
        "handle_60": (60, "calendar", "V"),
        "handle_60_ext": (90, "calendar", "V"),
        "simple_accept_3wd": (3, "working", "M"),
        "simple_decision_10wd": (10, "working", "P"),
        "review_request_30": (30, "calendar", "V"),
        "review_opinion_30": (30, "calendar", "V"),
        "rereview_request_30": (30, "calendar", "V"),
        "rereview_opinion_30": (30, "calendar", "V"),
        "discipline_accept_15wd": (15, "working", "P"),
        "discipline_lower_5wd": (5, "working", "P"),
        "discipline_feedback_15wd": (15, "working", "P"),
        "rating_30": (30, "calendar", "M"),
        "supplement_15": (15, "calendar", "D"),
        "suggestion_reply_60": (60, "calendar", "D"),
        "posted_7": (7, "calendar", "D"),
        "register_1wd": (1, "working", "D"),
        "reopen_answer_15": (15, "calendar", "D"),
    }
    assert all(limit.article for limit in RULES.values())


def test_an_unknown_rule_is_an_error():
    with pytest.raises(UnknownRule):
        rule("handle_61")


def test_a_matter_is_on_time_through_all_of_its_last_day_in_shanghai(calendar_2026):
    ends = due(rule("transfer_15"), day("2026-03-02"), calendar_2026)
    turns = datetime.datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
    assert local_day(turns) == ends.late_from
    assert local_day(turns - datetime.timedelta(microseconds=1)) == ends.due


def test_an_event_counts_on_the_day_that_it_is_in_shanghai():
    assert local_day(datetime.datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == day("2026-03-02")
    assert local_day(datetime.datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == day("2026-03-01")


def test_a_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime.datetime(2026, 3, 1, 16, 30))


def test_a_year_is_announced_when_all_its_fixed_days_off_are_in_the_table(calendar_2026):
    assert calendar_2026.known_years == {2026}
    assert announced_years({day("2027-01-01"), day("2027-01-02")}) == frozenset()


def test_an_unannounced_year_has_its_fixed_days_off_and_its_dates_are_provisional(calendar_2026):
    ends = due(rule("transfer_15"), day("2027-09-17"), calendar_2026)
    assert (ends.due_unmoved, ends.due) == (day("2027-10-02"), day("2027-10-04"))
    assert ends.provisional


def test_working_days_that_run_into_an_unannounced_year_are_provisional(calendar_2026):
    assert due(rule("discipline_accept_15wd"), day("2026-12-18"), calendar_2026).provisional
    assert not due(rule("objection_5wd"), day("2026-12-18"), calendar_2026).provisional


def test_a_make_up_workday_counts_and_a_day_off_does_not(calendar_2026):
    assert calendar_2026.is_working(day("2026-10-10"))  # a Saturday that is worked
    assert not calendar_2026.is_working(day("2026-02-16"))  # a Monday of the Spring Festival
    assert calendar_2026.add_working_days(day("2026-10-09"), 1) == day("2026-10-10")


def test_a_term_of_no_working_days_is_refused(calendar_2026):
    with pytest.raises(ValueError, match="at least one"):
        calendar_2026.add_working_days(day("2026-03-02"), 0)


DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
CALENDARS = st.builds(
    lambda off, work: WorkCalendar(off, work - off, {2026}),
    st.sets(DAYS, max_size=40),
    st.sets(DAYS.filter(lambda date: date.weekday() > 4), max_size=20),
)


@given(CALENDARS, DAYS, st.sampled_from(sorted(RULES)))
def test_no_limit_ends_on_a_day_off_or_before_its_days_are_over(calendar, start, code):
    limit = RULES[code]
    ends = due(limit, start, calendar)
    assert calendar.is_working(ends.due)
    assert ends.due >= ends.due_unmoved >= start + limit.days * DAY
    assert ends.late_from == ends.due + DAY


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_between_the_start_and_the_end_lie_exactly_the_working_days_counted(calendar, start, count):
    end = calendar.add_working_days(start, count)
    passed = [start + number * DAY for number in range(1, (end - start).days + 1)]
    assert sum(calendar.is_working(date) for date in passed) == count


@given(CALENDARS, DAYS, DAYS, st.sampled_from(sorted(RULES)))
def test_what_starts_later_never_ends_earlier(calendar, one, other, code):
    first, second = sorted((one, other))
    assert due(RULES[code], first, calendar).due <= due(RULES[code], second, calendar).due


@given(CALENDARS, DAYS)
def test_between_the_unmoved_day_and_the_day_that_counts_nobody_works(calendar, start):
    ends = due(RULES["handle_60"], start, calendar)
    between = range((ends.due - ends.due_unmoved).days)
    assert not any(calendar.is_working(ends.due_unmoved + number * DAY) for number in between)
