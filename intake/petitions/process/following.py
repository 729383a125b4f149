"""What the tree does to open cases: a unit merges or ends, an office is succeeded, a holder comes to be barred.

Nobody acts then, so the system does, through the same road as everybody: the case moves on with its unit (随机构变更),
or goes back to its intake office, or is sealed. Each case is looked at once a day and after each change of the tree.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.models import Membership
from intake.petitions import locks, offices, policies, reviewing, staffing, transitions, visibility
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.models import Approval, CaseKey, Handling, Petition
from intake.petitions.models.case import CLOSED_STATES
from intake.petitions.models.work import OPEN_HANDLING, HandlingState
from intake.petitions.policies import Actor
from intake.petitions.transitions import On, Track
from intake.routing.models import PetitionClass
from regions import tree
from regions.models import Organisation, Region
from regions.snapshot import snapshot

from . import approvals, notices
from .case import Case, hold, load
from .core import Step, effect, perform
from .holding import lead_of, leave_barred, take_back

# The sign of life that says when all cases were last looked at; without one the next sweep looks at them.
DONE = "cases follow the tree"
# What a unit took up it alone can go on with; before that, the sender may still take it back.
TAKEN_UP = OPEN_HANDLING - {HandlingState.PENDING, HandlingState.OBJECTED}


def astray() -> set[uuid.UUID]:
    """Ids of the cases to look at: those that bar somebody, and those that rest on a body which no longer stands."""
    with transaction.atomic():
        locks.change_recusal()  # whatever began before the tree changed has ended, and is among them
        return (
            visibility.barring() | _out_of_force() | _at_other_offices() | _left_alone() | _asked_in_passing()
        )


def _asked_in_passing() -> set[uuid.UUID]:
    """Cases on which something is asked for that belongs to another stage of the matter."""
    asked = Approval.objects.filter(state=Approval.ApprovalState.ASKED)
    rows = asked.values_list("petition_id", "action", "petition__state", "petition__petition_class")
    return {pk for pk, *what in rows.iterator(chunk_size=2_000) if _is_passed(*what)}


def _is_passed(action: str, state: str, petition_class: str) -> bool:
    track = Track.ACCUSATION if petition_class == PetitionClass.ACCUSATION else Track.ORDINARY
    row = transitions.find(track, action)
    if row is None or row.on == On.PETITION:
        return row is None or state not in row.states
    return state in CLOSED_STATES


def _out_of_force() -> set[uuid.UUID]:
    """Cases that are open to, and open cases that are held by, a body which has ended or is yet to begin."""
    today = timezone.localdate()
    gone = [unit.id for unit in snapshot().units.values() if not unit.is_current(today)]
    opened = CaseKey.objects.filter(key__in=[f"o:{pk}" for pk in gone]).values_list("petition_id", flat=True)
    held = Petition.objects.open().filter(owner_id__in=gone).values_list("pk", flat=True)
    return set(opened) | set(held)


def _left_alone() -> set[uuid.UUID]:
    """Cases that a unit took up where nobody works on cases any more. What only waits there, its sender can recall."""
    taken_up = Handling.objects.filter(state__in=TAKEN_UP)
    return set(taken_up.exclude(organisation_id__in=staffed()).values_list("petition_id", flat=True))


def staffed() -> set[int]:
    """Where somebody works on cases; a new body's people may still have their memberships of the old one."""
    active = Membership.objects.active().filter(role__in=staffing.CASE_ROLES).order_by()
    working = set(active.values_list("organisation_id", flat=True).distinct())
    units, today = snapshot(), timezone.localdate()
    return working | {units.current_id(pk, today) for pk in working}


def _at_other_offices() -> set[uuid.UUID]:
    """Cases that wait at an intake office which does not serve their place any more: open, or asked to be opened."""
    waiting = Petition.objects.filter(~Q(state__in=CLOSED_STATES) | Q(reopen_asked_at__isnull=False))
    waiting = waiting.filter(owner__kind__in=visibility.INTAKE_KINDS)
    groups = list(waiting.order_by().values_list("owner_id", "region_id", "petition_class").distinct())
    places = Region.objects.in_bulk({region for _owner, region, _class in groups})
    elsewhere: dict[tuple[int, str], list[int]] = {}
    for owner, region, petition_class in groups:
        if owner != _serves(places[region], petition_class):
            elsewhere.setdefault((owner, petition_class), []).append(region)
    found: set[uuid.UUID] = set()
    for (owner, petition_class), regions in elsewhere.items():
        rows = waiting.filter(owner_id=owner, petition_class=petition_class, region_id__in=regions)
        found |= set(rows.values_list("pk", flat=True))
    return found


