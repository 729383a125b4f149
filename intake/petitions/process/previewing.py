"""The papers that an action would send, to be read before it is carried out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intake.petitions.models import Notice
from intake.petitions.policies import Actor

from .core import allowed, carry_out, run_check


@dataclass(frozen=True)
class Draft:
    """A paper that does not exist yet. ``to`` is the office that it is for, empty for the petitioner."""

    subject: str
    body: str
    to: str


def preview(
    petition_id: uuid.UUID, action: str, actor: Actor, *, seen: int | None, **given: Any
) -> list[Draft]:
    """Write the papers of an action as they would go out today, and throw them away with all else that it does.

    What a second person has to approve is written as if that had happened; of a ``grant``, what it lets happen. No
    number is taken. Raises as ``perform`` does.
    """
    with transaction.atomic():
        step = allowed(petition_id, action, actor, seen=seen, **given)
        carry_out(step, approved=True)
        written = Notice.objects.filter(petition=petition_id, issued_at=step.now)
        drafts = [_draft(notice) for notice in written.select_related("to_organisation")]
        transaction.set_rollback(True)
    return drafts


def require_possible(
    petition_id: uuid.UUID, action: str, actor: Actor, *, seen: int | None, **given: Any
) -> None:
    """Raise as ``perform`` would by the table and by the action's own check, and do nothing."""
    with transaction.atomic():
        run_check(allowed(petition_id, action, actor, seen=seen, **given))


def _draft(notice: Notice) -> Draft:
    """The words of a paper, with a gap where its number will stand: somebody else may be given that one."""
    subject, body = notice.subject, notice.body
    if notice.document_number:
        gap = _("(number when sent)")
        subject, body = (text.replace(notice.document_number, gap) for text in (subject, body))
    return Draft(subject, body, notice.to_organisation.name if notice.to_organisation else "")
