"""From what stands in a cell to a value: money, dates, numbers, yes and no, as clerks write them.

Each reader returns the value, None for an empty cell, or raises ``Bad`` with a kind and a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from privacy.normalising import folded

from .schema import MONEY, NUMBER, Field
from .sheets import Cell
from .words import DIGITS, any_of, joined

Value = str | int | Decimal | date | bool | None

CENT = Decimal("0.01")
# What decimal places a program leaves behind when it reckons in twos.
NOISE = Decimal("0.000001")
MOST_MONEY = Decimal("1e12")
UNITS: Mapping[str, int] = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
LONGEST_TEXT = 500
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A spreadsheet keeps fifteen digits of an amount.
MOST_EXACT = 10**15

_NOTHING = {"", "-", "--", "/", "\\", "无", "*", "空", "N/A", "n/a", "#N/A"}
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLAIN = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_AROUND_MONEY = re.compile(r"^(?:人民币|RMB|CNY|[¥$])|(?:元整|元正|元|圆)$", re.IGNORECASE)
_TIMES = {"万": 10_000, "千": 1_000, "亿": 100_000_000}
_COUNTED = re.compile(any_of("counted") + "$")
_SPACE = re.compile(r"\s")
_MINUS = re.compile("[—–−－‐‑ー]+")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_DAY_RUN = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_DAY_SHORT = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_SPACED_NAME = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_HOURS = re.compile(r"[ T][0-9]{1,2}[:：][0-9]{2}.*$")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?(?:份)?")
_MONTH_RUN = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_MONTH_SHORT = re.compile(r"([0-9]{1,2})月?(?:份)?")
_CHINESE_DIGITS = str.maketrans(f"〇{DIGITS}", "00123456789")
_TEN = re.compile(f"([{DIGITS[1:4]}])?十([{DIGITS[1:]}])?")
_SERIAL_START = date(1899, 12, 30)
YES = {"是", "有", "√", "✓", "✔", "对", "Y", "y", "YES", "Yes", "yes", "1", "TRUE", "True", "true"}
NO = {"否", "无", "×", "✗", "✘", "不是", "没有", "N", "n", "NO", "No", "no", "0", "FALSE", "False", "false"}


class Bad(ValueError):
    """A cell that says nothing of its kind. ``kind`` is a short code, ``message`` a sentence."""

    def __init__(self, kind: str, message: str | Promise) -> None:
        super().__init__(kind)
        self.kind = kind
        self.message = message


def text_of(cell: Cell) -> str:
    """What a person sees in the cell, on one line, without spaces at its ends."""
    if isinstance(cell, str) and cell.isalnum():  # most are one word
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        cell = cell.date()
    return " ".join(str(cell).replace("\x00", "").split())


def money(cell: Cell, unit: int = 1) -> Decimal | None:
    """An amount in 元 with two places. ``unit`` is how many 元 the sheet counts as one."""
    amount = _amount(cell)
    if amount is None:
        return None
    return _rounded(amount * Decimal(unit), CENT, _("More than two decimal places of a yuan."))


def number(cell: Cell) -> Decimal | None:
    """A count or an area, with at most two places."""
    if isinstance(cell, str):
        cell = _COUNTED.sub("", _tight(cell))
    amount = _amount(cell)
    return None if amount is None else _rounded(amount, CENT, _("More than two decimal places."))


def _rounded(amount: Decimal, step: Decimal, message: str | Promise) -> Decimal:
    if abs(amount) > MOST_MONEY:
        raise Bad("bad_number", _("This is too large to be true."))
    rounded = amount.quantize(step)
    if abs(rounded - amount) > NOISE * max(abs(amount), Decimal(1)):
        raise Bad("too_precise", message)
    return rounded + 0  # never minus nothing


def _amount(cell: Cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise Bad("bad_number", _("This is not a number."))
    if isinstance(cell, int | float):
        return _finite(Decimal(repr(cell)))
    return _written(_tight(cell))


def _written(text: str) -> Decimal | None:
    """A number as it is typed: ``￥1,234.50``, ``(300)``, ``△300``, ``1.2万``."""
    if text in _NOTHING:
        return None
    negative = text.startswith("(") and text.endswith(")")
    text = text[1:-1] if negative else text
    if text[:1] in "-+△▲":
        negative, text = negative != (text[0] != "+"), text[1:]
    text = _AROUND_MONEY.sub("", _AROUND_MONEY.sub("", text))
    if text[:1] == "-":  # ￥-300
        negative, text = not negative, text[1:]
    times = _TIMES.get(text[-1:], 1)
    digits = text[:-1] if times != 1 else text
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        raise Bad("bad_number", _("This is not a number."))
    amount = _finite(Decimal(digits)) * times
    return -amount if negative else amount


def _finite(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        raise Bad("bad_number", _("This is not a number."))
    return amount


def _tight(text: str) -> str:
    """Half-width, without spaces, with one kind of minus."""
    if text.isascii() and text.isalnum():
        return text
    tight = _SPACE.sub("", folded(text)).lstrip("'`’")
    if tight.isascii():
        return tight
    return _MINUS.sub("-", tight).replace("￥", "¥").replace("，", ",")


def day(cell: Cell, year: int | None = None) -> date | None:
    """A day. ``year`` is what 3月5日 without a year means."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise Bad("bad_date", _("This is not a date."))
    text = _tight_date(_HOURS.sub("", cell) if isinstance(cell, str) else cell)
    if text in _NOTHING:
        return None
    for pattern in (_DAY, _DAY_RUN):
        if match := pattern.fullmatch(text):
            return _real_day(*map(int, match.groups()))
    if isinstance(cell, str) and (match := _DAY_SHORT.fullmatch(text)):
        if year is None:
            raise Bad("bad_date", _("The year is missing. Write it in the title, or here: 2026-03-05."))
        return _real_day(year, *map(int, match.groups()))
    if not isinstance(cell, str) and 36_500 < cell < 73_050 and float(cell).is_integer():
        return _SERIAL_START + timedelta(days=int(cell))
    raise Bad("bad_date", _("This is not a date. Write 2026-03-05 or 2026年3月5日."))


