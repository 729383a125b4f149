"""Who may see a case and who may do what: used by site, workbench, API, search and feeds alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import rights
from accounts.models import Role, User
from intake.routing.models import PetitionClass
from regions import tree
from regions.models import Organisation

from . import kinship, transitions
from .conditions import came_directly, fits
from .models import Approval, CaseKey, Handling, Mention, Notice, Petition, PetitionQuerySet, Review
from .models.case import State
from .models.work import GONE_HANDLING, OPEN_REVIEW, HandlingState
from .reviewing import REVIEW_ROLES
from .staffing import CASE_ROLES
from .transitions import On, Track, Transition

if TYPE_CHECKING:
    from .process.case import Case


@dataclass(frozen=True)
class Actor:
    """Who acts: a petitioner who proved number and password, a member of staff, or the system."""

    kind: str
    user: User | None = None

    @classmethod
    def petitioner(cls) -> Actor:
        return cls("petitioner")

    @classmethod
    def staff(cls, user: User) -> Actor:
        return cls("staff", user)

    @classmethod
    def system(cls) -> Actor:
        return cls("system")


def keys_of(user: Any) -> list[str]:
    """The case keys that a user holds today: for each organisation where one works on cases, its key and one's own."""
    if not user.is_authenticated or not user.is_active:
        return []
    return keys_at(user, rights.organisation_ids(user, *CASE_ROLES))


def keys_at(user: Any, organisations: set[int]) -> list[str]:
    """The case keys that a user has by working in these organisations."""
    working = sorted(organisations)
    return [*(f"o:{pk}" for pk in working), *(f"u:{user.pk}@{pk}" for pk in working)]


def keys_held(user: Any) -> QuerySet[CaseKey]:
    """The key rows that open cases to a user. A list that may grow long counts and sorts these, without the cases."""
    keys = keys_of(user)
    return CaseKey.objects.filter(key__in=keys) if keys else CaseKey.objects.none()


def visible_to(user: Any) -> PetitionQuerySet:
    """The cases that a user may know of, to be narrowed by the caller: whoever looks for cases starts here.

    Asked case by case, so that one case or a few cost the same however many the user may know of.
    """
    return Petition.objects.filter(Exists(keys_held(user).filter(petition=OuterRef("pk"))))


HANDLING_ROLES = (Role.HANDLER, Role.UNIT_HEAD)
DISCIPLINE_ROLES = (Role.DISCIPLINE_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_INTAKE)
HEADS = (Role.UNIT_HEAD, Role.DISCIPLINE_HEAD, Role.PETITION_HEAD, Role.REVIEW_HEAD)


def roles_of(actor: Actor, case: Case) -> set[str]:
    """The letters of the state table that an actor has for a case; empty for who may not know of it."""
    if actor.kind == "petitioner":
        return {"P"}
    if actor.kind == "system":
        return {"SYS"}
    user = actor.user
    if user is None or not case.open_to(keys_of(user)):
        return set()
    roles = _intake_roles(user, case)
    if case.lead is not None:
        roles |= _handling_roles(user, case, case.lead)
    if case.review is not None:
        roles |= _review_roles(user, case.review)
    return roles | _co_roles(actor, case)


def own_co(actor: Actor, case: Case) -> Handling | None:
    """The co-handling of the actor's own unit: the open one first."""
    user = actor.user
    if user is None or not case.cos:
        return None
    units = rights.organisation_ids(user, *HANDLING_ROLES)
    own = [co for co in case.cos if co.organisation_id in units]
    return next((co for co in own if co.is_open), own[0] if own else None)


def _co_roles(actor: Actor, case: Case) -> set[str]:
    co = own_co(actor, case)
    if co is None:
        return set()
    head = actor.user is not None and rights.has_role(actor.user, *HEADS, organisation=co.organisation)
    return {"C", "CH"} if head else {"C"}


