"""Keeping a spreadsheet, encrypted, between its check and its confirmation, so that nobody uploads it twice.

It goes when its ledger is stored; what nobody confirms goes after a day.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .models import Upload
from .process import Source
from .sheets import MOST_BYTES

KEPT = datetime.timedelta(days=1)
# Of one person; the oldest goes for the next.
MOST_OPEN = 5


def keep(file: File, *, by: User) -> Upload:
    """Keep an uploaded file. Raises ``ValidationError`` for one that is too large to be read."""
    if file.size is None or file.size > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than 30 MB. Split it by year or by village."), "too_large"
        )
    content = file.read()
    now = timezone.now()
    with transaction.atomic():
        open_now = Upload.objects.filter(made_by=by).order_by("-made_at").values_list("pk", flat=True)
        Upload.objects.filter(pk__in=list(open_now[MOST_OPEN - 1 :])).delete()
        return Upload.objects.create(
            made_by=by,
            made_at=now,
            expires_at=now + KEPT,
            name=(file.name or "")[:200],
            content=base64.b64encode(content).decode(),
            sha256=hashlib.sha256(content).hexdigest(),
        )


def find(key: uuid.UUID | str, *, by: User) -> Upload | None:
    """What this person uploaded and what has not expired; another's is not found."""
    try:
        wanted = uuid.UUID(str(key))
    except ValueError:
        return None
    return Upload.objects.filter(pk=wanted, made_by=by, expires_at__gt=timezone.now()).first()


def content_of(upload: Upload) -> bytes:
    """The file as it was."""
    return base64.b64decode(upload.content)


def source_of(upload: Upload) -> Source:
    """What of the file stays with its ledger."""
    return Source(upload.name, upload.sha256)


def prune(now: datetime.datetime | None = None) -> int:
    """Delete what expired. Returns how many; repeating it does no harm."""
    _deleted, by_model = Upload.objects.filter(expires_at__lte=now or timezone.now()).delete()
    return by_model.get(Upload._meta.label, 0)