def month(cell: Cell, year: int | None = None) -> str | None:
    """A month as ``2026-03``."""
    if isinstance(cell, datetime | date):
        return f"{cell.year:04d}-{cell.month:02d}"
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise Bad("bad_month", _("This is not a month."))
    if isinstance(cell, float) and not cell.is_integer():
        raise Bad("bad_month", _("2026.1 may be January or October. Write 2026-01 or 2026年1月."))
    text = _tight_date(cell)
    if text in _NOTHING:
        return None
    match = _MONTH.fullmatch(text) or _MONTH_RUN.fullmatch(text)
    if match is None and year is not None and (short := _MONTH_SHORT.fullmatch(text)):
        return _real_month(year, int(short[1]))
    if match is None:
        raise Bad("bad_month", _("This is not a month. Write 2026-03 or 2026年3月."))
    return _real_month(int(match[1]), int(match[2]))


def _tight_date(cell: str | int | float) -> str:
    if not isinstance(cell, str):
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    return with_digits(_tight(cell))


def with_digits(text: str) -> str:
    """二〇二六年三月五日 as 2026年3月5日."""
    return _TEN.sub(_ten, text).translate(_CHINESE_DIGITS)


def _ten(match: re.Match[str]) -> str:
    tens = DIGITS.index(match[1]) if match[1] else 1
    ones = DIGITS.index(match[2]) if match[2] else 0
    return str(10 * tens + ones)


def _real_day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise Bad("bad_date", _("There is no such day.")) from None
    if not 1990 <= year <= 2100:
        raise Bad("bad_date", _("There is no such day."))
    return found


def _real_month(year: int, month: int) -> str:
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        raise Bad("bad_month", _("There is no such month."))
    return f"{year:04d}-{month:02d}"


def year(cell: Cell) -> int | None:
    """A year as 2026, written 2026, 2026年 or 2026年度."""
    if isinstance(cell, datetime | date):
        return cell.year
    text = re.sub("(?:年度|年)$", "", _tight_date(cell)) if isinstance(cell, str | int | float) else ""
    if text in _NOTHING:
        return None
    if not re.fullmatch("20[0-9]{2}", text):
        raise Bad("bad_year", _("This is not a year."))
    return int(text)


def yes_or_no(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = _tight(text_of(cell))
    if text in {"", "-", "/"}:
        return None
    if text in YES or text in NO:
        return text in YES
    raise Bad("bad_boolean", _("Write 是 or 否."))


def one_of(cell: Cell, values: Mapping[str, tuple[str, ...]]) -> str | None:
    """The value of a list that the cell means: by its name, another name of it, or as the only one that it holds."""
    text = _tight(text_of(cell))
    if text in _NOTHING:
        return None
    for value, also in values.items():
        if text == value or text in also:
            return value
    held = [value for value in values if value in text]
    if len(held) == 1:
        return held[0]
    raise Bad("not_in_list", _("Not one of: %(values)s.") % {"values": joined(values)})


def neutral(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def free_text(cell: Cell) -> str | None:
    """A text on one line, without the apostrophe of ``neutral``."""
    text = text_of(cell)
    if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS):
        text = text[1:]
    if len(text) > LONGEST_TEXT:
        raise Bad("too_long", _("More than %(limit)d characters.") % {"limit": LONGEST_TEXT})
    return text or None


def digits(cell: Cell) -> str | None:
    """A number of a paper, an account or a telephone. A long one that was stored as an amount has lost its end."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= MOST_EXACT:
        raise Bad(
            "digits_lost",
            _("Stored as an amount, its last digits are lost. Set the cells to text, type it again."),
        )
    return _tight(text_of(cell)).upper() or None


def read(cell: Cell, about: Field, *, unit: int, year_of_table: int | None) -> Value:
    """The value of a cell in the column ``about``. Raises ``Bad``."""
    if cell == "":
        return None
    if about.values:
        return one_of(cell, about.values)
    readers: dict[str, Callable[[], Value]] = {
        MONEY: lambda: money(cell, unit),
        NUMBER: lambda: number(cell),
        "date": lambda: day(cell, year_of_table),
        "yearmonth": lambda: month(cell, year_of_table),
        "year": lambda: year(cell),
        "boolean": lambda: yes_or_no(cell),
    }
    if about.personal in ("id_number", "bank", "phone"):
        return digits(cell)
    if about.personal == "name":
        return free_text(_SPACED_NAME.sub("", text_of(cell)))
    return readers.get(about.type, lambda: free_text(cell))()
