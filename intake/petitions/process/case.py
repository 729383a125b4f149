"""A case as a command needs it: the locked petition with its latest round, and what is open on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db import connection

from intake.petitions import locks, visibility
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.models import Approval, CaseKey, Handling, Petition, Review
from intake.petitions.models.case import UNDER_REVIEW
from intake.petitions.models.work import OPEN_REVIEW
from intake.petitions.transitions import Track
from regions.models import Organisation


@dataclass
class Case:
    """One petition, its lead handling of the latest round (open or last), the approval that is asked for, and the
    review that is open."""

    petition: Petition
    intake: Organisation
    lead: Handling | None
    approval: Approval | None
    keys: set[str] = field(default_factory=set)
    review: Review | None = None

    @property
    def track(self) -> Track:
        return Track.ACCUSATION if self.petition.is_accusation else Track.ORDINARY

    @property
    def owner(self) -> Organisation:
        """The lead handling's unit while one is open, else the intake office: never nobody."""
        if self.lead is not None and self.lead.is_open:
            return self.lead.organisation
        return self.intake

    def open_to(self, keys: list[str]) -> bool:
        return not self.keys.isdisjoint(keys)


def load(petition_id: uuid.UUID, *, lock: bool = False) -> Case:
    """The case with that id. Raises ``NotFound``. With ``lock``, it is held until the transaction ends."""
    return of(hold(petition_id) if lock else _found(petition_id))


def hold(petition_id: uuid.UUID) -> Petition:
    """The petition with that id, which nobody else changes until the transaction ends, nor what its keys rest on.

    Raises ``NotFound``. SQLite has no row locks; its transactions are immediate, so that a second writer already waits
    at their start.
    """
    locks.share_recusal()
    if connection.features.has_select_for_update:
        # Locked before it is read. A locking read that had to wait would join the row as it is now with the holder as
        # it was before, and find nothing.
        Petition.objects.select_for_update().filter(pk=petition_id).values_list("pk").first()
    return _found(petition_id)


def _found(petition_id: uuid.UUID) -> Petition:
    petition = Petition.objects.select_related("region", "category", "owner").filter(pk=petition_id).first()
    if petition is None:
        raise NotFound
    return petition


def of(petition: Petition) -> Case:
    """The case around a petition that is already loaded."""
    return Case(
        petition=petition,
        intake=office_of(petition),
        lead=latest_lead(petition),
        approval=petition.approvals.filter(state="asked").select_related("organisation", "asked_by").first(),
        keys=set(CaseKey.objects.filter(petition=petition).values_list("key", flat=True)),
        review=open_review(petition) if petition.state in UNDER_REVIEW else None,
    )


def open_review(petition: Petition) -> Review | None:
    """The review that is asked for or under way, of which there is one at most."""
    open_ones = petition.reviews.filter(state__in=OPEN_REVIEW, round=petition.round)
    return open_ones.select_related("organisation").first()


def office_of(petition: Petition, barred: set[int] | None = None) -> Organisation:
    """The intake office of a case; its owner as stored while the tree has no office for it, so that it stays a case."""
    try:
        return visibility.intake_office(petition, barred)
    except RuleViolation:
        return petition.owner


def latest_lead(petition: Petition) -> Handling | None:
    """The lead handling of the latest round: the open one, of which there is one at most, else the one closed last."""
    handlings = petition.handlings.filter(role=Handling.Role.LEAD, round=petition.round)
    found = list(handlings.select_related("organisation", "officer", "sent_by", "standing_in_for"))
    running = [handling for handling in found if handling.is_open]
    return running[0] if running else max(found, key=lambda h: (h.closed_at, h.received_at), default=None)
