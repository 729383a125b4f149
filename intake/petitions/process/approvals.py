"""What a second person decides (审批): asking, granting, refusing, taking back."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.petitions import policies, transitions
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Approval, Mention, Petition
from intake.petitions.policies import Actor
from records import events

from .case import Case
from .core import KIND, Step, effect

PLAIN = (str, int, bool, datetime.date)


def ask(step: Step) -> None:
    """Put the action before a second person; its own data waits with it, encrypted."""
    organisation = step.organisation
    user = step.actor.user
    if organisation is None or user is None:
        raise RuleViolation(("", _("This needs a member of staff.")))
    # What an approved action reads are words, dates and choices; a unit that was chosen in passing is not kept.
    plain = {name: value for name, value in step.data.items() if isinstance(value, PLAIN)}
    step.case.approval = Approval.objects.create(
        petition=step.case.petition,
        organisation=organisation,
        action=step.row.action,
        draft=json.dumps({"reason": step.reason, "data": plain}, cls=DjangoJSONEncoder, ensure_ascii=False),
        asked_by=user,
        asked_at=step.now,
    )


def draft_of(approval: Approval) -> dict[str, Any]:
    """What the asker wrote: ``reason``, and the action's own ``data``."""
    loaded: dict[str, Any] = json.loads(approval.draft)
    return loaded


def sent_back(case: Case, action: str, user: User | None) -> dict[str, Any]:
    """What somebody asked for last on this case and got back, to be put right and not typed anew; nothing once the unit
    that has the case got it later than that."""
    asked = case.petition.approvals.filter(action=action, asked_by=user)
    last = asked.order_by("-asked_at").first()
    if last is None or last.state != Approval.ApprovalState.REFUSED:
        return {}
    if case.lead is not None and case.lead.received_at > last.asked_at:
        return {}
    draft = draft_of(last)
    return {"reason": draft["reason"], **draft["data"]}


@effect("grant")
def grant(step: Step) -> None:
    """Let the action happen that was asked for, in its asker's name, right after this decision."""
    approval = _decide(step, Approval.ApprovalState.GRANTED)
    row = transitions.find(step.case.track, approval.action)
    assert row is not None
    asker = Actor.staff(approval.asked_by)
    if policies.object_state(row, asker, step.case) not in row.states:
        raise RuleViolation(("", _("The case has moved on since this was asked for. Send it back.")))
    draft = draft_of(approval)
    step.then = Step(
        step.case,
        row,
        asker,
        step.now,
        draft["reason"],
        dict(draft["data"]),
        acting_for=approval.organisation,
    )
    step.codes = {"asked": approval.action}


@effect("refuse")
def refuse(step: Step) -> None:
    step.codes = {"asked": _decide(step, Approval.ApprovalState.REFUSED).action}


@effect("withdraw_ask")
def withdraw_ask(step: Step) -> None:
    step.codes = {"asked": _decide(step, Approval.ApprovalState.LAPSED).action}


@effect("expire")
def expire(step: Step) -> None:
    """The case has moved on without what was asked for (失效): the system's own step for one that was left over."""
    approval = _decide(step, Approval.ApprovalState.LAPSED)
    step.codes = {"asked": approval.action}
    _tell_asker(approval, step.now)


def lapse(step: Step) -> None:
    """End an approval that the case leaves behind with this step, by a withdrawal for one."""
    if step.case.approval is not None:
        step.expired.append(_decide(step, Approval.ApprovalState.LAPSED))


def lapse_left_behind(step: Step) -> None:
    """End an approval that could not be granted any more after this step, whichever road the case took."""
    if policies.is_left_behind(step.case):
        lapse(step)


def record_expired(step: Step) -> None:
    """Say of each approval that ended with a step that it did, right after the step: to its asker, and in the history
    of the case. Nobody decided it."""
    for approval in step.expired:
        _record_expired(approval, step.case.petition, step.now)


def lapse_asked(petition: Petition, now: datetime.datetime) -> None:
    """End what was asked for on a case that goes along with another one."""
    for approval in petition.approvals.filter(state=Approval.ApprovalState.ASKED):
        approval.state, approval.decided_at = Approval.ApprovalState.LAPSED, now
        approval.save(update_fields=["state", "decided_at"])
        _record_expired(approval, petition, now)


def _record_expired(approval: Approval, petition: Petition, now: datetime.datetime) -> None:
    events.record(
        KIND,
        petition.pk,
        "expire",
        actor_kind="system",
        before=petition.state,
        after=petition.state,
        data={"asked": approval.action},
        at=now,
    )
    _tell_asker(approval, now)


def _tell_asker(approval: Approval, now: datetime.datetime) -> None:
    """On the asker's home, as long as the case may be known there."""
    Mention.objects.create(
        petition_id=approval.petition_id, user=approval.asked_by, lapsed=approval.action, created_at=now
    )


def _decide(step: Step, decision: str) -> Approval:
    approval = step.case.approval
    assert approval is not None
    approval.state = decision
    approval.decided_by = None if decision == Approval.ApprovalState.LAPSED else step.actor.user
    approval.decided_at = step.now
    approval.save()
    step.case.approval = None
    return approval