def _intake_roles(user: User, case: Case) -> set[str]:
    roles = set()
    at_intake = {"organisation": case.intake}
    if case.petition.is_accusation:
        if rights.has_role(user, Role.DISCIPLINE_INTAKE, Role.DISCIPLINE_HEAD, **at_intake):
            roles.add("DC")
        if rights.has_role(user, Role.DISCIPLINE_HEAD, **at_intake):
            roles.add("DCH")
    else:
        if rights.has_role(user, Role.PETITION_OFFICER, Role.PETITION_HEAD, **at_intake):
            roles.add("PO")
        if rights.has_role(user, Role.PETITION_HEAD, **at_intake):
            roles.add("POH")
    return roles


def _handling_roles(user: User, case: Case, lead: Handling) -> set[str]:
    roles = set()
    here = {"organisation": lead_unit(lead)}
    own_office = not case.petition.is_accusation and lead.organisation_id == case.intake.pk
    if case.petition.is_accusation:
        if rights.has_role(user, *HANDLING_ROLES, *DISCIPLINE_ROLES, **here):
            roles.add("DH")
    elif rights.has_role(user, *HANDLING_ROLES, **here) or (
        own_office and rights.has_role(user, Role.PETITION_OFFICER, Role.PETITION_HEAD, **here)
    ):
        roles.add("H")
    if rights.has_role(user, *HEADS, **here):
        roles.add("HH")
    return roles


def lead_unit(lead: Handling) -> Organisation:
    """The unit that speaks for a handling: of one that has ended, the body that took the unit's work over. One that
    runs the system moves itself."""
    return lead.organisation if lead.is_open else tree.current(lead.organisation)


def _review_roles(user: User, review: Review) -> set[str]:
    at_body = {"organisation": review.organisation_id}
    roles = {"R"} if rights.has_role(user, *REVIEW_ROLES, **at_body) else set()
    return roles | {"RH"} if rights.has_role(user, Role.REVIEW_HEAD, **at_body) else roles


def approval_roles(user: User, case: Case, approval: Approval) -> set[str]:
    """``asker`` for who asked; ``approver`` for a second person whom the row names as the one to decide."""
    if approval.asked_by_id == user.pk:
        return {"asker"}
    row = transitions.find(case.track, approval.action)
    if row is None:
        return set()
    roles = roles_of(Actor.staff(user), case)
    if row.approval == "SEC":
        # A colleague, or the discipline intake: a township's discipline unit is often one person.
        second = rights.has_role(user, *CASE_ROLES, organisation=approval.organisation) or "DC" in roles
        return {"approver"} if roles and second else set()
    return {"approver"} if row.approval in roles else set()


def may_withdraw_others(actor: Actor, case: Case) -> bool:
    """Whether the actor heads the office that one acts for here, and so decides who of it withdraws (回避)."""
    return bool({"POH", "HH", "CH", "DCH", "RH"} & roles_of(actor, case))


def may_renew_password(actor: Actor, case: Case) -> bool:
    """Whether the actor may hand a petitioner a new query password: the intake office of the case, and no unit."""
    return not case.petition.anonymous and bool({"PO", "DC"} & roles_of(actor, case))


def delivers_for(actor: Actor, case: Case, paper: Notice) -> Organisation | None:
    """The office for which the actor may note that a paper reached the petitioner: the unit that has or had the case,
    the intake office, or for its own papers a review body, whose review may be over; None for who only reads it."""
    if actor.user is None or not case.open_to(keys_of(actor.user)):
        return None
    roles = roles_of(actor, case)
    if case.lead is not None and roles & {"H", "HH", "DH"}:
        return lead_unit(case.lead)
    if roles & {"PO", "POH", "DC"}:
        return case.intake
    own = rights.has_role(actor.user, *REVIEW_ROLES, organisation=paper.issued_by)
    return paper.issued_by if own else None


def mentions_of(user: Any) -> QuerySet[Mention]:
    """The mentions of a user, the newest first: of cases that the user may know of today, and of no other."""
    mine = Mention.objects.filter(user=user.pk)
    return mine.filter(Exists(keys_held(user).filter(petition=OuterRef("petition"))))


