"""Who sees a notice at the desk, and who may do what: memberships decide, and nothing else.

Whoever works in the issuing discipline body drafts. Its head publishes, or the head of the body above it in the
discipline line, since township and dispatched units have none of their own. Nobody publishes what they wrote.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts import rights
from accounts.models import Membership, Role
from regions.models import Organisation

from .models import Notice, NoticeQuerySet

MEMBERS = (Role.DISCIPLINE_INTAKE, Role.DISCIPLINE_OFFICER, Role.DISCIPLINE_HEAD)


def bodies(user: Any) -> QuerySet[Organisation]:
    """The discipline bodies in whose name the user may draft today."""
    held = rights.organisation_ids(user, *MEMBERS)
    return Organisation.objects.current().filter(pk__in=held, kind__in=Organisation.DISCIPLINE_KINDS)


def may_enter(user: Any) -> bool:
    """Whether the room is there for the user at all."""
    return rights.has_role(user, *MEMBERS)


def visible_to(user: Any) -> NoticeQuerySet:
    """The notices that the user may know of: of the own bodies, and of those below a body that one heads."""
    own, headed = rights.organisation_ids(user, *MEMBERS), rights.organisation_ids(user, Role.DISCIPLINE_HEAD)
    return Notice.objects.filter(Q(issuer__in=own) | Q(issuer__parent__in=headed)).filter(
        issuer__kind__in=Organisation.DISCIPLINE_KINDS
    )


def is_member(user: Any, notice: Notice) -> bool:
    """Whether the user works in the issuing body today."""
    return notice.issuer.is_discipline and rights.has_role(user, *MEMBERS, organisation=notice.issuer_id)


def is_head(user: Any, notice: Notice) -> bool:
    """Whether the user heads the issuing body, or the discipline body above it, today."""
    return notice.issuer.is_discipline and any(
        rights.has_role(user, Role.DISCIPLINE_HEAD, organisation=body)
        for body in (notice.issuer_id, notice.issuer.parent_id)
    )


def is_author(user: Any, notice: Notice) -> bool:
    """Whether the user wrote any of it."""
    return notice.authors.filter(pk=user.pk).exists()


def may_publish(user: Any, notice: Notice) -> bool:
    """A head who wrote none of it: also who approves a name in full."""
    return is_head(user, notice) and not is_author(user, notice)


def may_add(user: Any, notice: Notice) -> bool:
    """Who writes a follow-up or asks for a correction: another person releases it."""
    return is_member(user, notice) or is_head(user, notice)


def may_second(user: Any, notice: Notice, writer_id: int | None) -> bool:
    """Who releases what somebody added: a head who did not write it; of what a head wrote, any member too."""
    if user.pk == writer_id:
        return False
    return is_head(user, notice) or (is_member(user, notice) and _heads(writer_id, notice))


def _heads(writer_id: int | None, notice: Notice) -> bool:
    held = Membership.objects.active().filter(user_id=writer_id, role=Role.DISCIPLINE_HEAD)
    return held.filter(organisation_id__in=[notice.issuer_id, notice.issuer.parent_id]).exists()
