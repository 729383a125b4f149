"""The door of routing: a proposal for a petition, in the product's objects. It stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.routing import county
from intake.routing.engine.judge import charged_in_added, judge
from intake.routing.engine.plain import Kind, Party, Petition, Reason, Source
from intake.routing.engine.staff import Names
from intake.routing.models import Category
from regions.models import Organisation, Region


@dataclass(frozen=True)
class Candidate:
    """A body that might lead, and why (``labels.describe`` puts it into words)."""

    organisation: Organisation
    reason: Reason


@dataclass(frozen=True)
class Accused:
    """A unit or person complained of, as recognised: not confirmed by anybody, and barred already.

    ``kind``: recognised by name, or mentioned by a post or a general word; ``source``: in the field for who
    did wrong, or in the text. ``organisation`` is None for a firm, a neighbour, or whoever can't be placed;
    ``of_institution`` says that it is the department of the institution (学校, 卫生院) complained of, which a report
    of wrongdoing bars and a complaint does not.
    """

    organisation: Organisation | None
    of_institution: bool
    person: str
    mention: str
    kind: Kind
    source: Source


@dataclass(frozen=True)
class Proposal:
    """What the rules propose: nothing of it is done until somebody confirms it.

    ``organisation`` is None when nothing fits: the case stays in a queue that is watched. ``categories`` are
    the likeliest, ``category`` the first; ``barred`` the ids of organisations that may not know of the case.
    """

    organisation: Organisation | None
    category: Category | None
    categories: list[Category]
    petition_class: str
    candidates: list[Candidate]
    reasons: list[Reason]
    accused: list[Accused]
    barred: set[int]
    accusation_suspected: bool


def propose(
    *,
    title: str,
    body: str,
    region: Region,
    category: Category | None = None,
    petition_class: str | None = None,
    reported_party: str = "",
    target_body: str = "",
    staff: Names | None = None,
) -> Proposal:
    """The proposal for a petition's words and place.

    Those of the ``staff`` whom the text names are among the accused of the proposal, without their units: nothing else
    of it rests on them.

    Without ``petition_class`` the text decides it. ``accusation_suspected`` says that it looks like a report
    of wrongdoing whatever class was given: the form asks then, the API and the import seal.
    """
    here = county.current()
    judged = judge(
        here.world,
        Petition(
            title=title,
            body=body,
            region=region.code,
            category=category.code if category else "",
            petition_class=petition_class or "",
            reported_party=reported_party,
            target_body=target_body,
        ),
        staff,
    )
    bodies, categories = here.bodies, here.categories
    return Proposal(
        organisation=bodies.get(judged.lead),
        category=categories.get(judged.leaf),
        categories=[categories[code] for code in judged.leaves],
        petition_class=judged.petition_class,
        candidates=[Candidate(bodies[one.unit], one.reason) for one in judged.candidates],
        reasons=list(judged.reasons),
        accused=_accused((*judged.parties, *judged.staff), bodies),
        barred={bodies[code].pk for code in judged.barred},
        accusation_suspected=judged.accusation_suspected,
    )


def recognise_in_added(
    text: str, region: Region, petition_class: str = "", staff: Names | None = None
) -> list[Accused]:
    """Whom a text charges that is added to a petition: they must not be those who read it."""
    added = Petition(title="", body=text, region=region.code, petition_class=petition_class)
    here = county.current()
    return _accused(charged_in_added(here.world, added, staff), here.bodies)


def _accused(parties: Iterable[Party], bodies: Mapping[str, Organisation]) -> list[Accused]:
    return [
        Accused(
            bodies.get(party.unit or party.department),
            party.of_institution,
            party.person,
            party.mention,
            party.kind,
            party.source,
        )
        for party in parties
    ]
