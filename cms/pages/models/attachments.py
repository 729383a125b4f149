"""Files that become public with a disclosure, cleaned before they are kept; and what ties them and ledgers to one."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cms.ledgers.models import LedgerVersion
from cms.pages import personal
from cms.pages.forms import FOREIGN
from privacy.finder import find
from privacy.uploads import Refused, clean
from privacy.uploads.words import words_of
from regions.models import Region

from .disclosures import DisclosurePage


def public_files() -> Storage:
    """Files that become public with a page lie where residents' files do: behind a view that checks."""
    return storages["private"]


def random_name(file: PublicFile, name: str) -> str:
    """A name that nobody can guess and that says nothing."""
    return f"public/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class PublicFile(models.Model):
    """A file for a disclosure, cleaned before it was kept; reachable once a page that holds it is public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    file = models.FileField(gettext_lazy("file"), storage=public_files, upload_to=random_name, max_length=120)
    name = models.CharField(gettext_lazy("file name"), max_length=120, editable=False)
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    looked_through = models.BooleanField(
        gettext_lazy("I have looked through this file: nothing in it is kept from the public by the rules."),
        default=False,
    )
    uploaded_by = models.UUIDField(null=True, editable=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("file for a disclosure")
        ordering = ["-uploaded_at", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Clean a file that is new. Raises ``ValidationError`` in words that say what to do instead."""
        super().clean()
        if not self.looked_through:
            raise ValidationError({"looked_through": _("Look through the file, then tick here.")})
        if not self.file or self._state.adding is False:
            return
        try:
            cleaned = clean(self.file.name or "", self.file.file)
            text = words_of(cleaned.kind, cleaned.content)
        except Refused as refusal:
            raise ValidationError({"file": refusal.message}) from refusal
        if any(found.kind != "name" for found in find(cleaned.name)):
            raise ValidationError({"file": _("The name of this file holds personal data. Rename it.")})
        if personal.has_number(text):
            raise ValidationError(
                {
                    "file": _(
                        "A number of a person stands in this file (telephone, ID, account …). Take it out."
                    )
                }
            )
        self.name, self.content_type = cleaned.name, cleaned.content_type
        self.size, self.sha256 = len(cleaned.content), cleaned.sha256
        self.file = ContentFile(cleaned.content, name=cleaned.name)


class DisclosureAttachment(Orderable):
    """A file that belongs to a disclosure."""

    page = ParentalKey(DisclosurePage, on_delete=models.CASCADE, related_name="attachments")
    # An old revision may name a file that is gone: then it is read without.
    file = models.ForeignKey(
        PublicFile,
        verbose_name=gettext_lazy("file"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("file")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("attachment")

    def clean(self) -> None:
        """A file stays with the place for which it was brought. The page of a form that makes one asks for itself."""
        super().clean()
        page = getattr(self, "page", None)
        if page is not None and page.region_id is not None and self.is_foreign_to(page.region_id):
            raise ValidationError({"file": FOREIGN})

    def is_foreign_to(self, region_id: int) -> bool:
        """Whether the file was brought for another place than this one."""
        return self.file_id is not None and self.file.region_id != region_id


class DisclosureLedger(Orderable):
    """A ledger of a disclosure: a revision of the page holds the key of a version, and nothing of what stands in it."""

    page = ParentalKey(DisclosurePage, on_delete=models.CASCADE, related_name="ledgers")
    # A draft that was thrown away is left out of old revisions; what was published is never deleted.
    version = models.ForeignKey(
        LedgerVersion, verbose_name=gettext_lazy("ledger"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("ledger of a disclosure")
