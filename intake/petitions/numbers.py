"""Case numbers (信访编号) and query passwords (查询密码): random, readable aloud, and forgiving when typed.

A number is the year, seven random characters of Crockford's base 32 and a check character (Luhn mod 32), shown
as ``2026-7K3M9QX-K``. It holds no serial and no area: from either an accused unit could infer that a case exists.
"""

from __future__ import annotations

import secrets

from privacy.normalising import folded

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
SHORTEST_PART = 4
PASSWORD_CHARACTERS = 16  # 80 bits
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def fold(typed: str) -> str:
    """What a person typed, without width, case, spaces, hyphens and look-alike letters."""
    return "".join(c for c in folded(typed).upper() if c.isalnum()).translate(_LOOKALIKES)


def check_character(text: str) -> str:
    """The Luhn mod 32 character for ``text``, itself made of ``ALPHABET``."""
    total = 0
    for position, character in enumerate(reversed(text)):
        product = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += product // 32 + product % 32
    return ALPHABET[-total % 32]


def draw_number(year: int) -> str:
    """A new case number, 12 characters without hyphens, from the system's random source."""
    text = f"{year:04d}" + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return text + check_character(text)


def read_number(typed: str) -> str | None:
    """The case number in what was typed, or None when it can't be one (length, letters, check character)."""
    number = fold(typed)
    if len(number) != 4 + RANDOM_CHARACTERS + 1 or any(c not in ALPHABET for c in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None


def read_part(typed: str) -> str | None:
    """A part of a case number, from its beginning or its middle, as it is stored; None for what can't be one, or would
    be a part of nearly every number. A year alone is none."""
    part = fold(typed)
    if not SHORTEST_PART <= len(part) <= 4 + RANDOM_CHARACTERS + 1 or any(c not in ALPHABET for c in part):
        return None
    return None if len(part) == SHORTEST_PART and part.startswith("20") else part


def show_number(number: str) -> str:
    """A case number as printed: ``2026-7K3M9QX-K``."""
    return f"{number[:4]}-{number[4:-1]}-{number[-1]}"


def draw_password() -> str:
    """A new query password: 16 random characters, 80 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_CHARACTERS))


def show_password(password: str) -> str:
    """A query password in groups of four."""
    return "-".join(password[i : i + 4] for i in range(0, len(password), 4))
