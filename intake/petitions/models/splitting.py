"""The part of a report of wrongdoing that goes on as a petition of its own, as the report's side knows of it."""

from __future__ import annotations

import uuid

from django.db import models

from privacy.fields import EncryptedTextField

from .case import Petition


class SplitOff(models.Model):
    """One such part (分出诉求部分). It hangs on the report alone: the new petition has nothing that leads here, and
    which one it is stands in cipher, so that no query joins the two."""

    # Random: a serial number in an address would count the parts of reports that one may not know of.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="split_offs")
    made = EncryptedTextField()  # the new petition's id
    # Its query password, until the petitioner has noted it: nobody else has seen it.
    password = EncryptedTextField(null=True)
    made_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]