def waiting_for(user: Any) -> QuerySet[Approval]:
    """What a user may decide now as the second person: ``approval_roles``, asked of all approvals at once."""
    asked = Approval.objects.filter(state=Approval.ApprovalState.ASKED).exclude(asked_by=user.pk)
    open_to = Exists(keys_held(user).filter(petition=OuterRef("petition")))
    return asked.filter(_as_head(user) | _as_second_person(user)).filter(open_to)


def _asked(track: Track, approval: str) -> Q:
    actions = [row.action for row in transitions.rows(track) if row.approval == approval]
    sealed = Q(petition__petition_class=PetitionClass.ACCUSATION)
    return Q(action__in=actions) & (sealed if track == Track.ACCUSATION else ~sealed)


def _as_head(user: Any) -> Q:
    """Head of the petition office, by a key held there; of the unit that holds the case; or of its review body."""
    office = _holds_by(user, rights.organisation_ids(user, Role.PETITION_HEAD))
    unit = _leads(rights.organisation_ids(user, *HEADS))
    body = Exists(_open_reviews().filter(organisation__in=rights.organisation_ids(user, Role.REVIEW_HEAD)))
    return (
        (_asked(Track.ORDINARY, "POH") & Q(office))
        | (_asked(Track.ORDINARY, "HH") & Q(unit))
        | (_asked(Track.ORDINARY, "RH") & Q(body))
    )


def _open_reviews() -> QuerySet[Review]:
    """The review that is open on the case of an approval."""
    of_round = Review.objects.filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    return of_round.filter(state__in=OPEN_REVIEW)


def _as_second_person(user: Any) -> Q:
    """The accusation's intake, or a colleague at the unit that asked and has it."""
    intake = _holds_by(user, rights.organisation_ids(user, Role.DISCIPLINE_INTAKE, Role.DISCIPLINE_HEAD))
    unit = _leads(rights.organisation_ids(user, *HANDLING_ROLES, *DISCIPLINE_ROLES))
    here = Q(organisation__in=rights.organisation_ids(user, *CASE_ROLES))
    return _asked(Track.ACCUSATION, "SEC") & (Q(intake) | (here & Q(unit)))


def _holds_by(user: Any, organisations: set[int]) -> Exists:
    return Exists(CaseKey.objects.filter(petition=OuterRef("petition"), key__in=keys_at(user, organisations)))


def _leads(organisations: set[int]) -> Exists:
    leads = Handling.objects.filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    leads = leads.filter(role=Handling.Role.LEAD, organisation__in=organisations)
    return Exists(leads.exclude(state__in=GONE_HANDLING))


def object_state(row: Transition, actor: Actor, case: Case) -> str:
    """The state of the object that a row looks at; empty where the case has no such object now."""
    if row.on == On.PETITION:
        return case.petition.state
    if row.on == On.HANDLING:
        return case.lead.state if case.lead else ""
    if row.on == On.APPROVAL:
        return case.approval.state if case.approval else ""
    if row.on == On.CO:
        co = own_co(actor, case)
        return co.state if co else ""
    return review_state(row.on, case.review)


def is_left_behind(case: Case) -> bool:
    """Whether what is asked for could not happen any more, because the case has moved on since. Time alone ends none:
    what was asked for in time may be granted later."""
    if case.approval is None:
        return False
    row = transitions.find(case.track, case.approval.action)
    if row is None or object_state(row, Actor.system(), case) not in row.states:
        return True
    return row.on == On.PETITION and not fits(row, case)


def review_state(on: On, review: Review | None) -> str:
    """The state of the open review, if it is of the kind that a row looks at."""
    wanted = {On.FIRST_REVIEW: Review.Kind.FIRST, On.SECOND_REVIEW: Review.Kind.SECOND}.get(on)
    return review.state if review is not None and wanted in (None, review.kind) else ""


