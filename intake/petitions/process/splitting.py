"""The parts split off a report, as the report's petitioner follows them: their numbers, and each one's password once.

Whoever has proved number and password of the report is its petitioner, named or not. The new petition's own history
shows nothing of this: a password that was changed before anybody had used it would tell where the petition came from.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from intake.petitions.errors import NotFound
from intake.petitions.models import Petition, SplitOff
from privacy.crypto import same

from .case import hold
from .filing import RECEIPT_KEPT
from .intake import password_hash


@dataclass(frozen=True)
class Part:
    """A petition that was split off. ``has_password``: it can still be shown here."""

    pk: uuid.UUID
    petition: Petition
    made_at: datetime.datetime
    has_password: bool


def parts_of(report: Petition, now: datetime.datetime | None = None) -> list[Part]:
    """What was split off a report, oldest first, without what is gone since."""
    rows = list(report.split_offs.all())
    made = {str(one.pk): one for one in Petition.objects.filter(pk__in=[row.made for row in rows])}
    moment = now or timezone.now()
    return [
        Part(row.pk, made[row.made], row.made_at, _password(row, made[row.made], moment) is not None)
        for row in rows
        if row.made in made
    ]


def show_password(
    report: Petition, pk: uuid.UUID, now: datetime.datetime | None = None
) -> tuple[Petition, str | None]:
    """The petition that was split off, and its password; None when it was noted or changed before, or shown more than a
    day ago. Raises ``NotFound`` for a part of another case.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        row, made = _held(report, pk)
        password = _password(row, made, moment)
        if password is not None and row.shown_at is None:
            row.shown_at = moment
            row.save(update_fields=["shown_at"])
        return made, password


def forget_password(report: Petition, pk: uuid.UUID) -> None:
    """The petitioner has noted it. Harmless when repeated. Raises ``NotFound``."""
    with transaction.atomic():
        row, _made = _held(report, pk)
        SplitOff.objects.filter(pk=row.pk).update(password=None)


def forget_shown(now: datetime.datetime) -> int:
    """Drop the passwords that were shown more than a day ago. Returns how many."""
    shown = SplitOff.objects.filter(shown_at__lte=now - RECEIPT_KEPT, password__isnull=False)
    return shown.update(password=None)


def _held(report: Petition, pk: uuid.UUID) -> tuple[SplitOff, Petition]:
    hold(report.pk)  # of two presses the second waits
    row = SplitOff.objects.filter(petition=report, pk=pk).first()
    made = Petition.objects.filter(pk=row.made).first() if row is not None else None
    if row is None or made is None:
        raise NotFound
    return row, made


def _password(row: SplitOff, made: Petition, now: datetime.datetime) -> str | None:
    over = row.shown_at is not None and row.shown_at <= now - RECEIPT_KEPT
    if row.password is None or over or not same(made.password_hash, password_hash(row.password)):
        return None
    return row.password
