"""An urge (督办): the petition office takes a unit to task, and the unit answers in writing (article 40)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField
from regions.models import Organisation

from .case import Petition
from .work import OPEN_HANDLING, OPEN_REVIEW, Handling, Review


class UrgeQuerySet(models.QuerySet):
    def waiting(self) -> UrgeQuerySet:
        """Those that the unit still owes an answer: what it gave back, or has answered the writer, it owes no more."""
        at_work = models.Q(handling__state__in=OPEN_HANDLING) | models.Q(review__state__in=OPEN_REVIEW)
        return self.filter(at_work, answered_at__isnull=True)

    def of_round(self, round_: int) -> UrgeQuerySet:
        """Those about work of one round of the case."""
        return self.filter(models.Q(handling__round=round_) | models.Q(review__round=round_))


class Urge(models.Model):
    """One letter of supervision (督办函) about one unit's work on a case, or a body's review of it, and the answer."""

    class Answer(models.TextChoices):
        """Whether the unit adopts what the office says."""

        ADOPTED = "adopted", pgettext_lazy("answer to an urge", "adopted")
        PARTLY = "partly", pgettext_lazy("answer to an urge", "adopted in part")
        NOT_ADOPTED = "not_adopted", pgettext_lazy("answer to an urge", "not adopted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="urges")
    # The work that it is about: a unit's, or a review body's.
    handling = models.ForeignKey(Handling, on_delete=models.CASCADE, null=True, related_name="urges")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, related_name="urges")
    # The unit that was urged, whoever took its work over since.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    due = models.DateField()
    urged_at = models.DateTimeField()
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    answer_text = EncryptedTextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = UrgeQuerySet.as_manager()

    class Meta:
        ordering = ["urged_at"]
        indexes = [
            models.Index(
                fields=["petition"], condition=models.Q(answered_at__isnull=True), name="urge_to_answer"
            ),
            models.Index(fields=["urged_at"], name="urge_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(handling__isnull=True, review__isnull=False)
                | models.Q(handling__isnull=False, review__isnull=True),
                name="urge_is_about_one_work",
            )
        ]

    @property
    def at_work(self) -> bool:
        """Whether the work that it is about still goes on."""
        work = self.handling or self.review
        return work is not None and work.is_open
