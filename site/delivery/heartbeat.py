"""Signs of life of running parts, kept in the database: what readiness asks for."""

from __future__ import annotations

import datetime

from django.utils import timezone

from delivery.models import Heartbeat


def beat(name: str) -> None:
    """Note that the part ``name`` is alive now."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=timezone.now())],
        update_conflicts=True,
        update_fields=["at"],
        unique_fields=["name"],
    )


def age(name: str) -> datetime.timedelta | None:
    """How long ago the part last gave a sign of life; None when it never did."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else timezone.now() - at


def forget(name: str) -> None:
    """As if the part had never given a sign: what it does once a day is due again."""
    Heartbeat.objects.filter(name=name).delete()
