"""Staff: users, and the memberships from which every right derives. Residents have no account."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regions.models import Organisation


class User(AbstractUser):
    """A member of staff. What one may do follows from memberships alone; ``is_superuser`` opens no case."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    display_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    last_name = None  # type: ignore[assignment]
    # Set while the password is one that somebody else chose: good for one sign-in, to choose one's own.
    must_change_password = models.BooleanField(_("must choose a new password"), default=False)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """The whole name: Wagtail's menu calls people by what it takes for their first one."""
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.display_name or self.username

    def __str__(self) -> str:
        return self.get_full_name()


class Role(models.TextChoices):
    """What a person is in an organisation. Letters in brackets are those of the state table."""

    PETITION_OFFICER = "petition_officer", _("petition office clerk")  # PO
    PETITION_HEAD = "petition_head", _("head of the petition office")  # POH
    HANDLER = "handler", _("case officer")  # H
    UNIT_HEAD = "unit_head", _("head of the unit")  # HH
    DISCIPLINE_INTAKE = "discipline_intake", _("discipline intake clerk")  # DC
    DISCIPLINE_HEAD = "discipline_head", _("head of the discipline intake")
    DISCIPLINE_OFFICER = "discipline_officer", _("discipline officer")  # DH
    REVIEWER_OFFICER = "review_officer", _("review officer")  # R
    REVIEW_HEAD = "review_head", _("head of the review body")  # RH
    CENTRE_CLERK = "centre_clerk", _("service centre clerk")
    GRID_WORKER = "grid_worker", _("grid worker")
    LEADER = "leader", _("leader")
    CLERK = "clerk", _("village clerk")
    REVIEWER = "reviewer", _("township reviewer")
    OPERATOR = "operator", _("operator")


class MembershipQuerySet(models.QuerySet):
    def active(self) -> MembershipQuerySet:
        """Memberships in force today, of users who may sign in."""
        day = timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            user__is_active=True,
        )


class Membership(models.Model):
    """A user holds a role in an organisation, for a span of days."""

    user = models.ForeignKey(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="one_membership_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it with all that follows from it, or not at all: nobody sees the one without the other."""
        with transaction.atomic():
            super().save(*args, **kwargs)


class StaffStamp(models.Model):
    """A random mark in one row that changes with every membership, and with the name or the closing of every account:
    what is kept of them in memory is compared with it, as ``regions.TreeStamp`` is for the tree."""

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.token)
