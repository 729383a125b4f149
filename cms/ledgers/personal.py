"""Personal data in a ledger: what it is, and what of it may be public, column by column (公开脱敏). Pure.

A name of somebody who acts for the village is public, another's is masked; numbers of people and accounts never are,
at most the end of an account. Free text is searched: what is found there needs a person's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from privacy.finder import find
from privacy.masks import mask_name, mask_text

from .schema import Field
from .words import any_of

# What tells a firm or an office from a person, at the end of a payee's name or in it.
_BODY = re.compile(any_of("bodies"))
_BETWEEN_NAMES = re.compile(r"([、,，;；/ 和及]+)")
_NAME = re.compile(r"[㐀-鿿·]{2,6}")


@dataclass(frozen=True)
class Found:
    """One finding in a text, and the whole text as it may be public."""

    kind: str
    public: str


@dataclass(frozen=True)
class Covered:
    """A value as it may be public, the kinds of personal data in it, and whether a person must decide."""

    public: str
    kinds: tuple[str, ...] = ()
    hidden_in_text: bool = False


@lru_cache(maxsize=20_000)
def in_text(text: str) -> tuple[Found, ...]:
    """The personal data that stands in a free text."""
    findings = find(text)
    if not findings:
        return ()
    public = mask_text(text)
    return tuple(Found(str(finding.kind), public) for finding in findings)


def numbers_in(text: str) -> tuple[Found, ...]:
    """The personal data of a text but names: in a post or a scheme a name is hardly ever one."""
    return tuple(one for one in in_text(text) if one.kind != "name")


def cover(value: str, about: Field) -> Covered:
    """What of a value may be public."""
    if not about.personal:
        found = in_text(value) if about.scan else numbers_in(value)
        kinds = tuple(dict.fromkeys(one.kind for one in found))
        return Covered(found[0].public if found else value, kinds, bool(found))
    if about.public == "hidden":
        return Covered("", (about.personal,))
    if about.public == "last4":
        return Covered(f"****{_digits(value)[-4:]}", (about.personal,))
    return _cover_names(value, about)


def _digits(value: str) -> str:
    return re.sub(r"\W", "", value)


def _cover_names(value: str, about: Field) -> Covered:
    """Names, one or several. A number beside them is a matter for a person."""
    if numbers := numbers_in(value):
        return Covered(_beside_numbers(value, about), tuple(one.kind for one in numbers), True)
    if about.personal == "payee" and not is_person(value):
        return Covered(value)
    if about.public == "whole":
        return Covered(value, ("name",))
    pieces = _BETWEEN_NAMES.split(value)
    masked = [piece if _BETWEEN_NAMES.fullmatch(piece) else mask_name(piece) for piece in pieces]
    return Covered("".join(masked), ("name",))


def _beside_numbers(value: str, about: Field) -> str:
    """A value of names and numbers with the numbers covered, and the names too where names are."""
    covered = mask_text(value)
    words = "、".join(_NAME.findall(covered))
    if about.public == "whole" or not (about.personal == "name" or is_person(words)):
        return covered
    return _NAME.sub(lambda match: mask_name(match[0]), covered)


def is_person(payee: str) -> bool:
    """Whether a payee is a person or several: nothing in the words tells a firm or an office."""
    if _BODY.search(payee):
        return False
    pieces = [piece for piece in _BETWEEN_NAMES.split(payee) if piece and not _BETWEEN_NAMES.fullmatch(piece)]
    return bool(pieces) and all(_NAME.fullmatch(piece) for piece in pieces)
