"""Detectors of numbers: phones, identity papers, cards, codes, plates, accounts of chats and mail.

Each takes a folded text and yields findings. The check digits of identity cards, cards and credit codes come
from public standards (GB 11643, ISO/IEC 7812, GB 32100).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import ric, uscc

from . import words
from .finding import Finding
from .folding import INVISIBLE
from .patterns import HAN, SEPARATOR, any_of, ends_with_cue

PHONE = re.compile(
    rf"(?<![0-9])(?:\+?(?:00)?86{SEPARATOR}{{0,2}})?(1{SEPARATOR}{{0,2}}[3-9](?:{SEPARATOR}{{0,2}}[0-9]){{9}})(?![0-9])"
)
LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ \-]?)?(?:\(0[1-9][0-9]{1,2}\)|0(?:10|2[0-9]|[3-9][0-9]{2}))[ \-]{0,2}"
    r"[2-9][0-9]{2,3}[ \-]?[0-9]{4}(?:-[0-9]{1,5})?(?![0-9])"
)
LOCAL_LINE = re.compile(r"(?<![0-9A-Za-z.\-])[2-9][0-9]{2,3}[ \-]?[0-9]{4}(?![0-9A-Za-z\-]|\.[0-9])")
ID_18 = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(S?)(?:18|19|20)[0-9]{2}(S?)(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(S?)"
    r"[0-9]{3}[0-9XxχХх×](?![0-9A-Za-z])".replace("S", SEPARATOR)
)
NUMBER_18 = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
ID_15 = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])"
)
CARD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{3}(?:[ \-]?[0-9]){8,17}(?![0-9A-Za-z])")
CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[1-9ANYany][0-9A-HJ-NP-RT-UW-Ya-z]{17}(?![0-9A-Za-z])")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|\(at\)|\[at\]) ?"
    r"[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+",
    re.IGNORECASE,
)
PLATE = re.compile(
    rf"[{words.PLATE_PROVINCES}][A-HJ-NP-Za-hj-np-z][·. \-]?(?=[A-Za-z]{{0,4}}[0-9])"
    rf"(?:[A-HJ-NP-Za-hj-np-z0-9]{{5,6}}|[A-HJ-NP-Za-hj-np-z0-9]{{4}}[{words.PLATE_ENDINGS}])(?![0-9A-Za-z])"
)
PASSPORT = re.compile(r"(?<![0-9A-Za-z])(?:E[A-HJ-NP-Z]?[0-9]{7,8}|G[0-9]{8})(?![0-9A-Za-z])", re.IGNORECASE)
OTHER_PAPER = re.compile(
    rf"(?<![0-9A-Za-z])(?:{HAN}|[A-Z])?[A-Z]?[0-9]{{7,10}}(?![0-9A-Za-z])", re.IGNORECASE
)
CHAT = re.compile(
    rf"{any_of(words.CHAT_CUES)}(?: ?{any_of(words.CHAT_FILLERS)}){{0,2}} ?[:,]? ?"
    r"([A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9][0-9]{4,11})(?![0-9A-Za-z])",
    re.IGNORECASE,
)

PHONE_CUE = re.compile(any_of(words.PHONE_CUES) + r"\W*$", re.IGNORECASE)
PHONE_LETTERS = re.compile(r"(?<![A-Za-z])(?:tel|phone|mobile|mob|wx|vx|v|qq|q)$", re.IGNORECASE)
LANDLINE_CUE = re.compile(any_of(words.LANDLINE_CUES))
DOCUMENT_CUE = re.compile(any_of(words.DOCUMENT_CUES) + rf"{any_of(words.NUMBER_WORDS)}?[ :#]*$")
UNIT = re.compile(rf"(?:\.[0-9]+)? ?(?:余|多)?{any_of(words.UNITS)}")
ID_CUE = re.compile(any_of(words.ID_CUES))
BANK_CUE = re.compile(any_of(words.BANK_CUES))
PASSPORT_CUE = re.compile(any_of(words.PASSPORT_CUES))

# How people write eleven digits apart; also digit by digit.
PHONE_GROUPS = {
    (11,),
    (3, 4, 4),
    (3, 3, 5),
    (4, 3, 4),
    (4, 4, 3),
    (3, 8),
    (7, 4),
    (5, 6),
    (6, 5),
    (3, 2, 2, 2, 2),
}


def phones(text: str) -> Iterator[Finding]:
    """Mobile numbers: eleven digits from 13 to 19, with or without 86, spaces, hyphens, in usual groups."""
    for match in PHONE.finditer(text):
        groups = tuple(len(group) for group in re.findall(r"[0-9]+", match[1].replace(INVISIBLE, "")))
        spelled = groups == (1,) * 11
        if groups not in PHONE_GROUPS and not spelled:
            continue
        if len(groups) > 1 and re.fullmatch(r"[0-9][ \-]", text[max(0, match.start() - 2) : match.start()]):
            continue  # the tail of a longer row of groups
        if _is_personal(text, match):
            yield Finding("phone", match.start(), match.end())


def _is_personal(text: str, match: re.Match[str]) -> bool:
    """Whether digits that look like a phone are one, by the words around them."""
    before = text[max(0, match.start() - 8) : match.start()]
    if DOCUMENT_CUE.search(before):
        return False
    if PHONE_CUE.search(before):
        return True
    if before[-1:].isascii() and before[-1:].isalpha():
        return PHONE_LETTERS.search(before) is not None
    return not UNIT.match(text, match.end())


def landlines(text: str) -> Iterator[Finding]:
    """Fixed lines: with an area code anywhere, without one only after a word that announces a phone."""
    for match in LANDLINE.finditer(text):
        if not DOCUMENT_CUE.search(text[max(0, match.start() - 8) : match.start()]):
            yield Finding("landline", match.start(), match.end())
    for match in LOCAL_LINE.finditer(text):
        if ends_with_cue(text, match.start(), LANDLINE_CUE, 8) and not UNIT.match(text, match.end()):
            yield Finding("landline", match.start(), match.end())


def id_numbers(text: str) -> Iterator[Finding]:
    """Identity card numbers: 18 characters with a date or a right check digit, 15 digits after a cue.

    A wrong check digit does not clear a number: people mistype their own.
    """
    for match in ID_18.finditer(text):
        yield Finding("id_number", match.start(), match.end())
    for match in NUMBER_18.finditer(text):
        if ric.is_valid(match[0].upper()) or ends_with_cue(text, match.start(), ID_CUE):
            yield Finding("id_number", match.start(), match.end())
    for match in ID_15.finditer(text):
        if ends_with_cue(text, match.start(), ID_CUE):
            yield Finding("id_number", match.start(), match.end())


def bank_cards(text: str) -> Iterator[Finding]:
    """Bank cards: 16 to 19 digits with a right check digit; after a word for an account any 12 to 21."""
    for match in CARD.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        by_cue = ends_with_cue(text, match.start(), BANK_CUE, 12)
        if by_cue or (16 <= len(digits) <= 19 and digits[0] in "3456" and luhn.is_valid(digits)):
            yield Finding("bank_card", match.start(), match.end())


def credit_codes(text: str) -> Iterator[Finding]:
    """Unified social credit codes with a right check digit (a sole trader's names its owner)."""
    for match in CREDIT_CODE.finditer(text):
        if uscc.is_valid(match[0].upper()):
            yield Finding("credit_code", match.start(), match.end())


def emails(text: str) -> Iterator[Finding]:
    """Mail addresses, also with (at) for the sign."""
    for match in EMAIL.finditer(text):
        yield Finding("email", match.start(), match.end())


def plates(text: str) -> Iterator[Finding]:
    """Number plates of cars, also of the new, longer kind."""
    for match in PLATE.finditer(text):
        yield Finding("plate", match.start(), match.end())


def passports(text: str) -> Iterator[Finding]:
    """Passports, and other papers after the word that names them."""
    for match in PASSPORT.finditer(text):
        yield Finding("passport", match.start(), match.end())
    for match in OTHER_PAPER.finditer(text):
        if ends_with_cue(text, match.start(), PASSPORT_CUE):
            yield Finding("passport", match.start(), match.end())


def chat_accounts(text: str) -> Iterator[Finding]:
    """Accounts of WeChat and QQ after the word that names them."""
    for match in CHAT.finditer(text):
        yield Finding("chat_account", match.start(1), match.end(1))
