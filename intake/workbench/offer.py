"""What this person may do with this case now, and why the rest must wait. All of it read from the state table."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intake.petitions import policies, transitions, windows
from intake.petitions.choices import ASKING_FOR_REVIEW, may_ask_for_review
from intake.petitions.models import Handling, Review
from intake.petitions.models.case import State
from intake.petitions.models.work import HandlingState
from intake.petitions.policies import Actor
from intake.petitions.process import clocks
from intake.petitions.process.case import Case
from intake.petitions.transitions import On, Transition

from .labels import ACTIONS, action_name

# Shown beside what they decide, not in the list of actions.
IN_PLACE = frozenset({"grant", "refuse", "withdraw_ask", "accuse", "confirm_accused", "clear_accused"})
# Possible at any stage; they follow the steps that move the case on.
BESIDE = frozenset(
    {
        "urge",
        "urge_co",
        "urge_review",
        "note",
        "follow_up",
        "assign_officer",
        "co_assign_officer",
        "link",
        "unlink",
        "report_up",
        "recuse",
        "admit_again",
    }
)
# Answers to a question that was not asked, steps of a procedure that was not chosen: nobody misses them.
ANSWERS = ASKING_FOR_REVIEW | {
    "ask_reopen",
    "refuse_reopen",
    "promise_kept",
    "withdraw",
    "supply",
    "supply_here",
    "proceed",
    "proceed_here",
    "grant_objection",
    "refuse_objection",
    "recall",
    "hand_over",
    "reply_simple",
    "answer_short",
    "answer_short_here",
    "to_ordinary",
    "name_review_body",
    "answer_urge",
    "co_answer_urge",
    "review_answer_urge",
    "add_co",
    "drop_co",
    "stop_waiting",
    "grant_co_objection",
    "refuse_co_objection",
    "escalate",
    "change_lead",
    "merge",
    "lapse",
    "unlink",
    "hear_here",
    "mediate",
    "reconcile",
    "mediation_failed",
}
# What a case most often needs next stands first, what takes it away from here last; the rest in the table's order.
FIRST = (
    "register",
    "supply",
    "supply_here",
    "proceed",
    "proceed_here",
    "grant_objection",
    "grant_co_objection",
    "transfer",
    "assign",
    "keep",
    "pass_on",
    "accept",
    "accept_simple",
    "answer_short",
    "answer_short_here",
    "co_accept",
    "report_to_lead",
    "start",
    "reply_simple",
    "issue_opinion",
    "reply_suggestion",
    "dispose",
    "conclude",
    "feed_back",
    "name_review_body",
    "accept_review",
    "decide_review",
    "end_hearing",
    "decide_rereview",
    "promise_kept",
)
LAST = (
    "withdraw",
    "ask_reopen",
    "refuse_reopen",
    "merge",
    "lapse",
    "change_lead",
    "not_accept",
    "not_accept_here",
    "no_longer_accept",
    "no_longer_accept_here",
    "refuse_review",
    "redirect",
    "divert",
    "divert_here",
    "redirect_here",
    "hand_over",
    "release",
    "split_off",
    "report_to_superior",
    "pass_on_here",
    "seal",
)

# How far a case has come, by state of the petition or of the handling.
_STAGE = {
    "submitted": 0,
    "registered": 1,
    "supplement_wanted": 1,
    "received": 2,
    "forwarded": 2,
    "assigned": 2,
    "pending": 2,
    "objected": 2,
    "accepted": 3,
    "in_progress": 4,
    "simple_in_progress": 4,
    "replied": 5,
    "concluded": 6,
}


@dataclass(frozen=True)
class Refused:
    """An action that is not open now, and the rule's reason."""

    action: str
    name: str
    reason: str


@dataclass(frozen=True)
class Offer:
    """``steps`` move the case on, ``beside`` may be done at any stage, ``in_place`` stands where it decides."""

    steps: list[Transition]
    beside: list[Transition]
    in_place: frozenset[str]
    refused: list[Refused]


def offer(case: Case, actor: Actor) -> Offer:
    """Everything that the actor may do, and what not, for the case page."""
    rows = [row for row in policies.available_actions(actor, case) if row.action in ACTIONS]
    late = {
        action
        for action, handling in (("object", case.lead), ("co_object", policies.own_co(actor, case)))
        if not _may_still_object(handling)
    }
    rows = [row for row in rows if row.action not in late]
    rows = [row for row in rows if row.action not in ASKING_FOR_REVIEW or may_ask_for_review(case)]
    return Offer(
        steps=sorted((row for row in rows if row.action not in IN_PLACE | BESIDE), key=_place),
        beside=[row for row in rows if row.action in BESIDE],
        in_place=frozenset(row.action for row in rows) & IN_PLACE,
        refused=_refused(case, actor, {row.action for row in rows}),
    )


def _place(row: Transition) -> int:
    if row.action in FIRST:
        return FIRST.index(row.action) - len(FIRST)
    return 1 + LAST.index(row.action) if row.action in LAST else 0


