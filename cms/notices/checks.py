"""What must be right before a notice goes to the head, and again before it is published.

Two kinds: what the rules ask for and is missing, and what may not be there: personal data, a name of somebody who is
no person of the notice, and any word of where the matter came from. Findings are quoted to the drafter, who sees
the text anyway.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.finder import find

from .models import Case, Notice
from .naming import plain
from .words import SOURCES

Problem = tuple[str, Any]

NOTICE_TEXTS = ("number", "title", "drive", "approved_by", "opening", "closing")
CASE_TEXTS = ("facts", "ruling", "decided_by", "basis")
# Texts in which the persons of the notice may be called by name: it is shown as the rules have it.
WITH_NAMES = ("facts", "ruling")
NEEDED = ("number", "title", "approved_by", "approved_on", "opening")
NEEDED_IN_CASE = ("facts", "measures", "decided_on", "decided_by", "basis")
MISSING = gettext_lazy("This is needed before the notice goes on.")
NO_NAMES = gettext_lazy("No person is named here: names belong into the facts.")

KINDS = {
    "id_number": gettext_lazy("an identity number"),
    "phone": gettext_lazy("a telephone number"),
    "landline": gettext_lazy("a telephone number"),
    "bank_card": gettext_lazy("a bank account"),
    "address": gettext_lazy("a home address"),
    "name": gettext_lazy("the name of somebody who is no person of this notice"),
}
OTHER_KIND = gettext_lazy("personal data")


def problems(notice: Notice, today: datetime.date) -> list[Problem]:
    """Everything that keeps a notice from being published, each with the part that it is about."""
    cases = list(notice.cases.prefetch_related("persons"))
    return [*_missing(notice, cases, today), *_personal(notice, cases)]


def in_text(part: str, text: str, names: Collection[str]) -> Iterator[Problem]:
    """What a text may not hold. ``names`` of persons of the notice, without spaces, may stand in it."""
    for finding in find(text):
        piece = text[finding.start : finding.end]
        if finding.kind != "name" or plain(piece) not in names:
            said = _("“%(piece)s” reads as %(kind)s: leave it out, or say it otherwise.")
            yield part, said % {"piece": piece, "kind": KINDS.get(finding.kind, OTHER_KIND)}
    for word in SOURCES:
        if word in text:
            yield part, _("“%(word)s” tells where the matter came from: leave it out.") % {"word": word}


def names_of(cases: Iterable[Case]) -> set[str]:
    """The names of all persons of some cases, without spaces."""
    return {plain(person.name) for case in cases for person in case.persons.all()}


def _missing(notice: Notice, cases: list[Case], today: datetime.date) -> Iterator[Problem]:
    yield from ((name, MISSING) for name in NEEDED if not getattr(notice, name))
    if notice.approved_on and notice.approved_on > today:
        yield "approved_on", _("The approval is dated in the future.")
    same = Notice.objects.filter(issuer=notice.issuer_id, number=notice.number).exclude(pk=notice.pk)
    if notice.number and same.exists():
        yield "number", _("Another notice of this body has this number.")
    if not cases:
        yield "", _("A notice needs at least one case.")
    for case in cases:
        for name, words in _missing_in_case(case, today):
            yield name, in_case(case, words)


def _missing_in_case(case: Case, today: datetime.date) -> Iterator[Problem]:
    yield from ((name, MISSING) for name in NEEDED_IN_CASE if not getattr(case, name))
    if not case.persons.all():
        yield "", _("A case needs at least one person.")
    if case.decided_on and case.decided_on > today:
        yield "decided_on", _("No case is published before it is decided.")
    if case.period_from and case.period_to and case.period_to < case.period_from:
        yield "period_to", _("It ends before it begins.")


def _personal(notice: Notice, cases: list[Case]) -> Iterator[Problem]:
    names = names_of(cases)
    for part in NOTICE_TEXTS:
        text = getattr(notice, part)
        yield from in_text(part, text, ())
        if any(name in plain(text) for name in names):
            yield part, NO_NAMES
    for case in cases:
        texts = [(part, getattr(case, part)) for part in CASE_TEXTS]
        texts += [("post", person.post) for person in case.persons.all()]
        for part, text in texts:
            allowed = names if part in WITH_NAMES else ()
            yield from ((name, in_case(case, words)) for name, words in in_text(part, text, allowed))
            if part not in WITH_NAMES and any(name in plain(text) for name in names):
                yield part, in_case(case, NO_NAMES)


def in_case(case: Case, words: Any) -> str:
    """Words about one case, saying which."""
    return _("Case %(number)d: %(words)s") % {"number": case.position, "words": words}
