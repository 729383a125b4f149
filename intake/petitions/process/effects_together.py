"""What several units on one matter do beyond the table: a lead (主办) and its co-handlers (协办), article 24."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from accounts import rights
from intake.clock import store
from intake.petitions import offices, policies, staffing, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling
from intake.petitions.models.work import HandlingState
from regions import tree
from regions.models import Organisation

from . import approvals, clocks, cohandling
from .core import Step, effect
from .effects_ordinary import object_to_sender
from .holding import begin_handling, close, lead_of, move, name_cos, require_power, take_up

Entry = Handling.Entry


@effect("add_co")
def add_co(step: Step) -> None:
    """Ask further units to work on it beside the lead, each by a day if one is named."""
    units = step.data.get("cos") or ()
    if not units:
        raise RuleViolation(("cos", _("Choose at least one unit.")))
    due = step.data.get("report_due")
    if isinstance(due, datetime.date) and due <= step.today:
        raise RuleViolation(("report_due", _("Name a day after today, or none.")))
    name_cos(step, units, due if isinstance(due, datetime.date) else None)


def chosen_co(step: Step, among: list[Handling]) -> Handling:
    """The co-handler that the action names by its unit."""
    unit = step.data.get("co")
    found = next(
        (co for co in among if isinstance(unit, Organisation) and co.organisation_id == unit.pk), None
    )
    if found is None:
        raise RuleViolation(("co", _("Choose one of the co-handlers.")))
    step.codes = {"organisation": found.organisation.code}
    return found


@effect("drop_co")
def drop_co(step: Step) -> None:
    """It is not needed there any more: the unit loses sight of the case."""
    co = chosen_co(step, [co for co in step.case.cos if co.is_open])
    cohandling.end(co, HandlingState.RECALLED, step.now)


@effect("stop_waiting")
def stop_waiting(step: Step) -> None:
    """The lead answers without what this co-handler finds; the unit's own work goes on until the answer."""
    co = chosen_co(step, step.case.holding_up)
    co.awaited = False
    co.save(update_fields=["awaited"])


@effect("grant_co_objection")
def grant_co_objection(step: Step) -> None:
    co = chosen_co(step, policies.objecting(step.actor, step.case))
    cohandling.end(co, HandlingState.RETURNED, step.now)


@effect("refuse_co_objection")
def refuse_co_objection(step: Step) -> None:
    """The unit keeps it, with its first received date; it can't object again."""
    co = chosen_co(step, policies.objecting(step.actor, step.case))
    co.objection_refused = True
    move(co, HandlingState.PENDING)


def own_part(step: Step) -> Handling:
    """The co-handling of the unit that acts; the step's clocks and papers are its."""
    co = policies.own_co(step.actor, step.case)
    assert co is not None
    step.handling = co
    step.codes = {"organisation": co.organisation.code}
    return co


@effect("co_accept")
def co_accept(step: Step) -> None:
    """The co-handler takes its part up; who does is its officer. The petitioner hears from the lead alone."""
    co = own_part(step)
    co.accepted_at = step.now
    take_up(co, step)
    move(co, HandlingState.IN_PROGRESS)


@effect("co_object")
def co_object(step: Step) -> None:
    object_to_sender(step, own_part(step))


@effect("report_to_lead")
def report_to_lead(step: Step) -> None:
    """What the co-handler found (反馈主办). Its words are the offices' own; the answer is the lead's."""
    co = own_part(step)
    co.reply_kind = "to_lead"
    close(co, HandlingState.REPLIED, step)


@effect("follow_co")
def follow_co(step: Step) -> None:
    """Co-handlers follow the tree as the lead does: to the body that took their work over, or out of the case."""
    for co in [co for co in step.case.cos if co.is_open]:
        successor = tree.current(co.organisation)
        if successor.pk == co.organisation_id and co.organisation.is_current():
            continue
        _move_co(step, co, successor)
    left = cohandling.leave(step.case, step.now) + _left_alone(step)
    step.codes = {"dropped": left} if left else {}


def _move_co(step: Step, co: Handling, successor: Organisation) -> None:
    has_it = {lead_of(step).organisation_id} | {one.organisation_id for one in step.case.cos if one.is_open}
    if not successor.is_current() or successor.pk in has_it:
        cohandling.end(
            co, HandlingState.ENDED if successor.pk in has_it else HandlingState.RECALLED, step.now
        )
        return
    co.organisation = successor
    if co.officer is not None and not rights.has_role(
        co.officer, *staffing.CASE_ROLES, organisation=successor
    ):
        co.officer = None
    co.standing_in_for = None
    co.save(update_fields=["organisation", "officer", "standing_in_for"])


def _left_alone(step: Step) -> list[str]:
    """Recall what was taken up where nobody works on cases any more."""
    from .following import staffed  # which runs this

    working, left = staffed(), []
    for co in step.case.cos:
        if co.is_open and co.state == HandlingState.IN_PROGRESS and co.organisation_id not in working:
            cohandling.end(co, HandlingState.RECALLED, step.now)
            left.append(co.organisation.code)
    return left


@effect("escalate")
def escalate(step: Step) -> None:
    """Sender and unit both insist (报请指定): the common superior is asked to name the unit. The days run on."""
    government = offices.county_government(step.case.petition.region)
    if government is None or government.pk in visibility.barred_organisations(step.case.petition):
        raise RuleViolation(
            (
                "",
                _(
                    "The system knows no common superior that may have the case: ask the joint conference in writing."
                ),
            )
        )
    lead = lead_of(step)
    step.letter_to = government
    step.fields = {
        "reason": step.reason,
        "lead_unit": lead.organisation.name,
    }


@effect("change_lead")
def change_lead(step: Step) -> None:
    """Another unit leads from now on (变更主办). The days for the answer run on from the first acceptance."""
    old = lead_of(step)
    unit = require_power(step, step.data.get("organisation"))
    if unit.pk == old.organisation_id:
        raise RuleViolation(("organisation", _("This unit leads already.")))
    approvals.lapse(step)
    close(old, HandlingState.RECALLED, step)
    new = begin_handling(step, unit, Entry.TRANSFER)
    step.codes |= {"former": old.organisation.code}
    clocks.move_work(old, new)
    # Once for the matter, whoever leads.
    new.extended = step.case.petition.extended = old.extended
    if old.report_due is not None and old.report_due > step.today:
        new.entry, new.report_due = Entry.ASSIGNMENT, old.report_due
    new.save(update_fields=["extended", "entry", "report_due"])
    if new.report_due is not None:
        clocks.start_order(step.case, new, new.report_due)
    step.letter_to = unit
    step.fields = {
        "destination": unit.name,
        "due_on": store.due("notify_forwarded_15", step.today).due,
        "reason": step.reason,
    }