def _may_still_object(handling: Handling | None) -> bool:
    window = clocks.window_to_object(handling) if handling is not None else None
    return window is not None and not window.is_over(timezone.localdate())


def _refused(case: Case, actor: Actor, open_now: set[str]) -> list[Refused]:
    roles = policies.roles_of(actor, case)
    found = []
    for row in transitions.rows(case.track):
        if row.action in open_now | IN_PLACE | BESIDE | ANSWERS or not roles & set(row.who):
            continue
        reason = _reason(row, actor, case)
        if reason:
            found.append(Refused(row.action, action_name(row.action), reason))
    return found


def _reason(row: Transition, actor: Actor, case: Case) -> str:
    """Why an action of one's own role is not open, or nothing where saying so would help nobody."""
    if row.action in WHY_NOT:
        return WHY_NOT[row.action](case)
    if row.on in (On.REVIEW, On.FIRST_REVIEW, On.SECOND_REVIEW):
        return _why_not_in_review(row, actor, case)
    if row.on == On.CO:
        return ""
    if row.action in policies.REPLIES and case.holding_up and not _other_reply(row, case):
        units = str(_(", ")).join(co.organisation.name for co in case.holding_up)
        return _("Waits for co-handlers: %(units)s. Or say that you do not wait.") % {"units": units}
    if _other_reply(row, case) or row.action == "reopen":
        return ""
    if policies.object_state(row, actor, case) in row.states:
        if case.approval is not None and row.to:
            return _("An approval is asked for: it is decided first.")
        return ""
    here = _stage(case)
    if min((_STAGE.get(needed, 9) for needed in row.states), default=9) <= here:
        return ""
    return _("First the case has to be: %(states)s.") % {"states": _state_names(row)}


def _stage(case: Case) -> int:
    """How far the case has come; one that waits for material stands where it was when that was asked for."""
    lead = case.lead
    asked_by_unit = lead is not None and lead.state == HandlingState.SUPPLEMENT_WANTED
    return _STAGE.get(lead.remembered_state if lead and asked_by_unit else case.petition.state, 9)


def _other_reply(row: Transition, case: Case) -> bool:
    suggestion = case.petition.is_suggestion
    return row.action == ("issue_opinion" if suggestion else "reply_suggestion")


def _why_no_objection(case: Case) -> str:
    window = clocks.objection_window(case)
    if case.lead is None or window is None:
        return ""
    if case.lead.objection_refused:
        return _("An objection was refused; there is no second one.")
    if window.is_over(timezone.localdate()):
        return _("Only within 5 working days of receipt; that ended on %(day)s.") % {"day": _day(window.due)}
    if case.lead.state in (HandlingState.ACCEPTED, HandlingState.IN_PROGRESS):
        return _("Only before the case is accepted.")
    return ""


def _why_not_simple(case: Case) -> str:
    """Nothing where the case has come further: the ordinary procedure is as good then."""
    if case.lead is None or case.lead.state != HandlingState.PENDING:
        return ""
    if not windows.is_plain(case.petition):
        return _("Not for a joint petition, a threat, a repeat, or a case that was opened again.")
    last = windows.simple_until(case.lead)
    if timezone.localdate() > last:
        return _("Only within 3 working days of receipt; that ended on %(day)s.") % {"day": _day(last)}
    return ""


def _why_no_extension(case: Case) -> str:
    if case.lead is None or case.lead.state not in (HandlingState.ACCEPTED, HandlingState.IN_PROGRESS):
        return ""
    if case.approval is not None:
        return _("An approval is asked for: it is decided first.")
    if case.lead.extended:
        return _("The time was lengthened once already.")
    runs = windows.sixty_days(case)
    if runs is not None and runs.is_over(timezone.localdate()):
        return _("It had to be asked for before the 60 days were over; that was on %(day)s.") % {
            "day": _day(runs.due)
        }
    return ""


# Actions whose condition is more than a state.
WHY_NOT: dict[str, Callable[[Case], str]] = {
    "object": _why_no_objection,
    "accept_simple": _why_not_simple,
    "extend": _why_no_extension,
}


def _day(day: datetime.date) -> str:
    return dateformat.format(day, pgettext("date format", "j F Y"))


def _why_not_in_review(row: Transition, actor: Actor, case: Case) -> str:
    """Why a step of a review is not open; nothing for one that this kind of review has not, or has behind it."""
    state = policies.object_state(row, actor, case)
    if state in row.states:
        return _("An approval is asked for: it is decided first.") if case.approval and row.to else ""
    if state == Review.ReviewState.REQUESTED and Review.ReviewState.ACCEPTED in row.states:
        return _("First the request for review is accepted.")
    if state == Review.ReviewState.HEARING and Review.ReviewState.ACCEPTED in row.states:
        return _("First the hearing ends.")
    return ""


def _state_names(row: Transition) -> str:
    names = dict(HandlingState.choices) if row.on == On.HANDLING else dict(State.choices)
    return str(_(" or ")).join(str(names[state]) for state in row.states if state in names)
