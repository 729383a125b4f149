"""Each limit of the rules, counted by hand through the days off of 2026 and over the ends of months and years."""

from __future__ import annotations

import datetime

import pytest

from intake.clock.rules import SHANGHAI, due, local_day, rule

# The Spring Festival is off from 15 to 23 February, the Saturdays before and after (14, 28) are worked; 1 to 5 May are
# off; 20 September and 10 October are worked, 25 to 27 September and 1 to 7 October are off; 4 January is worked.
STARTS = ("2025-12-20", "2026-01-31", "2026-02-13", "2026-04-30", "2026-09-19", "2026-09-30")
# A line a rule, a column a start: the unmoved day, and after ``>`` the working day that counts instead.
TABLE = """
    transfer_15 01-04 02-15>02-24 02-28 05-15 10-04>10-08 10-15
    notify_direct_15 01-04 02-15>02-24 02-28 05-15 10-04>10-08 10-15
    notify_forwarded_15 01-04 02-15>02-24 02-28 05-15 10-04>10-08 10-15
    objection_5wd 12-26 02-06 02-27 05-11 09-24 10-13
    handle_60 02-18>02-24 04-01 04-14 06-29 11-18 11-29>11-30
    handle_60_ext 03-20 05-01>05-06 05-14 07-29 12-18 12-29
    review_request_30 01-19 03-02 03-15>03-16 05-30>06-01 10-19 10-30
    review_opinion_30 01-19 03-02 03-15>03-16 05-30>06-01 10-19 10-30
    rereview_request_30 01-19 03-02 03-15>03-16 05-30>06-01 10-19 10-30
    rereview_opinion_30 01-19 03-02 03-15>03-16 05-30>06-01 10-19 10-30
    simple_accept_3wd 12-24 02-04 02-25 05-08 09-22 10-10
    simple_decision_10wd 01-05 02-13 03-05 05-18 10-09 10-20
    discipline_accept_15wd 01-12 02-27 03-12 05-25 10-15 10-27
    discipline_feedback_15wd 01-12 02-27 03-12 05-25 10-15 10-27
    discipline_lower_5wd 12-26 02-06 02-27 05-11 09-24 10-13
    county_share_4 12-24 02-04 02-17>02-24 05-04>05-06 09-23 10-04>10-08
    rating_30 01-19 03-02 03-15>03-16 05-30>06-01 10-19 10-30
"""


def _cases():
    for line in TABLE.strip().splitlines():
        code, *cells = line.split()
        for start, cell in zip(STARTS, cells, strict=True):
            first = datetime.date.fromisoformat(start)
            unmoved, _, moved = cell.partition(">")
            yield pytest.param(code, first, _after(first, unmoved), _after(first, moved or unmoved))


def _after(start: datetime.date, month_and_day: str) -> datetime.date:
    """The first such day after the start."""
    month, day = (int(part) for part in month_and_day.split("-"))
    found = datetime.date(start.year, month, day)
    return found if found > start else found.replace(year=start.year + 1)


@pytest.mark.parametrize(("code", "start", "unmoved", "moved"), list(_cases()))
def test_a_limit_around_days_off_ends_on_the_day_counted_by_hand(calendar_2026, code, start, unmoved, moved):
    ends = due(rule(code), start, calendar_2026)
    assert (ends.due_unmoved, ends.due) == (unmoved, moved)
    assert ends.late_from == moved + datetime.timedelta(days=1)


@pytest.mark.parametrize("code", [line.split()[0] for line in TABLE.strip().splitlines()])
def test_a_limit_starts_on_the_day_that_it_is_in_shanghai(calendar_2026, code):
    # One second apart, in the same minute of the same day in London; on either side of midnight here.
    before = datetime.datetime(2026, 8, 31, 15, 59, 59, tzinfo=datetime.UTC)
    after = before + datetime.timedelta(seconds=1)
    assert (local_day(before), local_day(after)) == (datetime.date(2026, 8, 31), datetime.date(2026, 9, 1))
    assert after.astimezone(SHANGHAI).hour == 0
    early, late = (due(rule(code), local_day(moment), calendar_2026) for moment in (before, after))
    assert late.due_unmoved > early.due_unmoved
