"""Cells as clerks fill them: money, days, months, yes and no."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.ledgers import values
from cms.ledgers.values import Bad


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("￥1,234.50", "1234.50"),
        ("１２３４．５", "1234.50"),
        ("1234元", "1234.00"),
        ("人民币300元整", "300.00"),
        ("(300)", "-300.00"),
        ("（300.5）", "-300.50"),
        ("-300", "-300.00"),
        ("−300", "-300.00"),
        ("△300", "-300.00"),
        ("￥-300", "-300.00"),
        ("1.2万", "12000.00"),
        ("1.2万元", "12000.00"),
        (" 3 000 ", "3000.00"),
        (0.1 + 0.2, "0.30"),
        (1234, "1234.00"),
        (".5", "0.50"),
        ("-0", "0.00"),
    ],
)
def test_an_amount_however_it_is_written(cell: str | float, amount: str) -> None:
    assert str(values.money(cell)) == amount


@pytest.mark.parametrize("cell", ["", "-", "——", "／", "无", "  "])
def test_a_dash_or_a_word_for_nothing_is_nothing(cell: str) -> None:
    assert values.money(cell) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("约300", "bad_number"),
        ("1,23", "bad_number"),
        ("1.234,50", "bad_number"),
        ("300+200", "bad_number"),
        ("=A1+A2", "bad_number"),
        ("叁佰元整", "bad_number"),
        ("12.345", "too_precise"),
        (True, "bad_number"),
        (date(2026, 1, 1), "bad_number"),
        (float("nan"), "bad_number"),
        (float("inf"), "bad_number"),
        ("9" * 20, "bad_number"),
        ("#REF!", "bad_number"),
    ],
)
def test_what_is_no_amount_is_said_to_be_none(cell: object, kind: str) -> None:
    with pytest.raises(Bad) as refused:
        values.money(cell)  # type: ignore[arg-type]
    assert refused.value.kind == kind


def test_the_unit_of_the_sheet_counts() -> None:
    assert values.money("1.23456", 10_000) == Decimal("12345.60")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_comes_back_from_each_way_to_write_it(amount: Decimal) -> None:
    for written in (f"{amount:.2f}", f"{amount:,.2f}", f"￥{amount:.2f}", float(amount)):
        assert values.money(written) == amount
    if amount < 0:
        assert values.money(f"（{-amount:,.2f}）") == amount


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reads in (values.money, values.number, values.day, values.month, values.year, values.yes_or_no):
        try:
            reads(text)  # type: ignore[operator]
        except Bad as refused:
            assert refused.kind and str(refused.message)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.03.05",
        "2026年3月5日",
        "２０２６年３月５日",
        "二〇二六年三月五日",
        "20260305",
        20260305,
        date(2026, 3, 5),
        datetime(2026, 3, 5, 8, 30),
        46086,
        "2026-03-05 08:30:00",
    ],
)
def test_a_day_however_it_is_written(cell: object) -> None:
    assert values.day(cell) == date(2026, 3, 5)  # type: ignore[arg-type]


def test_a_day_without_a_year_is_one_of_the_ledgers_year() -> None:
    assert values.day("3月5日", 2026) == date(2026, 3, 5)
    with pytest.raises(Bad) as refused:
        values.day("3月5日")
    assert "缺少年份" in str(refused.value.message)


@pytest.mark.parametrize("cell", ["2026-02-30", "3/4/5", "明天", "1026-01-01", 3.5])
def test_what_is_no_day_is_said_to_be_none(cell: object) -> None:
    with pytest.raises(Bad):
        values.day(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", ["2026-03", "2026年3月", "202603", "2026.03", "二〇二六年三月份", date(2026, 3, 1)]
)
def test_a_month_however_it_is_written(cell: object) -> None:
    assert values.month(cell) == "2026-03"  # type: ignore[arg-type]


def test_a_month_that_may_be_october_is_asked_about() -> None:
    with pytest.raises(Bad) as refused:
        values.month(2026.1)
    assert refused.value.kind == "bad_month"
