"""The summary of an answered petition: what is being written of it, and, apart from that, what the public reads.

They are two tables. A public case names no petition: whatever reads it, page, feed, API or search, can give nothing
away that was not published. Its row is made by the publication and is gone with its end.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.petitions.models import Petition
from intake.routing.models import Category, PetitionClass
from privacy.fields import EncryptedTextField
from regions.models import Organisation, Region

TITLE_LENGTH = 40
TEXT_LENGTH = 800


class PublicCase(models.Model):
    """An answered matter as the public reads it (公开案例): no number, no name, no day; a month and a place."""

    # Random: an address that counts would tell how many cases came between two that are public.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    question = models.TextField(_("what was asked"))
    answer = models.TextField(_("what was answered"))
    petition_class = models.CharField(_("class"), max_length=12, choices=PetitionClass.choices)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    # A village or a township; none where the place would tell who wrote.
    region = models.ForeignKey(
        Region, verbose_name=_("place"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+"
    )
    answered_in = models.DateField(_("answered in"))  # the first day of the month
    published_at = models.DateTimeField(_("published"), db_index=True)

    class Meta:
        verbose_name = _("public case")
        verbose_name_plural = _("public cases")
        ordering = ["-published_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(petition_class=PetitionClass.ACCUSATION), name="no_accusation_is_public"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Summary(models.Model):
    """The summary of one petition on its way to the public (摘要): drafted by machine, written and reviewed by people.

    Encrypted while it is not public: what the masks missed may stand in it. It is erased as soon as its case may not be
    published any more.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("summary", "draft")
        IN_REVIEW = "in_review", pgettext_lazy("summary", "in review")
        PUBLISHED = "published", pgettext_lazy("summary", "published")
        DECLINED = "declined", pgettext_lazy("summary", "not to be published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.OneToOneField(Petition, on_delete=models.CASCADE, related_name="summary")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    title = EncryptedTextField(default="")
    question = EncryptedTextField(default="")
    answer = EncryptedTextField(default="")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    # Why what the finder still finds may stand there; belongs to these very words.
    justification = EncryptedTextField(default="")
    comment = EncryptedTextField(
        default=""
    )  # of who sent it back, took it off the site or decided against it
    # Everybody who changed the words as they are now: none of them reviews it.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    public = models.OneToOneField(PublicCase, on_delete=models.SET_NULL, null=True, related_name="+")
