"""What time a title says that a ledger is about."""

from __future__ import annotations

from datetime import date

import pytest

from cms.ledgers.periods import named_in


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("荷叶埂村2026年3月财务公开", (2026, 3, 1), (2026, 3, 31)),
        ("荷叶埂村2024年2月份收支", (2024, 2, 1), (2024, 2, 29)),
        ("荷叶埂村2026年第一季度收支", (2026, 1, 1), (2026, 3, 31)),
        ("2026年4季度", (2026, 10, 1), (2026, 12, 31)),
        ("二〇二六年第二季度", (2026, 4, 1), (2026, 6, 30)),
        ("2026年上半年村干部报酬", (2026, 1, 1), (2026, 6, 30)),
        ("2026年下半年", (2026, 7, 1), (2026, 12, 31)),
        ("2026年度补贴", (2026, 1, 1), (2026, 12, 31)),
        ("2026年耕地地力保护补贴", (2026, 1, 1), (2026, 12, 31)),
        ("2026年3月至5月收支", (2026, 3, 1), (2026, 5, 31)),
        ("2025年11月—2026年1月收支", (2025, 11, 1), (2026, 1, 31)),
        ("2026年3月5日至2026年4月6日", (2026, 3, 5), (2026, 4, 6)),
    ],
)
def test_a_title_names_its_time(title: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    period = named_in([title])
    assert period is not None
    assert (period.start, period.end) == (date(*start), date(*end))


@pytest.mark.parametrize(
    "title",
    ["", "村务公开栏", "制表日期：2026年4月3日", "公示时间：2026年4月3日至2026年4月10日", "2026年13月"],
)
def test_when_a_form_was_made_or_shown_is_not_its_time(title: str) -> None:
    assert named_in([title]) is None


def test_the_first_line_that_names_a_time_counts() -> None:
    period = named_in(["财务公开", "2026年3月", "2025年"])
    assert period is not None and period.start == date(2026, 3, 1)
