"""What still stands in a summary that the public must not read: asked before review, and again before publication.

The finder and the masks are not the last word: a person reads. But what they find stops the summary until it is put
right or a person says why it may stand; and some things no reason excuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.petitions.models import Accused, Petition
from privacy.finder import CASE_NUMBER, find
from privacy.finder.folding import fold
from privacy.masks import MARK, however_spaced, mask_text
from regions.models import Region

# So many characters, or words of other scripts, in a row are the petitioner's own sentence, by which neighbours know
# who wrote.
OWN_WORDS = 16
_WORD = re.compile(rf"[A-Za-z]+|[0-9]+|[^\W_]|{MARK}")

KINDS: dict[str, str | Promise] = {
    "name": _("a name"),
    "phone": _("a telephone number"),
    "landline": _("a telephone number"),
    "id_number": _("the number of an identity paper"),
    "passport": _("the number of an identity paper"),
    "bank_card": _("the number of a bank card"),
    "credit_code": _("a credit code"),
    "plate": _("a number plate"),
    "email": _("a mail address"),
    "chat_account": _("an account of a chat"),
    "address": _("an address"),
    "writer": _("what belongs to the petitioner: a name, a number or an address"),
    "person": _("the name of somebody whom the petition mentions"),
    "number": _("the number of a petition"),
    "own_words": _("the petitioner's own sentence; say it in other words"),
    "place": _("the name of a place that is not to be told"),
}
# No reason excuses these.
NEVER = frozenset({"writer", "number", "own_words"})


@dataclass(frozen=True)
class Texts:
    """The words of a summary, and the place that it names."""

    title: str
    question: str
    answer: str
    region: Region | None

    def fields(self) -> Iterator[tuple[str, str]]:
        yield from (("title", self.title), ("question", self.question), ("answer", self.answer))

    @property
    def whole(self) -> str:
        return "\n\n".join(text for _name, text in self.fields())


@dataclass(frozen=True)
class Fault:
    """Something that the public must not read: in which field, what, and the piece itself."""

    field: str
    kind: str
    piece: str

    @property
    def what(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def never(self) -> bool:
        return self.kind in NEVER


def names_in(petition: Petition) -> list[str]:
    """Everybody whose name the case knows: writers, contacts, and those whom it mentions."""
    writers = [person.name for person in petition.petitioners.all()]
    mentioned = [row.person for row in Accused.objects.filter(petition=petition)]
    return [name for name in (*writers, *mentioned) if name.strip()]


def cover(text: str, petition: Petition) -> str:
    """A text of the case with everything covered that finder and case know of. As long as the text."""
    return mask_text(text, also=names_in(petition))


def faults(texts: Texts, petition: Petition) -> list[Fault]:
    """Everything in a summary that the public must not read, field by field, what is worst first."""
    theirs = list(_belongings(petition))
    mentioned = [row.person for row in Accused.objects.filter(petition=petition) if row.person.strip()]
    found: dict[Fault, None] = {}
    for field, text in texts.fields():
        for kind, pieces in (
            ("writer", theirs),
            ("person", mentioned),
            ("place", _hidden_places(texts, petition)),
        ):
            found |= dict.fromkeys(Fault(field, kind, piece) for piece in _standing(pieces, text))
        found |= dict.fromkeys(Fault(field, "number", match[0]) for match in CASE_NUMBER.finditer(fold(text)))
        found |= dict.fromkeys(Fault(field, one.kind, text[one.start : one.end]) for one in find(text))
    if piece := _own_words(texts.question, petition):
        found[Fault("question", "own_words", piece)] = None
    return sorted(found, key=lambda fault: not fault.never)


def _belongings(petition: Petition) -> Iterator[str]:
    """What belongs to the petitioners, each piece long enough to be told from common words."""
    for person in petition.petitioners.all():
        for value in (person.name, person.phone, person.id_number, person.email, person.address):
            if len(value.strip()) > 1:
                yield value.strip()
    yield from (petition.number, petition.shown_number)


def _standing(pieces: Iterable[str], text: str) -> Iterator[str]:
    for piece in pieces:
        if match := re.search(however_spaced(piece), text):
            yield match[0]


def _hidden_places(texts: Texts, petition: Petition) -> list[str]:
    """Names of the places below the one that the summary tells: they would tell it all the same."""
    told, below = texts.region, []
    for place in Region.objects.filter(code__in=petition.region.path.strip("/").split("/")).order_by("path"):
        county_or_above = place.level in (Region.Level.COUNTY, Region.Level.CITY)
        if not county_or_above and (told is None or not told.path.startswith(place.path)):
            below += [place.name, place.short_name]
    # A village is often called as its township is.
    said = told.name if told is not None else ""
    return [name for name in dict.fromkeys(below) if len(name) > 1 and name not in said]


def _own_words(question: str, petition: Petition) -> str:
    """A run of the petitioner's own sentence in the summary, covered pieces of it too; nothing where there is none."""
    body, summed = str(petition.body), _words(question)
    for source in (body, cover(body, petition)):
        said = _words(source)
        length = min(OWN_WORDS, len(said))
        runs = {tuple(said[at : at + length]) for at in range(len(said) - length + 1)}
        for at in range(len(summed) - length + 1) if length else ():
            if tuple(summed[at : at + length]) in runs:
                return "".join(summed[at : at + length])
    return ""


def _words(text: str) -> list[str]:
    """Characters, words and covers alone: other spaces and signs between them do not make other words."""
    return _WORD.findall(text)
