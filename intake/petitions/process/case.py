"""A case as a command needs it: the locked petition with its latest round, and what is open on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from intake.petitions import locks, visibility
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.models import Approval, CaseKey, Handling, Petition, Review
from intake.petitions.models.case import UNDER_REVIEW
from intake.petitions.models.work import GONE_HANDLING, OPEN_REVIEW
from intake.petitions.transitions import Track
from regions.models import Organisation


@dataclass
class Case:
    """One petition, what units have done or do on it, the approval that is asked for, and the review that is open.

    Of the handlings of its latest round ``lead`` is the open one or the last, ``cos`` are the co-handlings of units
    that still have the case or answered.
    """

    petition: Petition
    intake: Organisation
    lead: Handling | None
    approval: Approval | None
    keys: set[str] = field(default_factory=set)
    review: Review | None = None
    cos: list[Handling] = field(default_factory=list)
    handlings: list[Handling] = field(default_factory=list)  # of every round, as they were last read

    @property
    def track(self) -> Track:
        return Track.ACCUSATION if self.petition.is_accusation else Track.ORDINARY

    @property
    def owner(self) -> Organisation:
        """The lead handling's unit while one is open, else the intake office: never nobody."""
        if self.lead is not None and self.lead.is_open:
            return self.lead.organisation
        return self.intake

    @property
    def holding_up(self) -> list[Handling]:
        """The co-handlings whose answer the lead waits for before it can reply."""
        return [co for co in self.cos if co.holds_up_lead]

    @property
    def is_urged(self) -> bool:
        """Whether whoever works on the case, lead or review body, owes the petition office an answer."""
        works = [work for work in (self.lead, self.review) if work is not None]
        return any(work.urges.waiting().exists() for work in works)

    def read_handlings(self) -> None:
        """Bring lead and co-handlings up to date after a change."""
        self.handlings = handlings_of(self.petition)
        of_round = [handling for handling in self.handlings if handling.round == self.petition.round]
        self.lead, self.cos = lead_among(of_round), cos_among(of_round)

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
    hold_all([petition_id])
    return _found(petition_id)


def hold_all(petition_ids: Iterable[uuid.UUID]) -> None:
    """Hold the rows of several petitions, always in one order: of two who join the same two cases the second waits."""
    locks.share_recusal()
    if connection.features.has_select_for_update:
        # Locked before it is read. A locking read that had to wait would join the row as it is now with the holder as
        # it was before, and find nothing.
        rows = Petition.objects.select_for_update().filter(pk__in=set(petition_ids)).order_by("pk")
        list(rows.values_list("pk"))


def _found(petition_id: uuid.UUID) -> Petition:
    try:
        return Petition.objects.select_related("region", "category", "owner").get(pk=petition_id)
    except Petition.DoesNotExist:
        raise NotFound from None


def of(petition: Petition) -> Case:
    """The case around a petition that is already loaded."""
    asked = petition.approvals.filter(state="asked").select_related("organisation", "asked_by")
    case = Case(
        petition=petition,
        intake=office_of(petition),
        lead=None,
        approval=next(iter(asked.order_by()), None),
        keys=set(CaseKey.objects.filter(petition=petition).values_list("key", flat=True)),
        review=open_among(reviews_of(petition)) if petition.state in UNDER_REVIEW else None,
    )
    case.read_handlings()
    return case


def reviews_of(petition: Petition) -> list[Review]:
    """The reviews of the case in its latest round."""
    return list(petition.reviews.filter(round=petition.round).select_related("organisation"))


def open_among(reviews: list[Review]) -> Review | None:
    """The review that is asked for or under way, of which there is one at most."""
    return next((review for review in reviews if review.state in OPEN_REVIEW), None)


def office_of(petition: Petition, barred: set[int] | None = None) -> Organisation:
    """The intake office of a case; its owner as stored while the tree has no office for it, so that it stays a case."""
    try:
        return visibility.intake_office(petition, barred)
    except RuleViolation:
        return petition.owner


def handlings_of(petition: Petition) -> list[Handling]:
    """What units have done or do on the case, in their order.

    They are few, and sorted here: an order costs Django more than all the rest of such a question.
    """
    rows = petition.handlings.order_by().select_related(
        "organisation", "officer", "sent_by", "standing_in_for"
    )
    return in_order(rows)


def in_order(handlings: Iterable[Handling]) -> list[Handling]:
    """Handlings in the order in which the units received the case; several of one moment stand in one order for
    everybody, on every database."""
    return sorted(handlings, key=lambda one: (one.received_at, one.organisation.code, one.pk))


def lead_among(handlings: list[Handling]) -> Handling | None:
    """The lead handling: the open one, of which there is one at most, else the one closed last."""
    leads = [handling for handling in handlings if not handling.is_co]
    running = [handling for handling in leads if handling.is_open]
    return running[0] if running else max(leads, key=lambda h: (h.closed_at, h.received_at), default=None)


def cos_among(handlings: list[Handling]) -> list[Handling]:
    """The co-handlings of units that did not give the case back and did not have it taken away."""
    return [handling for handling in handlings if handling.is_co and handling.state not in GONE_HANDLING]
