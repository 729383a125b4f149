"""Case numbers and query passwords: random, checkable, forgiving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.petitions import numbers

made = st.builds(numbers.draw_number, st.integers(2020, 2099))


@given(made)
def test_a_number_is_read_however_it_was_typed(number):
    shown = numbers.show_number(number)
    full_width = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in shown)
    for typed in (
        shown,
        shown.lower(),
        f" {number} ",
        shown.replace("-", " "),
        shown.replace("-", "－"),
        full_width,
    ):
        assert numbers.read_number(typed) == number


@given(made)
def test_letters_that_look_like_digits_are_read_as_digits(number):
    assert numbers.read_number(number.replace("0", "O").replace("1", "I")) == number
    assert numbers.read_number(number.replace("0", "o").replace("1", "l")) == number


@given(made, st.integers(0, 11), st.sampled_from(numbers.ALPHABET))
def test_one_wrong_character_is_noticed(number, position, character):
    wrong = number[:position] + character + number[position + 1 :]
    assert (numbers.read_number(wrong) == number) == (wrong == number)
    if wrong != number:
        assert numbers.read_number(wrong) is None


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-UUUUUUU-U", "2026-7K3M9QX-K-K", "一二三四五六七八九十一二"]
)
def test_what_is_no_number_is_none(typed):
    assert numbers.read_number(typed) is None


def test_numbers_and_passwords_do_not_repeat_or_count_up():
    drawn = [numbers.draw_number(2026) for _ in range(2000)]
    assert len(set(drawn)) == len(drawn)
    assert drawn != sorted(drawn)
    passwords = {numbers.draw_password() for _ in range(2000)}
    assert len(passwords) == 2000
    assert all(len(password) * 5 >= 65 for password in passwords)
