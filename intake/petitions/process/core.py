"""One road for every change: lock, check the version that was seen, ask the table, change, record, tell."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.clock.rules import local_day
from intake.documents.fields import paper
from intake.petitions import keyring, policies, state, transitions, visibility
from intake.petitions.changes import case_changed
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Approval, CaseText, Handling, Petition
from intake.petitions.models.case import CLOSED_STATES, UNDER_REVIEW
from intake.petitions.policies import Actor
from intake.petitions.transitions import On, Reason, Transition
from records import events
from records.models import Event
from regions.models import Organisation

from . import clocks, cohandling, notices
from .case import Case, hold_all, load, office_of, open_among, reviews_of
from .notices import Field

KIND = "petition"
REVIEWING = frozenset({"R", "RH"})
NO_OFFICE = "no_office"


@dataclass
class Step:
    """One action under way: the case, the row that allows it, who acts, what was given, and what is to be told."""

    case: Case
    row: Transition
    actor: Actor
    now: datetime.datetime
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    # What the effect adds:
    fields: dict[str, Field] = field(default_factory=dict)  # merge fields of the notice
    codes: dict[str, Any] = field(default_factory=dict)  # of the event
    paper: str = ""  # the notice that goes out instead of the row's
    material: str = ""  # text that the petitioner adds, kept beside the event
    handling: Handling | None = None  # what clocks and notices hang on, if not the lead
    acting_for: Organisation | None = None  # the unit that asked, when this runs on its approval
    letter_to: Organisation | None = None
    counts_from: datetime.date | None = None  # what clocks that start count from, where it is not today
    stops: Handling | None = None  # the handling that ends: its clocks end with it
    resumes_intake: bool = False  # the case is back at the intake office
    waits: bool = False  # an approval was asked for: nothing has happened yet
    expired: list[Approval] = field(default_factory=list)  # what was asked for and lapses with this step
    then: Step | None = None  # what this one releases: the action that an approval was asked for

    @property
    def today(self) -> datetime.date:
        return local_day(self.now)

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation that the actor acts for here: the review body, the unit that holds the handling, or the
        intake office.

        Kept from before the change, which may take the case away from it.
        """
        if self.acting_for is not None or self.actor.user is None:
            return self.acting_for
        roles = policies.roles_of(self.actor, self.case)
        co = policies.own_co(self.actor, self.case)
        if co is not None and (self.row.on == On.CO or roles <= {"C", "CH"}):
            return co.organisation
        review, lead = self.case.review, self.case.lead
        # Who works for several of them acts for the one whose step this is.
        if review is not None and roles & REVIEWING and (roles <= REVIEWING or REVIEWING & set(self.row.who)):
            return review.organisation
        if lead is not None and {"H", "HH", "DH"} & roles:
            return policies.lead_unit(lead)
        return self.case.intake


Effect = Callable[[Step], None]
_effects: dict[str, Effect] = {}
_checks: dict[str, Effect] = {}
Beside = Callable[[uuid.UUID, Actor, dict[str, Any]], Iterable[uuid.UUID]]
_beside: dict[str, Beside] = {}


def effect(*actions: str) -> Callable[[Effect], Effect]:
    """Register what an action does beyond clocks, notices, events and the derived state."""

    def register(function: Effect) -> Effect:
        for action in actions:
            assert action not in _effects, action
            _effects[action] = function
        return function

    return register


def check(*actions: str) -> Callable[[Effect], Effect]:
    """Register what is asked of an action before an approval of it is asked for, and again before it happens. It raises
    ``RuleViolation``: what can't be granted is not put before a second person."""

    def register(function: Effect) -> Effect:
        _checks.update(dict.fromkeys(actions, function))
        return function

    return register


def beside(*actions: str) -> Callable[[Beside], Beside]:
    """Register which other cases an action changes too: they are held together with its own."""

    def register(function: Beside) -> Beside:
        _beside.update(dict.fromkeys(actions, function))
        return function

    return register


