"""Filing with a form (提交): the case, its files, and the receipt that a second press of the button shows again.

The receipt is kept for a day under an HMAC of a key that only the visitor's session and form know, encrypted, in the
transaction that makes the case: whichever of two presses is answered last, it leads to the one case and its password.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from intake.petitions.models import Attachment, IdempotentAnswer, Petition
from privacy.crypto import keyed_hash

from . import files as keeping
from .intake import Submission, Submitted, submit

# Also how long a key of the API is kept, with the answer that it got.
RECEIPT_KEPT = datetime.timedelta(hours=24)


@dataclass(frozen=True)
class Receipt:
    """A case with its query password, while the resident has not left the receipt."""

    petition: Petition
    password: str
    mark: str  # of what was sent


def file(
    submission: Submission,
    files: Sequence[keeping.Storable],
    mark: str,
    now: datetime.datetime | None = None,
) -> Submitted:
    """Store the matter with its files, and its receipt under ``submission.submission_key``. Raises as ``submit``.

    ``mark`` tells what was sent from anything else that comes under the same key.
    """
    moment = now or timezone.now()
    kept: list[Attachment] = []

    def with_the_case(made: Submitted) -> None:
        answer = json.dumps({"petition": str(made.petition.pk), "password": made.password, "mark": mark})
        IdempotentAnswer.objects.create(
            key_hash=_receipt_hash(submission.submission_key), answer=answer, created_at=moment
        )
        kept.extend(keeping.attach(made.petition, files, moment))

    with keeping.all_or_nothing(kept):
        return submit(submission, moment, beside=with_the_case)


def receipt(submission_key: str, now: datetime.datetime | None = None) -> Receipt | None:
    """The receipt of the case that a form made, or None once the resident has left it or a day has passed."""
    since = (now or timezone.now()) - RECEIPT_KEPT
    row = IdempotentAnswer.objects.filter(
        key_hash=_receipt_hash(submission_key), created_at__gt=since
    ).first()
    if row is None:
        return None
    answer = json.loads(row.answer)
    petition = (
        Petition.objects.select_related("region", "category", "owner").filter(pk=answer["petition"]).first()
    )
    return Receipt(petition, answer["password"], answer.get("mark", "")) if petition else None


def leave_receipt(submission_key: str) -> None:
    """Forget the password: the resident has noted it. Harmless when repeated."""
    IdempotentAnswer.objects.filter(key_hash=_receipt_hash(submission_key)).delete()


def forget_old_answers(now: datetime.datetime) -> int:
    """Delete the answers and receipts that are older than a day. Returns how many."""
    deleted, _ = IdempotentAnswer.objects.filter(created_at__lte=now - RECEIPT_KEPT).delete()
    return deleted


def _receipt_hash(submission_key: str) -> str:
    return keyed_hash("receipt", submission_key)
