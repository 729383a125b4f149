"""What the actions of both tracks do beyond the table: material, notes, urgency, and who must not know."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import User
from intake.clock import store
from intake.petitions import offices, staffing, transitions, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Accused, Recusal
from intake.petitions.models.work import HandlingState
from intake.petitions.policies import HEADS, may_withdraw_others
from regions.models import Organisation

from . import approvals, clocks, duty
from .behalf import request_came_on
from .core import Step, effect
from .holding import lead_of, leave_barred, leave_review, leave_who_is_apart, move, take_up
from .notices import Field
from .proposing import suspect_in


@effect("add_material")
def add_material(step: Step) -> None:
    """Text that the petitioner adds. Files are stored beside it by the view's own command."""
    _add_text(step)


def _add_text(step: Step) -> None:
    """Keep what the petitioner adds. Whom it charges is barred in this same step, before anybody reads it: the case
    goes back to its intake office, which confirms or dismisses them."""
    if step.actor.kind == "staff":
        step.codes = {"on": request_came_on(step)}
    text = str(step.data.get("text", "")).strip()
    if not text and not step.data.get("files"):
        raise RuleViolation(("text", _("Write something, or choose a file.")))
    step.material = text
    suspect_in(step.case.petition, text, step.now)
    leave_barred(step)


@effect("ask_supplement")
def ask_supplement(step: Step) -> None:
    step.case.petition.supplement_asked_at = step.now
    step.fields = _wanted(step)


def _wanted(step: Step) -> dict[str, Field]:
    """What is asked for, and by when; the clock of the work runs on meanwhile."""
    return {"wanted": step.reason, "due_on": store.due("supplement_15", step.today).due}


@effect("supply")
def supply(step: Step) -> None:
    """What was asked for has come. Nobody closes the case any more because it had not (无法办理)."""
    approvals.lapse(step)
    step.case.petition.supplement_asked_at = None
    _add_text(step)


@effect("proceed")
def proceed(step: Step) -> None:
    step.case.petition.supplement_asked_at = None


@effect("ask_supplement_here")
def ask_supplement_here(step: Step) -> None:
    lead = lead_of(step)
    lead.remembered_state = lead.state
    move(lead, HandlingState.SUPPLEMENT_WANTED)
    step.fields = _wanted(step)


@effect("supply_here")
def supply_here(step: Step) -> None:
    proceed_here(step)
    _add_text(step)


@effect("proceed_here")
def proceed_here(step: Step) -> None:
    lead = lead_of(step)
    move(lead, HandlingState(lead.remembered_state))


@effect("accept")
def accept(step: Step) -> None:
    """Take the case up (受理); the clock of the work begins with it."""
    lead = lead_of(step)
    lead.accepted_at = step.now
    take_up(lead, step)
    move(lead, HandlingState.ACCEPTED)
    if not step.case.petition.is_accusation:
        acceptance(step)


def acceptance(step: Step) -> None:
    """The notice of acceptance says by when the answer is due."""
    lead, suggestion = lead_of(step), step.case.petition.is_suggestion
    running = clocks.work_clock(step.case, lead)  # where the case was accepted before, by who led it then
    rule = "suggestion_reply_60" if suggestion else "handle_60"
    step.fields = {"due_on": running.due if running else store.due(rule, step.today).due}


@effect("report_up")
def report_up(step: Step) -> None:
    """Flag the case as urgent (article 25) or as a threat of harm (扬言), and report it to the local government.

    A message goes out at once to whom the address book names; the letter stays in the case, to be printed and handed
    over. People tell the police, not the system. What a desk says of a sealed case stays with the discipline intake:
    the clerk's words are of the accusation.
    """
    petition = step.case.petition
    petition.threat = petition.threat or bool(step.data.get("threat"))
    petition.urgent = True
    petition.reported_up_at = petition.reported_up_at or step.now
    step.codes = {"threat": bool(step.data.get("threat"))}
    if step.data.get("at_desk"):
        step.codes["at_desk"] = True  # by whoever took it down, who is named at the intake alone
        if petition.is_accusation:
            return  # whether anybody else hears that there is a report, only the discipline intake decides
    barred = visibility.barred_organisations(petition)
    told = duty.plan(petition, barred).told
    duty.tell(step, told)
    step.codes["told"] = sorted({contact.organisation.code for contact in told})
    government = offices.county_government(petition.region)
    if government is not None and government.pk not in barred:
        step.letter_to = government
        step.fields = {"reason": step.reason}
        step.fields["contact"] = duty.call_back(step.case.intake)
        if petition.is_accusation:
            step.fields |= {"title": "", "number": ""}  # reported by the intake without its content


