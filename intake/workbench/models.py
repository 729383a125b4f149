"""What a person keeps at the desk: filters by name, and phrases that are often written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions.models import Organisation

LONGEST_PHRASE = 2000


class SavedFilter(models.Model):
    """A tab of the queue and its filters, as a query string, under a name. What it finds is asked anew each time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=20)
    query = models.CharField(max_length=500)
    first = models.BooleanField(default=False)  # the queue opens with it

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_filter_per_name"),
            models.UniqueConstraint(fields=["user"], condition=Q(first=True), name="one_filter_first"),
        ]

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """A piece of plain text to be written again (常用语): one's own, or a unit's that its head keeps."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=40)
    text = models.TextField(_("text"), max_length=LONGEST_PHRASE)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(organisation__isnull=True), name="phrase_of_one_keeper"
            ),
            models.UniqueConstraint(fields=["user", "title"], name="one_own_phrase_per_title"),
            models.UniqueConstraint(fields=["organisation", "title"], name="one_unit_phrase_per_title"),
        ]

    def __str__(self) -> str:
        return self.title
