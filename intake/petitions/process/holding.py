"""Who holds the case, and how it changes hands: sent, taken back, sealed, ended, opened again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.documents import rendering
from intake.petitions import kinship, visibility
from intake.petitions.errors import RuleViolation
from intake.petitions.models import Handling
from intake.petitions.models.work import HandlingState
from intake.petitions.policies import Actor
from intake.petitions.transitions import find
from intake.routing.models import PetitionClass
from regions.models import Organisation

from . import approvals, clocks, cohandling, notices, reviews
from .case import in_order
from .core import Step
from .proposing import propose_anew


def leave_barred(step: Step) -> None:
    """Take the case away from a holder that is barred now: a unit gives it back, the petition office seals it."""
    case = step.case
    barred = visibility.barred_organisations(case.petition)
    if not case.petition.is_accusation and case.intake.pk in barred:
        to_discipline(step)
        _tell_of_leaving(step, "sealed")
        clocks.cancel(case, ("*",), step.now)
        clocks.start(case, ("discipline_accept_15wd",), step.counts_from or step.today)
    elif case.lead is not None and case.lead.is_open and case.lead.organisation_id in barred:
        take_back(step, HandlingState.RECALLED)
        _tell_of_leaving(step, "taken_back")
    leave_who_is_apart(step)
    lead = case.lead
    if lead is not None and lead.is_open and visibility.is_deserted(case.petition, lead.organisation):
        take_back(step, HandlingState.RECALLED)  # nobody is left there who could go on with it
        _tell_of_leaving(step, "taken_back")
    leave_review(step)
    left = cohandling.leave(case, step.now)
    if left:
        step.codes |= {"dropped": left}


def leave_barred_after(step: Step) -> None:
    """The same for an action that starts clocks and issues a paper: an intake office that is barred now loses the case
    in a step of the system's own, right after this one, whose days count from when what charges it came."""
    if step.case.intake.pk in visibility.barred_organisations(step.case.petition):
        row = find(step.case.track, "leave_barred")
        assert row is not None
        step.then = Step(step.case, row, Actor.system(), step.now, counts_from=step.counts_from)
    else:
        leave_barred(step)


def leave_review(step: Step) -> None:
    """Move a review from a body that can't have it any more."""
    if reviews.leave_body(step):
        _tell_of_leaving(step, "review_moved")


def _tell_of_leaving(step: Step, how: str) -> None:
    """Keep in the event what became of the case beside the action itself, and send the petitioner word of it."""
    step.codes |= {"left": how}
    tell_of_change(step)


def tell_of_change(step: Step) -> None:
    """Word to the petitioner of a change that comes with no paper: that there is something new, and no more."""
    petition = step.case.petition
    people = list(petition.petitioners.all())
    notices.tell_petitioner(petition, people, "case_changed", f"left:{petition.pk}:{petition.version}")


def leave_who_is_apart(step: Step) -> None:
    """A unit that keeps the case goes on without those whom it names or who withdrew: without the officer, and without
    what one of them has asked for. An opinion would go out in that name."""
    case = step.case
    asked, lead = case.approval, case.lead
    if asked is not None and (
        visibility.is_apart(case.petition, asked.asked_by)
        or asked.organisation_id in visibility.barred_organisations(case.petition)
    ):
        approvals.lapse(step)
    if lead is not None and lead.officer is not None and visibility.is_apart(case.petition, lead.officer):
        lead.officer = None
        lead.save(update_fields=["officer"])
    cohandling.without_who_is_apart(case)


def take_back(step: Step, state: str) -> None:
    """End the holder's work and give the case back to the intake office, whose own clock runs on.

    An approval that the holder asked for lapses: whoever could decide it may no longer know of the case.
    """
    approvals.lapse(step)
    close(lead_of(step), state, step)
    step.resumes_intake = True


def to_discipline(step: Step) -> None:
    """Move the case to the discipline side's track: the petition office loses sight of it with this change.

    It is read and proposed anew as what it is now: under the other class other units were proposed, and fewer accused
    were recognised.
    """
    petition = step.case.petition
    approvals.lapse(step)
    if step.case.lead is not None and step.case.lead.is_open:
        close(step.case.lead, HandlingState.RECALLED, step)
    step.codes |= {"class": petition.petition_class}  # which it is again if nobody is accused after all
    begin_round(step)  # what a unit has answered so far is no answer to an accusation
    petition.petition_class = PetitionClass.ACCUSATION
    petition.registered_at = None
    petition.publish_consent = False
    petition.returned_often = False
    propose_anew(petition, step.now, step.material)


def require_open_for(step: Step, organisation: object, field: str = "organisation") -> Organisation:
    """The unit to send the case to. Raises ``RuleViolation`` for none, one out of force, a village, a barred one, or
    one where all who work on cases are kept from this one."""
    if not isinstance(organisation, Organisation):
        raise RuleViolation((field, _("Choose the unit that is to handle the case.")))
    if not organisation.is_current():
        raise RuleViolation((field, _("This unit no longer exists; choose its successor.")))
    if organisation.kind == Organisation.Kind.VILLAGE_COMMITTEE:
        raise RuleViolation((field, _("A villagers' committee never handles a petition itself.")))
    if organisation.pk in visibility.barred_organisations(step.case.petition):
        raise RuleViolation(
            (field, _("The petition complains of this unit, or of one above it: it must not get the case."))
        )
    # What is joined to the case may complain of it too. Who acts here may not know of that, so nothing says why.
    if organisation.pk in kinship.barred_with_joined(step.case.petition):
        raise RuleViolation((field, _("This unit may not have the case. Choose another one.")))
    if visibility.is_deserted(step.case.petition, organisation):
        raise RuleViolation((field, _("Nobody there could open the case. Choose another unit.")))
    return organisation


