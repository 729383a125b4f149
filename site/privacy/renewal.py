"""Renewal of encryption: after a new data key was put in front, every stored text moves to it.

Then the old key can be taken away. Safe to stop and repeat, and to run while the site serves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, Value

from privacy import crypto
from privacy.fields import EncryptedTextField

BATCH = 200


@dataclass
class Renewal:
    """What happened to one column, in values. ``unreadable`` ones no key opens; they were left alone."""

    column: str
    renewed: int = 0
    current: int = 0
    unreadable: int = 0


def encrypted_fields() -> Iterator[EncryptedTextField]:
    """Every encrypted field of every installed model."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield field


def renew(field: EncryptedTextField) -> Renewal:
    """Put every value of one field under the newest data key."""
    report = Renewal(f"{field.model._meta.label}.{field.name}")
    last = None
    while (last := _renew_batch(field, last, report)) is not None:
        pass
    return report


def _renew_batch(field: EncryptedTextField, after: object, report: Renewal) -> object:
    """Renew the next rows by primary key, in a short transaction. Returns the last key; None at the end."""
    rows = field.model._base_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    stored = ExpressionWrapper(F(field.name), output_field=models.BinaryField())
    last = None
    with transaction.atomic():
        # Locked while it is rewritten: a text that somebody saves meanwhile must not be undone.
        locked = rows.select_for_update().annotate(stored_token=stored).values_list("pk", "stored_token")
        for last, value in list(locked[:BATCH]):
            if value is None:
                continue
            token = bytes(value)
            if crypto.is_current(token):
                report.current += 1
                continue
            try:
                fresh = Value(crypto.rotate(token), output_field=models.BinaryField())
            except crypto.Undecipherable:
                report.unreadable += 1
                continue
            field.model._base_manager.filter(pk=last).update(**{field.name: fresh})
            report.renewed += 1
    return last