# They take the case, or its review, away from who asked: what was asked for lapses with that.
# Nor does what the petitioner decides or brings wait for it, whoever enters that.
WAITS_FOR_NOBODY = frozenset(
    {"seal", "name_review_body", "report_to_superior", "withdraw", "supply", "supply_here"}
)


def allows(row: Transition, actor: Actor, case: Case) -> bool:
    """Whether the table lets the actor do this now. While an approval is asked for, other moves wait for it."""
    if object_state(row, actor, case) not in row.states:
        return False
    if row.on == On.APPROVAL:
        assert case.approval is not None
        if actor.kind == "system":
            return "SYS" in row.who and is_left_behind(case)
        return actor.user is not None and bool(approval_roles(actor.user, case, case.approval) & set(row.who))
    # A co-handler asks for no approval, and waits for none.
    moves = (row.to or row.approval) and row.on != On.CO and row.action not in WAITS_FOR_NOBODY
    if case.approval is not None and actor.kind == "staff" and moves:
        return False
    return bool(roles_of(actor, case) & set(row.who)) and fits(row, case) and _fits_actor(row, actor, case)


REPLIES = frozenset(
    {"issue_opinion", "reply_suggestion", "reply_simple", "answer_short_here", "mediate", "reconcile"}
)


def objecting(actor: Actor, case: Case) -> list[Handling]:
    """The co-handlers whose objection the actor decides: of the unit that named them, or the petition office."""
    roles = roles_of(actor, case)
    lead = case.lead.organisation_id if case.lead is not None and "H" in roles else None
    objected = [co for co in case.cos if co.state == HandlingState.OBJECTED]
    return [co for co in objected if "PO" in roles or co.sent_by_id == lead]


def _fits_actor(row: Transition, actor: Actor, case: Case) -> bool:
    """Conditions that rest on the co-handlers, or on what the actor may know of beside the case: the lead does not
    answer while it waits for one of them."""
    if row.action in REPLIES:
        return not case.holding_up
    match row.action:
        case "drop_co":
            return any(co.is_open for co in case.cos)
        case "stop_waiting":
            return bool(case.holding_up)
        case "grant_co_objection" | "refuse_co_objection":
            return bool(objecting(actor, case))
        case "co_object":
            co = own_co(actor, case)
            return co is not None and not co.objection_refused
        case "co_answer_urge":
            co = own_co(actor, case)
            return co is not None and co.urges.waiting().exists()
        case "escalate":
            return not _escalated(case)
        case (
            "seal"
        ):  # a unit that was sent the case gives it back for that, and what it accepted it tells the office
            lead = case.lead
            waits_there = lead is not None and lead.state == HandlingState.PENDING and came_directly(case)
            return actor.kind != "staff" or "PO" in roles_of(actor, case) or waits_there
        case "withdraw":
            return actor.kind != "staff" or may_enter_withdrawal(actor, case)
        case "request_review" | "request_rereview":
            return actor.kind == "staff" or case.petition.state != State.CONCLUDED
        case "unlink":
            linked = kinship.linked_to(case.petition).values("pk")
            return visible_to(actor.user).filter(pk__in=linked).exists()
        case _:
            return True


def may_enter_withdrawal(actor: Actor, case: Case) -> bool:
    """Whether the actor's office holds the case, or passed it to a unit that may not know the writer's name. Whoever
    wrote without a name can show only with number and password who withdraws. A withdrawal is noted once."""
    petition = case.petition
    if petition.anonymous or petition.withdrawal_noted:
        return False
    held_by_unit = case.lead is not None and case.lead.is_open and not petition.withhold_name
    return bool(roles_of(actor, case) & ({"H", "DH"} if held_by_unit else {"PO", "DC"}))


def _escalated(case: Case) -> bool:
    """Whether a superior was asked already to name the unit."""
    return case.petition.notices.filter(code="escalation_letter", handling=case.lead).exists()


def available_actions(actor: Actor, case: Case) -> list[Transition]:
    """The rows that the actor may carry out now, in the table's order: the buttons, and the API's list."""
    return [row for row in transitions.rows(case.track) if allows(row, actor, case)]
