"""What happened (历史): one row an event, append-only, without personal data and without free text."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened to one object. The database refuses to change or delete it.

    No foreign keys: it names things by kind and uuid, so it outlives them. Of a free text it keeps only a
    salted digest: the text itself lives in a row that can be erased.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.UUIDField(_("object"))
    action = models.CharField(_("action"), max_length=40)
    actor_kind = models.CharField(_("kind of actor"), max_length=20)
    actor_id = models.UUIDField(_("actor"), null=True)
    organisation_code = models.CharField(_("organisation"), max_length=24, blank=True)
    before = models.CharField(_("state before"), max_length=40, blank=True)
    after = models.CharField(_("state after"), max_length=40, blank=True)
    data = models.JSONField(_("data"), default=dict)
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ()
        indexes = [models.Index(fields=["object_id", "id"], name="events_of_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.action}"
