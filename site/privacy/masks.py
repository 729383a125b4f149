"""Masks of personal data (脱敏): what may be shown where the whole may not. Pure.

A mask keeps a text readable and as long as it was. ``＊`` stands for what is hidden; surnames, and the first
three digits of a phone, stay, so that those who know can still tell two apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from privacy.finder import find
from privacy.finder.names import COMPOUND
from privacy.finder.patterns import any_of
from privacy.finder.words import KEPT_LEVELS
from privacy.normalising import folded

MARK = "＊"
LOOKS = 10
COUNTRY_CODE = re.compile(r"(?:00)?86(?=[0-9]{11})")

_KEPT = re.compile(rf".*{any_of(KEPT_LEVELS)}")
_COMPOUND = re.compile(COMPOUND)


def mask_name(name: str) -> str:
    """The surname stays: 张＊＊, 欧阳＊＊. Of a name with a dot the first character; of a single one nothing."""
    if len(name) < 2:
        return MARK * len(name)
    compound = _COMPOUND.match(name)
    kept = len(compound[0]) if compound and len(name) > len(compound[0]) else 1
    return name[:kept] + _hidden(name[kept:])


def mask_phone(phone: str) -> str:
    """The first three digits stay: 199＊＊＊＊＊＊＊＊. A country code before them stays too."""
    digits = "".join(char for char in folded(phone) if char.isdigit())
    code = COUNTRY_CODE.match(digits)
    return _hidden(phone, shown=3 + (code.end() if code else 0))


def mask_id_number(number: str) -> str:
    """Two characters in front and three at the end stay, enough to tell two people of one name apart."""
    if len(number) < 15:
        return _hidden(number, shown=1)
    return number[:2] + _hidden(number[2:-3]) + number[-3:]


def mask_address(address: str) -> str:
    """What leads to the village or community stays; group, street, house and flat are hidden."""
    kept = _KEPT.match(address)
    end = kept.end() if kept else 0
    return address[:end] + _hidden(address[end:])


def mask_text(text: str, also: Iterable[str] = ()) -> str:
    """``text`` with every finding masked, and every name in ``also`` wherever it stands.

    As long as ``text``. Nothing that the finder finds is left; for that it looks again at what it has made.
    """
    masked = list(text)
    for name in sorted({name.strip() for name in also} - {""}, key=len, reverse=True):
        for match in re.finditer(however_spaced(name), text):
            masked[match.start() : match.end()] = mask_name(match[0])
    for _look in range(LOOKS):
        findings = find("".join(masked))
        if not findings:
            return "".join(masked)
        for finding in findings:
            piece = "".join(masked[finding.start : finding.end])
            hidden = _MASKS.get(finding.kind, _hidden)(piece)
            # A mask that hides nothing would be found again for ever.
            masked[finding.start : finding.end] = hidden if hidden != piece else MARK * len(piece)
    return _hidden(text)  # what shows something new each time is not to be trusted with any of it


def however_spaced(name: str) -> str:
    """A pattern that finds ``name``, whatever spaces stand between its characters."""
    return r"\s*".join(map(re.escape, re.sub(r"\s", "", name)))


def _hidden(text: str, shown: int = 0) -> str:
    """Letters and digits after the first ``shown`` of them as marks; spaces and signs stay."""
    result = []
    for char in text:
        if char.isalnum():
            result.append(char if shown > 0 else MARK)
            shown -= 1
        else:
            result.append(char)
    return "".join(result)


_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
}
