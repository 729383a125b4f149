"""The finder of personal data in free Chinese text: phones, papers, accounts, addresses, names.

Pure: text in, places out. It leans towards finding (a reviewer looks at what it marked) but knows that not
every number is a phone: amounts, areas, dates and numbers of documents are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from . import names, numbers, places
from .finding import Finding
from .folding import fold

__all__ = ["Finding", "find"]

# In order of rank: where two overlap, the earlier one keeps its place.
DETECTORS: tuple[Callable[[str], Iterator[Finding]], ...] = (
    numbers.emails,
    numbers.id_numbers,
    numbers.bank_cards,
    numbers.phones,
    numbers.credit_codes,
    numbers.landlines,
    numbers.plates,
    numbers.passports,
    numbers.chat_accounts,
    places.addresses,
    names.asked_names,
    names.dotted_names,
    names.names_after_posts,
    names.nicknames,
)

# The number of a petition, which says nothing of anybody: VX or QQ in it is no cue of a chat account.
CASE_NUMBER = re.compile(r"(?<![0-9A-Za-z])20[0-9]{2}-[0-9A-Za-z]{7}-[0-9A-Za-z*](?![0-9A-Za-z])")


def find(text: str) -> list[Finding]:
    """Every piece of personal data in ``text``, in order, without overlaps.

    Positions count Python characters of ``text`` as given. Kinds: email, id_number, bank_card, phone,
    credit_code, landline, plate, passport, chat_account, address, name. A name already written as 张某 is
    not one: it says who is meant to those who know, and the rules of publication ask for just that.
    """
    folded = fold(text)
    taken = [False] * len(text)
    for number in CASE_NUMBER.finditer(folded):
        taken[number.start() : number.end()] = [True] * len(number[0])
    found = []
    for detector in DETECTORS:
        for finding in detector(folded):
            free = not any(taken[finding.start : finding.end])
            if free and any(map(str.isalnum, text[finding.start : finding.end])):
                taken[finding.start : finding.end] = [True] * (finding.end - finding.start)
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)
