"""Detectors of names of people: after words that announce one, before a post, and names with a dot.

A surname alone proves nothing in running text (many are common words), so a name needs a cue beside it, and
after weak cues its characters must not read as the next word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import words
from .finding import Finding
from .patterns import HAN, any_of


def _surnames() -> tuple[str, str]:
    """A character class of single surnames, and a pattern of compound ones, which stand apart by spaces."""
    lines = (words.DATA / "surnames.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    single = {char for line in lines if " " not in line for char in line}
    compound = {word for line in lines if " " in line for word in line.split()}
    return "[" + "".join(sorted(single)) + "]", any_of(compound)


SINGLE, COMPOUND = _surnames()
SURNAME = rf"(?:{COMPOUND}|{SINGLE})"
FULL_NAME = rf"{SURNAME} ?{HAN}(?: ?{HAN})?"
DOTTED = rf"{HAN}{{1,8}}(?:[·.]{HAN}{{1,8}}){{1,3}}"
# A name that is masked already ends in stars.
NAME_END = rf"(?=$|(?!{HAN}|[* ]*\*)|{any_of(words.AFTER_NAMES)})"
IS = rf"{any_of(words.IS)}?"

LABELLED = re.compile(rf"{any_of(words.NAME_LABELS)} ?: ?({HAN}(?: ?{HAN}){{0,5}}){NAME_END}")
ASKED = re.compile(rf"{any_of(words.NAME_CUES)}{IS}[ :]{{0,2}}({FULL_NAME}){NAME_END}")
SURNAME_AT = re.compile(SURNAME)
POST = re.compile(rf"{any_of(words.POST_CUES)}{IS}:?")
BEFORE_POST = re.compile(
    rf"(?:(?<!{HAN})|(?<=[{words.LINKS}]))(?:{SINGLE}(?:(?![{words.NOT_IN_NAMES}{words.BODIES}]){HAN}){{2}}"
    rf"(?={any_of(words.POST_CUES)})|{SURNAME}{HAN}{{1,2}}(?={words.OF}{any_of(words.KIN)}))"
)
DOTTED_NAME = re.compile(DOTTED)
DOTTED_LEFT = re.compile(rf".*(?:[{words.NOT_IN_DOTTED}]|{any_of([*words.POST_CUES, *words.NAME_CUES])})")
DOTTED_RIGHT = re.compile(rf"[{words.NOT_IN_DOTTED}].*")
NOT_DOTTED = re.compile(rf"{any_of(words.ESTATES)}")
NICKNAME = re.compile(rf"{any_of(words.NICKNAME_CUES)}{IS}:?[\"“「'‘]({HAN}{{1,6}})[\"”」'’]")
NICKNAME_BARE = re.compile(
    rf"{any_of(words.NICKNAME_CUES)}{IS}({HAN}{{2,4}}?)(?={words.OF}|(?!{HAN}|[* ]*\*)|$)"
)


def asked_names(text: str) -> Iterator[Finding]:
    """Names after a label (any name there is) or after words such as 我叫 (with a known surname)."""
    for match in LABELLED.finditer(text):
        yield Finding("name", *match.span(1))
    for match in ASKED.finditer(text):
        if _plausible(match[1].replace(" ", "")):
            yield Finding("name", *match.span(1))


def names_after_posts(text: str) -> Iterator[Finding]:
    """Names beside a post, a trade or a relation: 会计秦有粮, 秦有粮会计, 秦有粮的女婿."""
    for match in POST.finditer(text):
        length = _name_length(text, match.end())
        if length:
            yield Finding("name", match.end(), match.end() + length)
    for match in BEFORE_POST.finditer(text):
        if _plausible(match[0]) and match[0][0] not in words.WORD_SURNAMES:
            yield Finding("name", *match.span())


def dotted_names(text: str) -> Iterator[Finding]:
    """Names of two parts with a dot between, cut free of the words before and after; not names of estates."""
    for match in DOTTED_NAME.finditer(text):
        dots = [place for place, char in enumerate(match[0]) if char in "·."]
        first, last = dots[0], dots[-1]
        left, right = DOTTED_LEFT.match(match[0][:first]), DOTTED_RIGHT.search(match[0], last)
        start = left.end() if left else 0
        end = right.start() if right else len(match[0])
        if start < first and last + 1 < end and not NOT_DOTTED.search(match[0], last):
            yield Finding("name", match.start() + start, match.start() + end)


def nicknames(text: str) -> Iterator[Finding]:
    """What somebody is called by: 外号“…”."""
    for pattern in (NICKNAME, NICKNAME_BARE):
        for match in pattern.finditer(text):
            yield Finding("name", *match.span(1))


def _plausible(name: str) -> bool:
    return name[:2] not in words.NOT_NAMES and not set(name[1:]) & set(words.NOT_IN_NAMES)


def _name_length(text: str, start: int) -> int:
    """How many characters from ``start`` read as a full name; 0 when they don't."""
    surname = SURNAME_AT.match(text, start)
    if surname is None or surname[0] in words.WORD_SURNAMES:
        return 0
    given = re.match(rf"{HAN}{{0,2}}", text[surname.end() : surname.end() + 2])[0]  # type: ignore[index]
    if not given or not _plausible(text[start : surname.end()] + given[0]):
        return 0
    both = len(given) == 2 and given[1] not in words.NOT_THIRD
    return len(surname[0]) + (2 if both else 1)
