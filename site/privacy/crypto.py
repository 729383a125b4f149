"""Encryption of personal data, and keyed hashes to find it again.

Texts are encrypted under ``SUNSHINE_DATA_KEYS`` (newest first), so that a copy of the database shows no
name. What must be found or compared is kept as an HMAC under ``SUNSHINE_INDEX_KEY``: equal values have equal
hashes, and without the key nothing can be tried against them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .normalising import folded

SHORTEST_INDEX_KEY = 32


class Undecipherable(Exception):
    """A stored value that no data key opens: a key is missing, or the value was changed."""


def require_usable_keys() -> None:
    """Raises ``ImproperlyConfigured`` for keys that would fail at the first name that is written, or are weak."""
    for number, key in enumerate(settings.SUNSHINE_DATA_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"SUNSHINE_DATA_KEYS: key {number} is not 32 bytes in URL-safe base64"
            ) from None
    if len(settings.SUNSHINE_INDEX_KEY) < SHORTEST_INDEX_KEY:
        raise ImproperlyConfigured(f"SUNSHINE_INDEX_KEY has fewer than {SHORTEST_INDEX_KEY} characters")


def encrypt(text: str) -> bytes:
    """``text`` as a token under the newest data key. Equal texts give different tokens."""
    return _cipher(tuple(settings.SUNSHINE_DATA_KEYS)).encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """The text of a token made by ``encrypt``. Raises ``Undecipherable``, which repeats nothing of it."""
    try:
        return _cipher(tuple(settings.SUNSHINE_DATA_KEYS)).decrypt(token).decode()
    except InvalidToken:
        raise Undecipherable("no key in SUNSHINE_DATA_KEYS opens this value") from None


def rotate(token: bytes) -> bytes:
    """The same text under the newest data key. Raises ``Undecipherable``."""
    try:
        return _cipher(tuple(settings.SUNSHINE_DATA_KEYS)).rotate(token)
    except InvalidToken:
        raise Undecipherable("no key in SUNSHINE_DATA_KEYS opens this value") from None


def is_current(token: bytes) -> bool:
    """Whether the newest data key opens the token."""
    try:
        Fernet(settings.SUNSHINE_DATA_KEYS[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of ``value`` as 64 hexadecimal digits.

    Each ``purpose`` has a key of its own, derived from the index key: a hash made for one purpose says
    nothing to another.
    """
    return hmac.new(
        _purpose_key(settings.SUNSHINE_INDEX_KEY, purpose), value.encode(), hashlib.sha256
    ).hexdigest()


def blind_index(kind: str, value: str) -> str:
    """The hash under which a ``phone``, ``id_number`` or ``name`` is found, however it was typed.

    Raises ``ValueError`` for another kind, and for a value with nothing in it: an index of nothing would
    find everybody who gave nothing.
    """
    if kind not in NORMALISERS:
        raise ValueError(f"no blind index for {kind!r}")
    normal = NORMALISERS[kind](value)
    if not normal:
        raise ValueError(f"nothing to index in this {kind}")
    return keyed_hash(f"index:{kind}", normal)


def same(a: str, b: str) -> bool:
    """Whether two hashes or passwords are equal, in time that does not depend on where they differ."""
    return hmac.compare_digest(a.encode(), b.encode())


def normal_phone(value: str) -> str:
    """Digits alone: full-width folded, spaces, hyphens and brackets dropped, the country code 86 removed."""
    digits = "".join(char for char in folded(value) if char.isdigit())
    for prefix in ("0086", "86"):
        # 86 alone also begins landlines without an area code; only what leaves a mobile or area code is a
        # country code.
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 10:
            return digits[len(prefix) :]
    return digits


def normal_id_number(value: str) -> str:
    """Upper case, full-width folded, letters and digits only (passports and other papers included)."""
    return "".join(char for char in folded(value).upper() if char.isalnum())


def normal_name(value: str) -> str:
    """NFKC, without spaces, every kind of middle dot as ``·``, Latin letters in one case."""
    one_dot = "".join("·" if char in MIDDLE_DOTS else char for char in folded(value))
    return "".join(one_dot.split()).casefold()


MIDDLE_DOTS = "·•‧∙・･⋅●．.⸱᛫"

NORMALISERS: dict[str, Callable[[str], str]] = {
    "phone": normal_phone,
    "id_number": normal_id_number,
    "name": normal_name,
}


@lru_cache(maxsize=8)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=64)
def _purpose_key(index_key: str, purpose: str) -> bytes:
    return hmac.new(index_key.encode(), b"purpose:" + purpose.encode(), hashlib.sha256).digest()
