"""Who looked at whose personal data (查阅记录): one row a look, never changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_PURPOSE = 200


class AccessRecord(models.Model):
    """A person of staff saw personal data unmasked: who, of what, when, why. Append-only (the database
    refuses more).

    It has no foreign keys: it outlives both the user and the thing that was seen.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    user = models.UUIDField(_("user"))
    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.UUIDField(_("object"))
    purpose = models.CharField(_("purpose"), max_length=LONGEST_PURPOSE)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        default_permissions = ()
        indexes = [
            models.Index(fields=["object_id", "id"], name="access_of_object"),
            models.Index(fields=["user", "id"], name="access_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
