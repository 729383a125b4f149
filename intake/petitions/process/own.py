"""What a petitioner decides alone: whether a summary may be published, and how to be reached."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import local_day
from intake.petitions import visibility
from intake.petitions.changes import case_changed
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition, Petitioner
from privacy.crypto import blind_index
from records import events

from . import clocks
from .case import Case, load
from .core import KIND
from .intake import is_real_name

ACCEPTANCE = "discipline_accept_15wd"


def set_publishing(petition_id: uuid.UUID, agreed: bool) -> None:
    """Give or take back the consent to a public summary (公开), at any time. Raises ``NotAllowed`` on an accusation."""
    with transaction.atomic():
        petition = load(petition_id, lock=True).petition
        action = "consent" if agreed else "withdraw_consent"
        if petition.is_accusation:
            raise NotAllowed(action, petition.state)
        if petition.publish_consent != agreed:
            petition.publish_consent = agreed
            petition.save(update_fields=["publish_consent"])
            _record(petition, action)
            case_changed.send(Petition, petition=petition)


def correct_contact(petition_id: uuid.UUID, *, phone: str, address: str, email: str) -> None:
    """Correct how the writer is reached. Raises ``NotAllowed`` for an anonymous case, ``RuleViolation`` for no way."""
    with transaction.atomic():
        case = load(petition_id, lock=True)
        petition = case.petition
        writer = Petitioner.objects.filter(petition=petition, position=0).first()
        if writer is None:
            raise NotAllowed("correct_contact", petition.state)
        if not phone and not address:
            raise RuleViolation(
                ("phone", _("Give a phone number or an address, so that you can be answered."))
            )
        writer.phone, writer.address, writer.email = phone, address, email
        writer.phone_index = blind_index("phone", phone) if phone else ""
        writer.has_email = bool(email)
        writer.save(update_fields=["phone", "phone_index", "address", "email", "has_email"])
        was_named = petition.real_name
        petition.real_name = is_real_name(writer.name, phone, address, email)
        petition.save(update_fields=["real_name"])
        if petition.real_name and not was_named:
            _owe_word_of_acceptance(case, local_day(timezone.now()))
        _record(petition, "correct_contact")


def _owe_word_of_acceptance(case: Case, today: datetime.date) -> None:
    """A reporter who gives a real name is to be told of acceptance, from that day on, while the report waits for it."""
    petition, lead = case.petition, case.lead if case.lead is not None and case.lead.is_open else None
    waits = petition.concluded_at is None and (lead is None or lead.accepted_at is None)
    runs = petition.deadlines.open().filter(rule=ACCEPTANCE).exists()
    if petition.is_accusation and waits and not runs:
        clocks.start(case, (ACCEPTANCE,), today, lead)
        clocks.settle(petition, today)
        petition.save(update_fields=["next_due", "overdue"])
        visibility.list_anew(petition)


def _record(petition: Petition, action: str) -> None:
    events.record(
        KIND, petition.pk, action, actor_kind="petitioner", before=petition.state, after=petition.state
    )
