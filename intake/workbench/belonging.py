"""Other cases that belong to one, as its page lists them: each reader sees those that the reader may know of."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import User
from intake.petitions import kinship, policies
from intake.petitions.handled import with_unit
from intake.petitions.models import Petition, PetitionQuerySet
from intake.petitions.policies import Actor
from intake.petitions.process.case import Case

from .entry import note_listed

MOST = 20


@dataclass(frozen=True)
class Belonging:
    """``first`` it was joined to, ``joined`` to it, ``linked`` with it, and ``same`` writer's others."""

    first: Petition | None = None
    joined: list[Petition] = field(default_factory=list)
    linked: list[Petition] = field(default_factory=list)
    same: list[Petition] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.first or self.joined or self.linked or self.same)


def belonging_to(case: Case, user: User) -> Belonging:
    """Cases that belong to this one. Those of the same writer for its intake office alone: a hit says who wrote."""
    petition, actor = case.petition, Actor.staff(user)
    known = policies.visible_to(user)
    first = known.filter(pk=petition.merged_into_id).first() if petition.merged_into_id else None
    at_intake = bool({"PO", "DC"} & policies.roles_of(actor, case))
    found = Belonging(
        first=first,
        joined=_rows(known.filter(merged_into=petition)),
        linked=_rows(known & kinship.linked_to(petition)),
        same=_of_the_writer(case, known) if at_intake else [],
    )
    for rows in ([first] if first else [], found.joined, found.linked, found.same):
        note_listed(user, rows, "cases that belong together")
    return found


def _of_the_writer(case: Case, known: PetitionQuerySet) -> list[Petition]:
    """Of the office's own track: a report of wrongdoing never stands beside a petition."""
    same = known & kinship.same_writer(case.petition)
    sealed = case.petition.petition_class if case.petition.is_accusation else ""
    own = same.filter(petition_class=sealed) if sealed else same.exclude(petition_class="accusation")
    return _rows(own.exclude(merged_into=case.petition))


def _rows(found: PetitionQuerySet) -> list[Petition]:
    rows = found.defer("title", "body", "reported_party", "target_body").select_related("owner")
    return list(with_unit(rows).order_by("-submitted_at", "pk")[:MOST])
