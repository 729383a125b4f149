"""Accountability notices (通报曝光): what was done wrong in public service, and what was decided.

A notice is no Wagtail page: its fields are typed, and no editor's tool moves, copies or publishes it. Commands in
``process`` are the only writers. What may hold a name is encrypted, since names are.
"""

from __future__ import annotations

import datetime
import uuid
from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField
from regions.models import Organisation

from .choices import PostKind, Problem, State, Why


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called in the reader's language."""
    return str(cast(models.Field, model._meta.get_field(name)).verbose_name)


class NoticeQuerySet(models.QuerySet):
    def published(self, now: datetime.datetime | None = None) -> NoticeQuerySet:
        """Notices that have an address for everybody: those that stand, and those that were taken down."""
        moment = now or timezone.now()
        return self.filter(state__in=[State.PUBLISHED, State.TAKEN_DOWN], published_at__lte=moment)

    def standing(self, now: datetime.datetime | None = None) -> NoticeQuerySet:
        """Notices of which at least one case still stands: all that lists, feeds, API and search know.

        By the date itself: nothing has to run at midnight for it.
        """
        moment = now or timezone.now()
        return self.filter(
            state=State.PUBLISHED, published_at__lte=moment, take_down_on__gt=timezone.localdate(moment)
        )

    def whole(self) -> NoticeQuerySet:
        """With all that ``publicity`` shows, in five questions however many notices they are."""
        cases = models.Prefetch("cases", Case.objects.select_related("unit__region"))
        return self.select_related("issuer__region").prefetch_related(
            cases, "cases__persons", "follow_ups", "changes"
        )


class Notice(models.Model):
    """One notice (通报) of a discipline body, with one case or several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("notice number"), max_length=60, blank=True)
    title = models.CharField(pgettext_lazy("of a notice", "title"), max_length=120)
    issuer = models.ForeignKey(
        Organisation, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="+"
    )
    drive = models.CharField(_("drive"), max_length=60, blank=True)
    approved_by = models.CharField(_("publication approved by"), max_length=80, blank=True)
    approved_on = models.DateField(_("publication approved on"), null=True, blank=True)
    opening = EncryptedTextField(_("opening"), default="")
    closing = EncryptedTextField(_("closing"), default="")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    # Whoever wrote any of it: none of them publishes it or approves a name in full.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # Whether the search was told: for a scheduled notice that is when its moment comes.
    announced = models.BooleanField(default=False)
    # The day on which its last case comes down.
    take_down_on = models.DateField(_("comes down on"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("accountability notice")
        verbose_name_plural = _("accountability notices")
        ordering = ["-published_at", "-changed_at"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "-published_at"], name="notices_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED])
                | Q(published_at__isnull=False, take_down_on__isnull=False),
                name="published_notice_has_its_days",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_scheduled(self) -> bool:
        """Whether it is to be published, at a moment that has not come."""
        return (
            self.state == State.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )


class Case(models.Model):
    """One case (起) of a notice: what was found, and what was decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="cases")
    position = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Organisation, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    problem = models.CharField(_("kind of wrongdoing"), max_length=20, choices=Problem.choices)
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("to"), null=True, blank=True)
    facts = EncryptedTextField(_("facts found"), default="")
    amount = models.DecimalField(_("amount in yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    measures = models.JSONField(_("measures"), default=list)
    ruling = EncryptedTextField(_("decision in words"), default="")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    effect_to = models.DateField(_("in effect until"), null=True, blank=True)
    # What a person set in place of the day that the rule gives.
    asked_take_down_on = models.DateField(null=True, blank=True)
    take_down_on = models.DateField(_("comes down on"), null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    class Meta:
        verbose_name = _("case of a notice")
        verbose_name_plural = _("cases of notices")
        ordering = ["position"]
        default_permissions = ()

    def gone(self, today: datetime.date) -> str:
        """Why the case is not shown any more on a day (a ``Why``), or nothing while it stands."""
        if self.taken_down_at is not None:
            return self.taken_down_why
        return Why.DATE if self.take_down_on is not None and self.take_down_on <= today else ""


class Person(models.Model):
    """Somebody whom a case is about. Shown as post, surname and 某 unless a second person approved the full name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="persons")
    position = models.PositiveSmallIntegerField(default=1)
    name = EncryptedTextField(pgettext_lazy("of a person", "name"))
    post = models.CharField(_("post"), max_length=60)
    post_kind = models.CharField(_("kind of post"), max_length=20, choices=PostKind.choices)
    in_full = models.BooleanField(_("name in full"), default=False)
    in_full_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("person in a notice")
        verbose_name_plural = _("persons in notices")
        ordering = ["position"]
        default_permissions = ()

    @property
    def named(self) -> bool:
        """Whether the public reads the whole name."""
        return self.in_full and self.in_full_by_id is not None


class FollowUp(models.Model):
    """What happened afterwards (后续、回访): public once a second person has released it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="follow_ups")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(_("day"))
    text = EncryptedTextField(_("text"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["on", "written_at"]
        default_permissions = ()


class Change(models.Model):
    """A correction (更正), which keeps both texts; or a redaction (删除), which keeps none."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        REDACTION = "redaction", _("redaction")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="changes")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    field = models.CharField(max_length=20, blank=True)
    old = EncryptedTextField(default="")
    new = EncryptedTextField(default="")
    reason = EncryptedTextField(default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of a notice")
        verbose_name_plural = _("changes of notices")
        ordering = ["asked_at"]
        default_permissions = ()


class Remark(models.Model):
    """What one of the staff wrote to another about a notice: a comment on sending back, the reason of a take-down."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="remarks")
    action = models.CharField(max_length=20)
    text = EncryptedTextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("remark on a notice")
        verbose_name_plural = _("remarks on notices")
        ordering = ["-at", "-pk"]
        default_permissions = ()
