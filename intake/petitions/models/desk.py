"""What desks did for residents who do not write themselves: who took a matter down, and whose paper was looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from regions.models import Organisation

from .case import Petition


class Registration(models.Model):
    """Who entered a letter, a visit or a call for a resident (代为登记), where, and which office passed it down."""

    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="registration")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    source_office = models.CharField(max_length=100, blank=True)  # that passed the letter down, if any did
    source_number = models.CharField(max_length=60, blank=True)
    # Whether its number stands in the clerk's own list of the day. Fixed when it is entered: a list that follows the
    # case would tell the clerk what became of it.
    listed = models.BooleanField()
    # When the clerk reported it as urgent: the clerk's own word, as the rest of this row.
    reported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "entered_at"], name="registration_of_user")]


class IdentityCheck(models.Model):
    """That somebody's identity paper was looked at to find a case, whether or not there was one. No number is kept.

    What was found stands in the history of the case and not here: whoever counts these learns of no case.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=20)
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "checked_at"], name="identity_check_of_user")]
