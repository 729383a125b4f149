"""Limits on how often, and checks on what a person types, for pages and API alike.

Counters live in the cache only, under an HMAC of the address with the day's own key: nothing leads back to an address,
not even for the operator, once the day is over.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError as InvalidNumber

from accounts.throttle import network_of
from privacy.crypto import keyed_hash
from privacy.normalising import folded

from .numbers import fold

GUESSES_PER_ADDRESS = 30
GUESSES_PER_NUMBER = 10
GUESS_WINDOW = 900  # seconds
PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|(?:0\d{2,3})?\d{7,8}")


def address_of(request: Any) -> str:
    """A name for the visitor's address that is worth nothing tomorrow."""
    day = timezone.localdate().isoformat()
    return keyed_hash("address", f"{day}:{network_of(request)}")[:32]


def allow(what: str, who: str, most: int, seconds: int) -> bool:
    """Count one more and tell whether it is within ``most`` in ``seconds``. Zero means no limit."""
    return not most or _count(what, who, seconds) <= most


def _key(what: str, who: str, seconds: int) -> str:
    """A counter's name, with its window of time in it: some caches forget a counter's own end when it counts."""
    return f"limit:{what}:{who}:{int(timezone.now().timestamp()) // seconds}"


def _count(what: str, who: str, seconds: int) -> int:
    key = _key(what, who, seconds)
    if cache.add(key, 1, seconds):
        return 1
    try:
        counted = int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        counted = 1
    if not cache.touch(key, seconds):
        cache.set(key, counted, seconds)
    return counted


def _guesses(request: Any, number: str) -> list[tuple[str, int]]:
    typed = keyed_hash("guessed_number", fold(number))[:32]
    return [(address_of(request), GUESSES_PER_ADDRESS), (typed, GUESSES_PER_NUMBER)]


def allow_guess(request: Any, number: str) -> bool:
    """Whether another try at a number and password may be made, from this address and for this number."""
    return all(
        int(cache.get(_key("guess", who, GUESS_WINDOW)) or 0) < most
        for who, most in _guesses(request, number)
    )


def count_failure(request: Any, number: str) -> None:
    """Note a try that failed."""
    for who, _most in _guesses(request, number):
        _count("guess", who, GUESS_WINDOW)


def plain(typed: str) -> str:
    """What was typed, full-width folded, without spaces and hyphens."""
    return re.sub(r"[\s\-()]", "", folded(typed))


def check_phone(value: str) -> None:
    """A mobile number, or a landline with or without its area code. Raises Django's ``ValidationError``."""
    if value and not PHONE.fullmatch(plain(value)):
        raise ValidationError(_("This does not look like a telephone number."), code="phone")


def check_identity_number(value: str) -> None:
    """A resident identity number with its checksum; other papers' numbers are letters and digits."""
    number = plain(value).upper()
    if not number:
        return
    if not re.fullmatch(r"[0-9A-Z]{5,20}", number):
        raise ValidationError(_("This does not look like the number of an identity paper."), code="id_number")
    if len(number) == 18 and not _is_resident_number(number):
        raise ValidationError(_("The check digit of this identity number is wrong."), code="id_number")


def _is_resident_number(number: str) -> bool:
    """Birth date and check digit. The place in it is not looked up: new divisions are in nobody's list yet."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    try:
        ric.get_birth_date(number)
    except InvalidNumber:
        return False
    return ric.calc_check_digit(number) == number[-1]
