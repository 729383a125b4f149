"""Who is complained of, and who must withdraw (回避): the ground of every case's visibility."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField
from regions.models import Organisation

from .case import Petition


class Accused(models.Model):
    """A unit or person said to have done wrong (被反映人或单位). It is barred at once, before anybody confirms."""

    class AccusedState(models.TextChoices):
        SUSPECTED = "suspected", pgettext_lazy("case state", "recognised, not yet confirmed")
        CONFIRMED = "confirmed", pgettext_lazy("case state", "confirmed")
        DISMISSED = "dismissed", pgettext_lazy("case state", "not complained of")

    # Random: a serial number on an officer's page would count the rows of cases that one may not know of.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="accused")
    # The unit, or the unit that the person belongs to; null when it could not be made out.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # The unit is only the department of the institution (学校, 卫生院) complained of: it may handle a complaint, and is
    # barred from a report of wrongdoing.
    of_institution = models.BooleanField(default=False)
    person = EncryptedTextField(default="")
    # The member of staff whom a clerk chose as the one meant: barred under whatever name.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    mention = EncryptedTextField(default="")
    state = models.CharField(max_length=10, choices=AccusedState.choices, default=AccusedState.SUSPECTED)
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["added_at", "pk"]


class Recusal(models.Model):
    """One officer withdraws, or is withdrawn, from one case (回避, article 28). The reason is kept."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "user"], name="one_recusal_per_user")]
