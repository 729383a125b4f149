"""Detector of home addresses: down to a house, a flat or a group, or after a word for an address.

A village or a street alone is no personal data here: every petition says where it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import words
from .finding import Finding
from .patterns import HAN, any_of

NUMERAL = f"0-9A-Za-z{words.DIGITS}{words.TENS}"
NUMBER = rf"[{NUMERAL}]{{1,5}}(?:-[0-9]{{1,4}}){{0,3}}"
PART = rf"(?:{NUMBER}{any_of(words.PARTS)})"
LONE_PART = rf"(?:{NUMBER}{any_of(words.LONE_PARTS)})"
NOT_HOUSE = any_of(words.NOT_HOUSES)
NOT_HOUSE_NUMBER = any_of(words.NOT_HOUSE_NUMBERS)
HOUSE = rf"{NUMBER}[{words.HOUSE_NUMBER}{words.ROOM}]"
# Words up to the next stop.
REST = r"[^,.;!?。、\n()]"
VILLAGE = any_of(words.KEPT_LEVELS)

# 三组12号, 15号院3单元501室, 5栋2单元301, 2栋1-501
INSIDE = re.compile(
    rf"(?<![{NUMERAL}]){PART}{{1,5}} ?"
    rf"(?:{HOUSE}(?!{NOT_HOUSE_NUMBER})|[0-9]{{3,4}}(?![0-9]|{NOT_HOUSE})|[0-9]{{1,4}}(?:-[0-9]{{1,4}})+)"
)
# 建设路15号, 荷叶埂村23号
BEHIND_STREET = "|".join(f"(?<={re.escape(word)})" for word in words.STREETS)
DOOR = re.compile(
    rf"(?:{BEHIND_STREET})({NUMBER}{words.HOUSE_NUMBER}(?!{any_of(words.PARTS)}|{NOT_HOUSE_NUMBER}))"
)
# Down to the village an address may stay, so the finding begins behind it.
LABELLED = re.compile(
    rf"{any_of(words.ADDRESS_LABELS)} ?(?::|{any_of(words.IS)}) ?(?={REST}{{0,60}}{HAN})"
    rf"(?:{REST}{{0,60}}{VILLAGE})?({REST}{{2,60}})"
)
CUED = re.compile(
    rf"{any_of(words.ADDRESS_CUES)}:? ?(?:{REST}{{0,30}}{VILLAGE})?"
    rf"({REST}{{0,20}}{LONE_PART}(?:{HOUSE}|[0-9]{{3,4}})?)"
)


def addresses(text: str) -> Iterator[Finding]:
    """The part of an address that names the house, and after a cue all that stands behind the village."""
    for pattern in (LABELLED, CUED, INSIDE, DOOR):
        for match in pattern.finditer(text):
            yield Finding("address", *match.span(pattern.groups))
