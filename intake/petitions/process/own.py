"""What a petitioner decides alone: whether a summary may be published, and how to be reached."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Petition, Petitioner
from privacy.crypto import blind_index
from records import events

from .case import load
from .core import KIND
from .intake import is_real_name


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


def correct_contact(petition_id: uuid.UUID, *, phone: str, address: str, email: str) -> None:
    """Correct how the writer is reached. Raises ``NotAllowed`` for an anonymous case, ``RuleViolation`` for no way."""
    with transaction.atomic():
        petition = load(petition_id, lock=True).petition
        writer = Petitioner.objects.filter(petition=petition, position=0).first()
        if writer is None:
            raise NotAllowed("correct_contact", petition.state)
        if not phone and not address:
            raise RuleViolation(
                ("phone", _("Give a phone number or an address, so that you can be answered."))
            )
        writer.phone, writer.address, writer.email = phone, address, email
        writer.phone_index = blind_index("phone", phone) if phone else ""
        writer.save(update_fields=["phone", "phone_index", "address", "email"])
        petition.real_name = is_real_name(writer.name, phone, address, email)
        petition.save(update_fields=["real_name"])
        _record(petition, "correct_contact")


def _record(petition: Petition, action: str) -> None:
    events.record(
        KIND, petition.pk, action, actor_kind="petitioner", before=petition.state, after=petition.state
    )
