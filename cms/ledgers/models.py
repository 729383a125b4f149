"""Ledgers as they are published (台账): versions that nobody changes, each with its rows as everybody may see them.

What must not be public is not here: it was left behind when the spreadsheet was read. See ``triggers`` for what the
database itself refuses.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField
from regions.models import Region

from .schema import Field, Schema, load

# What a redaction leaves in the place of whatever somebody wrote.
EMPTIED: dict[str, Any] = {
    "title": "",
    "unit": "",
    "columns": [],
    "totals": {},
    "figures": {},
    "row_count": 0,
    "source_name": "",
    "source_sha256": "",
    "justified": [],
    "reason": "",
}


class LedgerVersion(models.Model):
    """A version of a ledger: draft, published, superseded by a correction (更正), or redacted: its text taken away.

    ``ledger`` is what all versions of one ledger have in common, ``number`` counts them. ``columns`` are the names of
    the public columns in the order of the rows' values; amounts are in 元 however ``unit`` says they were typed. The
    source file is not kept: its hash tells whether a file is the one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("ledger", "draft")
        PUBLISHED = "published", pgettext_lazy("ledger", "published")
        SUPERSEDED = "superseded", pgettext_lazy("ledger", "superseded")
        REDACTED = "redacted", pgettext_lazy("ledger", "redacted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ledger = models.UUIDField(_("ledger"), default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    schema = models.CharField(_("kind of ledger"), max_length=8)
    schema_version = models.PositiveSmallIntegerField(_("version of the form"))
    region = models.ForeignKey(Region, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    period_start = models.DateField(pgettext_lazy("period", "from"))
    period_end = models.DateField(pgettext_lazy("period", "to"))
    unit = models.CharField(_("unit as typed"), max_length=8, blank=True)
    columns = models.JSONField(_("columns"), default=list)
    totals = models.JSONField(_("totals"), default=dict)
    figures = models.JSONField(_("figures of the chart"), default=dict)
    row_count = models.PositiveIntegerField(_("number of rows"), default=0)
    source_name = models.CharField(_("source file"), max_length=200, blank=True)
    source_sha256 = models.CharField(_("SHA-256 of the source file"), max_length=64, blank=True)
    # Which personal data a person let stand, and why: cell, kinds, reason. Never shown to the public.
    justified = models.JSONField(_("let stand, and why"), default=list)
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("redacted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    redacted_at = models.DateTimeField(_("redacted at"), null=True)

    class Meta:
        verbose_name = _("version of a ledger")
        verbose_name_plural = _("versions of ledgers")
        default_permissions = ()
        ordering = ["ledger", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "number"], name="ledger_number_once"),
            models.UniqueConstraint(
                fields=["ledger"], condition=Q(state="published"), name="ledger_published_once"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False, published_by__isnull=False) | Q(state="draft"),
                name="ledger_published_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=False, redacted_by__isnull=False) | ~Q(state="redacted"),
                name="ledger_redacted_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["region", "schema", "period_start"], name="ledgers_of_region")]

    def __str__(self) -> str:
        return f"{self.schema} {self.ledger} {self.number}"

    @property
    def is_readable(self) -> bool:
        """Whether it was published and still has its text; a page decides whether anybody is shown it."""
        return self.state in (self.State.PUBLISHED, self.State.SUPERSEDED)

    @property
    def kind(self) -> Schema:
        """The kind of ledger. Raises ``UnknownSchema``."""
        return load(self.schema)

    @property
    def fields(self) -> list[Field]:
        """Its columns, in their order."""
        return [self.kind.field(name) for name in self.columns]


class LedgerRow(models.Model):
    """A row of a version, as everybody may see it: one value for each of the version's ``columns``.

    Amounts are texts with two decimal places, days are ISO 8601, what is empty is null.
    """

    version = models.ForeignKey(
        LedgerVersion, verbose_name=_("version"), on_delete=models.CASCADE, related_name="rows"
    )
    position = models.PositiveIntegerField(_("position"))
    values = models.JSONField(_("values"))

    class Meta:
        verbose_name = _("row of a ledger")
        verbose_name_plural = _("rows of ledgers")
        default_permissions = ()
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="ledger_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.position}"


class Upload(models.Model):
    """A spreadsheet between check and confirmation, encrypted: it holds what the public will not see.

    It goes when its ledger is stored, at the latest a day after it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    name = EncryptedTextField(_("file name"))
    content = EncryptedTextField(_("content"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("spreadsheet being checked")
        verbose_name_plural = _("spreadsheets being checked")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
