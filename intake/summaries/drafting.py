"""The first draft, made by a machine from a case: its texts with personal data covered, for a person to write anew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from intake.petitions.models import Approval, Handling, Notice, Petition
from intake.petitions.process.approvals import draft_of
from intake.petitions.process.case import Case
from privacy.finder import find
from regions.models import Region

from .checking import Texts, cover

PLACES = (Region.Level.TOWNSHIP, Region.Level.VILLAGE)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and whether it holds personal data."""

    text: str
    personal: bool


def reply_of(case: Case) -> Notice | None:
    """The answer of the present round, as its petitioner received it."""
    replies = case.petition.notices.filter(is_reply=True, to_organisation=None, received_at__isnull=False)
    return replies.filter(handling__round=case.petition.round).select_related("handling__organisation").last()


def answer_of(case: Case, reply: Notice) -> str:
    """What the answer says: of a written opinion the facts and the decision, else the paper itself."""
    granted = case.petition.approvals.filter(action="issue_opinion", state=Approval.ApprovalState.GRANTED)
    opinion = granted.filter(decided_at=reply.issued_at).last()
    if opinion is None:
        return str(reply.body)
    said = draft_of(opinion)["data"]
    return "\n".join(str(said[name]) for name in ("facts", "decision") if said.get(name))


def draft(case: Case) -> Texts:
    """Title, question and answer with all covered that the masks know of; the township as the place."""
    petition, reply = case.petition, reply_of(case)
    assert reply is not None, "only an answered case is drafted"
    return Texts(
        title=cover(str(petition.title), petition),
        question=cover(str(petition.body), petition),
        answer=cover(answer_of(case, reply), petition),
        region=petition.region.ancestor(Region.Level.TOWNSHIP),
    )


def places_of(petition: Petition) -> list[Region]:
    """The places that a summary may tell, the wider first: never one narrower than a village."""
    codes = petition.region.path.strip("/").split("/")
    return list(Region.objects.filter(code__in=codes, level__in=PLACES).order_by("path"))


def answered_by(reply: Notice) -> Handling:
    assert reply.handling is not None
    return reply.handling


def pieces(text: str, petition: Petition, *, lifted: bool = False) -> list[Piece]:
    """A text of the case with what is personal told apart: covered, or as it was written where the veil is lifted."""
    covered = cover(text, petition)
    marked = [one != other for one, other in zip(text, covered, strict=True)]
    for finding in find(text):  # the part of a number that its mask leaves is marked with the rest
        marked[finding.start : finding.end] = [True] * (finding.end - finding.start)
    shown = text if lifted else covered
    runs = groupby(zip(shown, marked, strict=True), key=lambda pair: pair[1])
    return [Piece("".join(char for char, _ in run), personal) for personal, run in runs]