def perform(
    petition_id: uuid.UUID,
    action: str,
    actor: Actor,
    *,
    seen: int | None = None,
    reason: str = "",
    now: datetime.datetime | None = None,
    **data: Any,
) -> Case:
    """Carry out one action of the state table on a case.

    ``seen`` is the version that the person saw; None (a petitioner's or the system's act) skips the check. Raises
    ``NotFound`` for who may not know of the case, ``NotAllowed``, ``Conflict`` with what came since, or
    ``RuleViolation``; then nothing was changed.
    """
    with transaction.atomic():
        step = allowed(petition_id, action, actor, seen=seen, reason=reason, now=now, **data)
        carry_out(step)
        return step.case


def allowed(
    petition_id: uuid.UUID,
    action: str,
    actor: Actor,
    *,
    seen: int | None,
    reason: str = "",
    now: datetime.datetime | None = None,
    **data: Any,
) -> Step:
    """The step that the table lets the actor take, on the case held until the transaction ends. Raises as ``perform``
    does."""
    if action in _beside:
        hold_all([petition_id, *_beside[action](petition_id, actor, data)])
    case = load(petition_id, lock=True)
    if not policies.roles_of(actor, case):
        raise NotFound
    row = transitions.find(case.track, action)
    if row is None:
        raise NotAllowed(action, case.petition.state)
    check_version(case, seen)
    if not policies.allows(row, actor, case):
        raise NotAllowed(action, case.petition.state)
    step = Step(case, row, actor, now or timezone.now(), reason.strip(), data)
    require_reason(step)
    return step


def check_version(case: Case, seen: int | None) -> None:
    """Raises ``Conflict`` when the case is no longer the one that the person saw."""
    if seen is not None and seen != case.petition.version:
        raise Conflict(seen, case.petition.version, _since(case, seen))


# Events of changes that raise no version: nobody who acts on the case needs to read it anew for them.
QUIET = frozenset(
    {
        "mark_overdue",
        "expire",
        "move_due",
        "co_extended",
        "reply_received",
        "delivered",
        "identity_checked",
        "password_changed",
        "consent",
        "withdraw_consent",
        "correct_contact",
        NO_OFFICE,
        # That another case belongs to it, who may not know of that one must not find out by a conflict.
        "joined",
        "reported_on_first",
        "link",
        "unlink",
        # What the public reads of a case is another matter than the case.
        "summary_begun",
        "summary_sent",
        "summary_justified",
        "summary_returned",
        "summary_published",
        "summary_unpublished",
        "summary_declined",
        "summary_withdrawn",
        "summary_dropped",
    }
)


def _since(case: Case, seen: int) -> list[Event]:
    """The events after the version that was seen, newest first."""
    missed, since = case.petition.version - seen, []
    for event in events.history(KIND, case.petition.pk).order_by("-pk"):
        if missed <= 0:
            break
        since.append(event)
        missed -= event.action not in QUIET
    return since


def require_reason(step: Step) -> None:
    needed = step.row.reason == Reason.YES
    if step.row.reason == Reason.IF_CHANGED:
        needed = changes_proposal(step)
    if needed and not step.reason:
        raise RuleViolation(("reason", _("Write the reason: the rules ask for it here.")))


def changes_proposal(step: Step) -> bool:
    """Whether the unit chosen is another one than was proposed."""
    proposal = step.case.petition.proposals.last()
    chosen = step.data.get("organisation")
    return proposal is None or chosen is None or proposal.organisation_id != chosen.pk


def carry_out(step: Step, *, approved: bool = False) -> None:
    """Do what the row says. A row that needs a second person only asks for the approval, unless it was granted."""
    from .approvals import ask  # the approval runs the action in its turn

    before = step.case.petition.state
    acting_for = step.organisation
    run_check(step)
    if step.row.approval and not approved:
        ask(step)
        step.waits = True
        step.codes = {}  # what was checked is nobody's to read before it is decided
    elif step.row.action in _effects:
        _effects[step.row.action](step)
    if not step.waits:
        _follow_table(step, acting_for or step.case.owner)
    finish(step, before)
    if step.then is not None:
        carry_out(step.then, approved=True)


def run_check(step: Step) -> None:
    """Raise ``RuleViolation`` for what the action's own check refuses."""
    if step.row.action in _checks:
        _checks[step.row.action](step)