@effect("recuse")
def recuse(step: Step) -> None:
    """Withdraw one officer from the case (回避): it closes to that person at once."""
    user = step.data.get("user")
    if not isinstance(user, User):
        raise RuleViolation(("user", _("Choose who withdraws from the case.")))
    if user != step.actor.user:
        _require_head_of(step, user)
    petition = step.case.petition
    body = step.case.review.organisation if step.case.review else None
    offices = {step.case.owner, step.case.intake, *([body] if body else [])}
    for office in offices | {co.organisation for co in step.case.cos if co.is_open}:
        if rights.has_role(user, *staffing.CASE_ROLES, organisation=office):
            _require_others(step, office, user)
    Recusal.objects.get_or_create(
        petition=petition, user=user, defaults={"decided_by": step.actor.user, "decided_at": step.now}
    )
    step.codes = {"user": user.uuid}
    leave_who_is_apart(step)
    leave_review(step)


@effect("admit_again")
def admit_again(step: Step) -> None:
    """Take a withdrawal back: the case opens to that person again. Both, with their reasons, stay in its history."""
    user = step.data.get("user")
    recusal = step.case.petition.recusals.filter(user=user).first() if isinstance(user, User) else None
    if recusal is None:
        raise RuleViolation(("user", _("Choose somebody who has withdrawn from this case.")))
    _require_head_of(step, recusal.user)
    recusal.delete()
    step.codes = {"user": recusal.user.uuid}


def _require_head_of(step: Step, user: User) -> None:
    """Raises ``RuleViolation`` unless the actor heads the office at which both work."""
    here = rights.has_role(user, *staffing.CASE_ROLES, organisation=step.organisation)
    if not (here and may_withdraw_others(step.actor, step.case)):
        raise RuleViolation(
            ("user", _("Only a head decides on the withdrawal of others, and only of the own office."))
        )


def _require_others(step: Step, office: Organisation, user: User) -> None:
    """Raises ``RuleViolation`` when nobody would be left to work on the case, or to decide what a head is asked for.

    What the user has asked for ends with the withdrawal, and needs nobody.
    """
    others = visibility.staff_for(step.case.petition, office).exclude(user_id=user.pk)
    if not others.exists():
        raise RuleViolation(("user", _("Nobody else could work on the case then. Hand it back first.")))
    asked = step.case.approval
    if asked is None or asked.organisation_id != office.pk or asked.asked_by_id == user.pk:
        return
    row = transitions.find(step.case.track, asked.action)
    heads = others.filter(role__in=HEADS).exclude(user_id=asked.asked_by_id)
    if row is not None and row.approval in ("HH", "POH", "RH") and not heads.exists():
        raise RuleViolation(
            (
                "user",
                _(
                    "A head is asked to decide here, and there is no other. Let it be decided or taken back first."
                ),
            )
        )


@effect("accuse")
def accuse(step: Step) -> None:
    """Name a unit or person whom the writer complains of; it is barred at once.

    ``member`` is one of those who work on the case: barred under whatever name, and together with the body, if that
    person leads it, or if it is an intake or discipline body.
    """
    organisation = step.data.get("organisation")
    member = step.data.get("member")
    person = str(step.data.get("person", "")).strip()
    if isinstance(member, User):
        person = member.get_full_name()
        step.codes = {"user": member.uuid}
    if not isinstance(organisation, Organisation) and not person:
        raise RuleViolation(("organisation", _("Choose a unit, or write whom the petition complains of.")))
    Accused.objects.create(
        petition=step.case.petition,
        organisation=organisation,
        person=person,
        user=member if isinstance(member, User) else None,
        state=Accused.AccusedState.CONFIRMED,
        added_at=step.now,
        decided_by=step.actor.user,
    )
    if isinstance(organisation, Organisation):
        step.codes["organisation"] = organisation.code
    leave_barred(step)


@effect("confirm_accused")
def confirm_accused(step: Step) -> None:
    """Whoever was recognised is indeed complained of. What was decided otherwise is not turned round by this."""
    _decide_accused(step, Accused.AccusedState.CONFIRMED, among=(Accused.AccusedState.SUSPECTED,))


@effect("clear_accused")
def clear_accused(step: Step) -> None:
    """Somebody only mentioned, not complained of: the bar is lifted, and the reason kept."""
    standing = (Accused.AccusedState.SUSPECTED, Accused.AccusedState.CONFIRMED)
    _decide_accused(step, Accused.AccusedState.DISMISSED, among=standing)


def _decide_accused(step: Step, state: str, *, among: tuple[str, ...]) -> None:
    row = step.case.petition.accused.filter(pk=str(step.data.get("accused") or uuid.UUID(int=0))).first()
    if row is None:
        raise RuleViolation(("accused", _("Choose one of those named in the case.")))
    if row.state not in among:
        raise RuleViolation(("", _("This was decided already. Add whoever is complained of after all.")))
    row.state = state
    row.decided_by = step.actor.user
    row.save()
    if row.organisation is not None:
        step.codes = {"organisation": row.organisation.code}
    leave_barred(step)
