"""Texts, notices, files and ratings of a case: the erasable rows that events only point at."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField
from regions.models import Organisation

from .case import Petition
from .work import Handling


def private_storage() -> Storage:
    """Where attachments lie: never under the public media address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """A stored name that says nothing about the file: two random folders' letters and a random name."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name[2:]}"


class CaseText(models.Model):
    """A piece of free text in the case: a reason, a reply, material added, an internal note. Encrypted, erasable."""

    class Kind(models.TextChoices):
        REASON = "reason", _("reason")
        MATERIAL = "material", _("material added")
        NOTE = "note", _("internal note")
        REPLY = "reply", _("reply")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = EncryptedTextField()
    for_petitioner = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    event = models.PositiveBigIntegerField(
        null=True
    )  # the event that it explains; events have no foreign keys
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]


# How an answer stands that was not handed over on paper: not received yet, or some days on the page.
NOT_ON_PAPER = ("", "posted")


class Notice(models.Model):
    """A paper as it was sent: to the petitioner (告知书、意见书), or between offices (函)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="notices")
    handling = models.ForeignKey(Handling, on_delete=models.SET_NULL, null=True, related_name="notices")
    code = models.CharField(max_length=32)
    template_version = models.PositiveIntegerField()
    document_number = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    issued_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # Null: to the petitioner. Else a letter to that office, which the petitioner never sees.
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    is_reply = models.BooleanField(default=False)  # its receipt starts the windows for review and rating
    opened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    # opened, posted (some days on the page), or a kind of ``process.delivering.HOW``
    received_how = models.CharField(max_length=10, blank=True)

    class Meta:
        # Two papers of one moment stand in one order for everybody, on every database.
        ordering = ["issued_at", "code", "document_number", "id"]
        indexes = [
            models.Index(
                fields=["issued_at"],
                condition=models.Q(is_reply=True, received_at__isnull=True),
                name="notice_not_received",
            )
        ]

    @property
    def number_shown(self) -> str:
        """The document number as the petitioner reads it. None of a report of wrongdoing: it begins with the name of
        the body that has it."""
        return "" if self.petition.is_accusation else self.document_number

    @property
    def waits_to_be_opened(self) -> bool:
        """An answer is read behind a button: its opening is its receipt (收到). Other papers simply show, and so does
        an answer that was received on paper."""
        return self.is_reply and self.opened_at is None and self.received_how in NOT_ON_PAPER


class Attachment(models.Model):
    """A file of the case, cleaned before it was kept, stored under a random name, served by a view that checks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(storage=private_storage, upload_to=random_name, max_length=120)
    name = EncryptedTextField()
    kind = models.CharField(max_length=12)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    inline_ok = models.BooleanField(default=False)
    from_petitioner = models.BooleanField(default=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at"]


class Rating(models.Model):
    """The petitioner's judgement, once for the petition office and once for the handler, of each round."""

    class Subject(models.TextChoices):
        OFFICE = "office", pgettext_lazy("rated", "petition office")
        HANDLER = "handler", pgettext_lazy("rated", "handling unit")

    class Value(models.TextChoices):
        SATISFIED = "satisfied", pgettext_lazy("rated", "satisfied")
        MOSTLY = "mostly", pgettext_lazy("rated", "mostly satisfied")
        DISSATISFIED = "dissatisfied", pgettext_lazy("rated", "not satisfied")

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="ratings")
    subject = models.CharField(max_length=8, choices=Subject.choices)
    value = models.CharField(max_length=12, choices=Value.choices)
    text = EncryptedTextField(default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "subject", "round"], name="one_rating_each")
        ]
        indexes = [models.Index(fields=["value", "rated_at"], name="rating_by_day")]


class IdempotentAnswer(models.Model):
    """The answer to a request that may be sent again, found by an HMAC of its key and its whole text; kept a day.

    Empty where it is enough to know that the request was carried out.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    answer = EncryptedTextField()
    created_at = models.DateTimeField(db_index=True)