def _follow_table(step: Step, issued_by: Organisation) -> None:
    """Clocks, notice and letter, as the row has them. A letter names the office that it is for."""
    row, case = step.row, step.case
    handling = step.handling or case.lead
    clocks.meet(case, row.meets, step.now, handling)
    clocks.cancel(case, row.cancels, step.now, handling)
    if step.stops is not None:
        clocks.stop_work(step.stops, step.now)
    if step.resumes_intake:
        clocks.resume_intake(case, step.today)
    clocks.start(case, row.starts, step.counts_from or step.today, handling)
    if row.notice:
        notices.issue(
            case, step.paper or row.notice, step.fields, step.now, issued_by=issued_by, handling=handling
        )
    if row.letter and step.letter_to is not None:
        notices.issue(
            case,
            row.letter,
            {**step.fields, "destination": step.letter_to.name},
            step.now,
            issued_by=issued_by,
            handling=handling,
            to_organisation=step.letter_to,
        )


def finish(step: Step, before: str) -> None:
    """Derive and store what follows from the change, and record it: the last step of every command. The case is then
    as it would be loaded anew."""
    from .approvals import lapse_left_behind, record_expired

    case, petition = step.case, step.case.petition
    case.read_handlings()
    cohandling.follow_lead(case, step.now)
    reviews = reviews_of(petition)
    petition.state = state.derive(petition, case.lead, reviews)
    case.review = open_among(reviews) if petition.state in UNDER_REVIEW else None
    case.intake = office_of(petition)
    petition.owner = case.owner
    lapse_left_behind(step)
    if petition.state in CLOSED_STATES and before not in CLOSED_STATES:
        petition.reported_up_at = None  # its hours end with it: a desk's later report stands out
    clocks.settle(petition, step.today)
    if petition.urged or step.row.action in ("urge", "urge_review"):
        petition.urged = case.is_urged
    petition.version += step.row.action not in QUIET
    petition.save()
    # Whoever handles this one reads what was joined to it.
    case.keys = keyring.refresh_batch([petition, *keyring.joined_to(petition)])[petition.pk]
    _record(step, before)
    record_expired(step)
    _record_without_office(step)
    case_changed.send(Petition, petition=petition)


def notice_quotes_reason(row: Transition) -> bool:
    """Whether the petitioner reads the reason: only where the row's paper has a place for it."""
    return bool(row.notice) and bool({"reason", "wanted"} & paper(row.notice).fields)


def _record(step: Step, before: str) -> None:
    petition = step.case.petition
    organisation = step.organisation if step.actor.user is not None else None
    event = events.record(
        KIND,
        petition.pk,
        f"ask.{step.row.action}" if step.waits else step.row.action,
        actor_kind=step.actor.kind,
        actor_id=step.actor.user.uuid if step.actor.user else None,
        organisation_code=organisation.code if organisation else "",
        before=before,
        after=petition.state,
        data=step.codes,
        text=step.reason,
        at=step.now,
    )
    written = CaseText.Kind.NOTE if step.row.action == "note" else CaseText.Kind.REASON
    told = not step.waits and notice_quotes_reason(step.row)
    for kind, text, for_petitioner in (
        (written, step.reason, told),
        (CaseText.Kind.MATERIAL, step.material, True),
    ):
        if text:
            CaseText.objects.create(
                petition=petition,
                kind=kind,
                text=text,
                for_petitioner=for_petitioner,
                author=step.actor.user,
                organisation=organisation,
                event=event.pk,
                created_at=step.now,
            )


def _record_without_office(step: Step) -> None:
    """Keep in the case's own history that no office is left that may take it: everybody who could is complained of.

    It stays closed until the tree names another superior, or somebody joins who may know of it. Who runs the site reads
    of it in the log, without a number.
    """
    petition = step.case.petition
    barred = petition.is_accusation and step.case.intake.pk in visibility.barred_organisations(petition)
    keyless = petition.state not in CLOSED_STATES and not step.case.keys
    if barred or keyless:
        events.record(
            KIND,
            petition.pk,
            NO_OFFICE,
            actor_kind="system",
            before=petition.state,
            after=petition.state,
            at=step.now,
        )