def _serves(region: Region, petition_class: str) -> int | None:
    """The office for a case there that bars nobody; None where there is none."""
    try:
        if petition_class == PetitionClass.ACCUSATION:
            return offices.discipline_intake(region, set()).pk
        return offices.petition_office(region).pk
    except RuleViolation:
        return None


class Stuck(Exception):
    """A case that the system itself may not move: somebody has to look."""


def put_right(petition_id: uuid.UUID, now: datetime.datetime | None = None) -> int:
    """Bring one case in step with the tree: its holder, its office, and who may know of it. Returns 1.

    Raises ``Stuck`` when no row of the table leads on, ``NotFound`` for a case that is gone.
    """
    if policies.is_left_behind(load(petition_id)):
        perform(petition_id, "expire", Actor.system(), now=now)
    action, unit = _needed(load(petition_id))
    try:
        if action:
            perform(petition_id, action, Actor.system(), now=now, organisation=unit)
        if _cos_astray(load(petition_id)):
            perform(petition_id, "follow_co", Actor.system(), now=now)
        elif not action:
            with transaction.atomic():
                visibility.refresh(hold(petition_id))
    except (NotAllowed, RuleViolation) as refused:
        raise Stuck(action) from refused
    return 1


def _needed(case: Case) -> tuple[str, Organisation | None]:
    """The system's action that the case needs, and the unit that it goes to; empty for none."""
    asked = case.petition.reopen_asked_at is not None
    if case.petition.state in CLOSED_STATES and not asked:
        return "", None
    barred = visibility.barred_organisations(case.petition)
    lead = case.lead if case.lead is not None and case.lead.is_open else None
    office_barred = case.track == Track.ORDINARY and case.intake.pk in barred
    if office_barred or (lead is not None and lead.organisation_id in barred):
        return "leave_barred", None
    if case.review is not None and reviewing.has_to_leave(case.review):
        return "follow_review", None
    if lead is None:
        return ("follow_office", None) if case.petition.owner_id != case.owner.pk else ("", None)
    if lead.organisation.is_current():
        return ("take_back" if _nobody_goes_on(case, lead) else ""), None
    successor = tree.current(lead.organisation)
    takes = successor.is_current() and successor.pk not in barred
    return ("follow_unit", successor) if takes else ("take_back", None)


def _cos_astray(case: Case) -> bool:
    """Whether a co-handler has ended, has come to be barred, or has nobody left who may open what it took up."""
    running = [co for co in case.cos if co.is_open]
    if not running:
        return False
    barred, working = visibility.barred_organisations(case.petition), staffed()
    return any(
        not co.organisation.is_current()
        or co.organisation_id in barred
        or visibility.is_deserted(case.petition, co.organisation)
        or (co.state in TAKEN_UP and co.organisation_id not in working)
        for co in running
    )


def _nobody_goes_on(case: Case, lead: Handling) -> bool:
    """Whether a unit took the case up and has nobody left who may open it. The intake office's own it stays."""
    if lead.state not in TAKEN_UP or lead.organisation_id == case.intake.pk:
        return False
    return visibility.is_deserted(case.petition, lead.organisation) or lead.organisation_id not in staffed()


@effect("follow_unit")
def follow_unit(step: Step) -> None:
    """The case goes on at the body that took its unit's work over, with all its clocks (随机构变更)."""
    unit = step.data["organisation"]
    approvals.lapse(step)  # whoever asked or was to decide works there no longer
    lead = lead_of(step)
    step.codes = {"organisation": unit.code, "former": lead.organisation.code}
    lead.organisation = unit
    if lead.officer is not None and not rights.has_role(
        lead.officer, *staffing.CASE_ROLES, organisation=unit
    ):
        lead.officer = None
    lead.standing_in_for = None
    lead.save(update_fields=["organisation", "officer", "standing_in_for"])
    if step.case.track == Track.ORDINARY:
        notices.issue(
            step.case,
            "follow_notice",
            {"destination": unit.name},
            step.now,
            issued_by=step.case.intake,
            handling=lead,
        )


@effect("follow_office")
def follow_office(step: Step) -> None:
    """The case waits at the office that serves its place now; what follows from it is derived as after any action."""
    approvals.lapse(step)


@effect("take_back")
def take_back_by_itself(step: Step) -> None:
    """The unit that held the case has ended, and no body that may know of it took its work over; or nobody who may know
    of it is left there."""
    take_back(step, HandlingState.RECALLED)


@effect("leave_barred")
def leave_barred_by_itself(step: Step) -> None:
    """The holder has come to be barred: somebody accused was merged into it, or stands above it now."""
    leave_barred(step)