def require_power(step: Step, organisation: object, field: str = "organisation") -> Organisation:
    """A unit that may handle an ordinary case, as its lead or beside it: not the office itself, no discipline unit."""
    unit = require_open_for(step, organisation, field)
    if unit.pk == step.case.intake.pk:
        raise RuleViolation((field, _("This is your own office: choose “handle here” instead.")))
    if unit.is_discipline:
        raise RuleViolation((field, _("Discipline units get cases from the discipline intake: seal it.")))
    return unit


def name_cos(step: Step, units: Iterable[object], report_due: datetime.date | None = None) -> None:
    """Give the case to co-handlers beside the lead (协办), each with a letter and with clocks of its own."""
    case, lead = step.case, lead_of(step)
    has_it = {lead.organisation_id} | {co.organisation_id for co in case.cos if co.is_open}
    sender = step.organisation or case.intake
    for given in units:
        unit = require_power(step, given, "cos")
        if unit.pk in has_it:
            raise RuleViolation(("cos", _("This unit has the case already: %(unit)s.") % {"unit": unit.name}))
        has_it.add(unit.pk)
        co = Handling.objects.create(
            petition=case.petition,
            organisation=unit,
            role=Handling.Role.CO,
            entry=Handling.Entry.TRANSFER,
            state=HandlingState.PENDING,
            round=case.petition.round,
            sent_by=sender,
            received_at=step.now,
            report_due=report_due,
        )
        case.cos.append(co)
        clocks.start(case, ("notify_forwarded_15", "objection_5wd"), step.today, co)
        if report_due is not None:
            clocks.start_order(case, co, report_due)
        step.codes.setdefault("cos", []).append(unit.code)
        _write_to_co(step, co, sender)
    named = [co.organisation.name for co in case.cos if co.is_open]
    if named:
        step.fields["co_units"] = rendering.names_text(named, step.case.petition.language)
    case.cos = in_order(case.cos)


def _write_to_co(step: Step, co: Handling, sender: Organisation) -> None:
    fields: dict[str, notices.Field] = {
        "destination": co.organisation.name,
        "lead_unit": lead_of(step).organisation.name,
        "due_on": store.due("notify_forwarded_15", step.today).due,
        "reason": step.reason,
    }
    if co.report_due is not None:
        fields["report_due"] = co.report_due
    notices.issue(
        step.case,
        "co_letter",
        fields,
        step.now,
        issued_by=sender,
        handling=co,
        to_organisation=co.organisation,
    )


def begin_handling(
    step: Step, organisation: Organisation, entry: str, state: str = HandlingState.PENDING
) -> Handling:
    """Open the lead handling at a unit and make it the one that this step's clocks and papers hang on."""
    petition = step.case.petition
    petition.unmatched = False
    handling = Handling.objects.create(
        petition=petition,
        organisation=organisation,
        entry=entry,
        state=state,
        round=petition.round,
        sent_by=step.organisation,
        received_at=step.now,
        accepted_at=step.now if state == HandlingState.ACCEPTED else None,
    )
    clocks.take_over(handling)
    petition.extended = handling.extended
    step.handling = handling
    step.case.lead = handling
    step.codes = {"organisation": organisation.code}
    return handling


def note_return(step: Step) -> None:
    """Flag a case that units gave back or on, or wanted to, too often: its supervisor finds out why nobody takes it
    (推诿).

    Only of its present round and track: the petition office learns nothing of what discipline units did, nor they of
    units.
    """
    petition = step.case.petition
    objected = Q(state__in=(HandlingState.OBJECTED, HandlingState.RETURNED)) | Q(objection_refused=True)
    passed_on = Q(entry=Handling.Entry.PASSED_ON) & ~Q(sent_by=step.case.intake)
    sealed = Q(entry__in=visibility.SEALED_ENTRIES)
    track = sealed if petition.is_accusation else ~sealed
    of_round = petition.handlings.filter(track, round=petition.round, role=Handling.Role.LEAD)
    counted = of_round.aggregate(back=Count("pk", filter=objected), on=Count("pk", filter=passed_on))
    petition.returned_often = counted["back"] + counted["on"] >= settings.SUNSHINE_RETURNS_ALERT


def lead_of(step: Step) -> Handling:
    lead = step.case.lead
    assert lead is not None
    return lead


def move(handling: Handling, state: str) -> None:
    handling.state = state
    handling.save()


def take_up(handling: Handling, step: Step) -> None:
    """Whoever takes the work up is its officer; for somebody away only who stood in for that one before."""
    if handling.officer != step.actor.user:
        handling.standing_in_for = None
    handling.officer = step.actor.user


def close(handling: Handling, state: str, step: Step) -> None:
    """End a unit's work on the case, and with it whatever of its clocks the action itself has not met."""
    handling.closed_at = step.now
    step.stops = handling
    move(handling, state)


def end_with(step: Step, outcome: str) -> None:
    """Close the matter with an outcome, and with it whatever is open on it."""
    petition = step.case.petition
    petition.outcome = outcome
    petition.concluded_at = step.now
    if step.case.lead is not None and step.case.lead.is_open:
        close(step.case.lead, HandlingState.ENDED, step)
    clocks.cancel(step.case, clocks.OF_THE_WORK, step.now)


def begin_round(step: Step) -> None:
    """Open a closed matter again: what came before stays as it is, the latest round decides the state."""
    petition = step.case.petition
    petition.round += 1
    petition.outcome = petition.lawful_route = ""
    petition.concluded_at = None
    petition.supplement_asked_at = None
    petition.merged_into = None
    petition.first_told = False
    petition.reopen_asked_at = None
    petition.promise_due = None  # the new round answers for it
    step.case.lead = None
    reviews.end_of_round(step)
    clocks.end_rating(step.case, step.now)
