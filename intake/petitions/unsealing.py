"""When the discipline side let a case go (解除封存), and what of it everybody else may read: what came after.

What was said and written while a case was sealed stays with the discipline side, at the case's page, at a counter and
in what is printed there.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from records import events
from records.models import Event

from .models import Notice, Petition
from .process.core import KIND


def release_of(petition: Petition) -> Event | None:
    """The event by which the discipline side let the case go; None for one that never was sealed or still is."""
    if petition.is_accusation:
        return None
    return events.history(KIND, petition.pk).filter(action="release").order_by("-id").first()


def unsealed_at(petition: Petition) -> datetime.datetime | None:
    """When the discipline side let the case go, None for one that never was sealed or still is."""
    released = release_of(petition)
    if released is None:
        return None
    text = petition.texts.filter(event=released.pk).first()
    return text.created_at if text else released.at


def open_papers(petition: Petition) -> QuerySet[Notice]:
    """The papers of a case without those of the time in which it was sealed."""
    moment = unsealed_at(petition)
    return petition.notices.filter(issued_at__gt=moment) if moment else petition.notices.all()
