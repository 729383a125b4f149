"""Who was called to look at a case by name, in an internal note (@…)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .case import Petition


class Mention(models.Model):
    """One person, one note. It tells of a case, so it is shown only while that person may know of the case."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # What the person had asked for, and lapsed because the case moved on: then nobody called anybody.
    lapsed = models.CharField(max_length=24, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at", "created_at"], name="mention_of_user")]
