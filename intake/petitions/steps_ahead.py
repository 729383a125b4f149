"""The steps of a case that are still to come, with their days, as the receipt and the track page list them.

Each class has its stages, each state a number of them behind it. For an accusation they name no unit and no date that
would give away how far the work is.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.clock import store
from intake.routing.models import PetitionClass

from .models import Deadline, Rating
from .models.case import State
from .models.work import HandlingState
from .outlook import clocks_running, ratings_given
from .process.case import Case


@dataclass(frozen=True)
class Stage:
    """A step that is still to come. ``rule`` gives its days, if any does, counted from what ``since`` says."""

    heading: Promise
    text: Promise
    rule: str
    since: Promise


@dataclass(frozen=True)
class Step:
    """A stage in a case: with its day when its clock runs, else with the days that the rules give."""

    heading: Promise
    text: str
    due: datetime.date | None
    unmoved: datetime.date | None
    since: str
    provisional: str  # that the day may still move, in words, or nothing


_PLACED = Stage(
    _("You are told which unit it went to"),
    _(
        "The petition office registers it, checks place and subject, and passes it to the unit with the power."
    ),
    "transfer_15",
    _("within %(days)d days of receipt"),
)
_ACCEPTANCE = Stage(
    _("You are told whether it is accepted"),
    _("The unit tells you in writing: accepted, another lawful route, or not accepted and why."),
    "notify_forwarded_15",
    _("within %(days)d days after the unit gets it"),
)
_DECISION = Stage(
    _("A written answer"),
    _("In a complex case the head may extend this once, by at most 30 days; then you are told why."),
    "handle_60",
    _("within %(days)d days of acceptance"),
)
_ANSWER = Stage(
    _("An answer to your suggestion"),
    _("Adopted, adopted in part, or not, and why."),
    "suggestion_reply_60",
    _("within %(days)d days of acceptance"),
)
_JUDGE = Stage(
    _("You say whether you are satisfied"),
    _(
        "If you disagree with a written decision, ask here for review within 30 days: the body above it decides."
    ),
    "rating_30",
    _("within %(days)d days after you get the answer"),
)
_REVIEW = Stage(
    _("The review is decided"),
    _("You get a written opinion: the decision stands, is changed, or the matter is handled anew."),
    "review_opinion_30",
    _("within %(days)d days of your request"),
)
_ASK_AGAIN = Stage(
    _("You can ask for a second review"),
    _("If you disagree with the review opinion: the next higher body decides, and that ends the procedure."),
    "rereview_request_30",
    _("within %(days)d days after you get the review opinion"),
)
_SECOND_REVIEW = Stage(
    _("The second review is decided"),
    _("Its opinion ends the procedure. The days of a hearing do not count."),
    "rereview_opinion_30",
    _("within %(days)d days of your request"),
)
_RATE = Stage(
    _("You say whether you are satisfied"),
    _("With the petition office and with the unit that answered, apart."),
    "rating_30",
    _("within %(days)d days after you get the answer"),
)
_CHANGE = Stage(
    _("You have said whether you are satisfied"),
    _("You can change your rating until its time is over."),
    "rating_30",
    _("within %(days)d days after you get the answer"),
)
_TOLD = Stage(
    _("You are told whether it is accepted"),
    _("The discipline side tells you, and nobody else. It never says which unit or who looks into it."),
    "discipline_accept_15wd",
    _("within %(days)d working days of receipt"),
)
_RESULT = Stage(
    _("The result is told to you"),
    _("To you alone."),
    "discipline_feedback_15wd",
    _("within %(days)d working days after the work is done"),
)
_TOLD_ELSEWHERE = Stage(
    _("You are told whether it is accepted"),
    _(
        "The body that has it now is not of the discipline side: the law that it works by sets its time, not this site."
    ),
    "",
    _("no day can be promised here"),
)
_RESULT_ELSEWHERE = Stage(
    _("The result is told to you"),
    _("To you alone, by the body that has it now."),
    "",
    _("no day can be promised here"),
)
_LOOK_IN = Stage(
    _("You look here whether it is accepted"),
    _("Word by a date is owed to who gives a name: look in with the number and the password."),
    "discipline_accept_15wd",
    _("from time to time"),
)
_LOOK = Stage(
    _("You look here whether it is accepted"),
    _("Nobody can write to you or ask you back: look in with the number and the password."),
    "discipline_accept_15wd",
    _("from time to time"),
)

_TOLD_OF_REOPENING = Stage(
    _("You are told whether it is opened again"),
    _("If so, the work and its days begin anew. If not, the notice says why, and where you can turn to."),
    "reopen_answer_15",
    _("within %(days)d days of your request"),
)

_STAGES: dict[str, tuple[Stage, ...]] = {
    PetitionClass.APPEAL: (_PLACED, _ACCEPTANCE, _DECISION, _JUDGE),
    PetitionClass.SUGGESTION: (_PLACED, _ACCEPTANCE, _ANSWER, _RATE),
}
_STAGES_OF_ACCUSATION = {
    "real name": (_TOLD, _RESULT),
    "real name, elsewhere": (_TOLD_ELSEWHERE, _RESULT_ELSEWHERE),
    "no name": (_LOOK_IN,),
    "anonymous": (_LOOK,),
}
# A written decision that its petitioner disagrees with.
_STAGES_OF_REVIEW: dict[str, tuple[Stage, ...]] = {
    State.IN_REVIEW: (_REVIEW, _ASK_AGAIN),
    State.REVIEWED: (_ASK_AGAIN, _SECOND_REVIEW),
    State.IN_REREVIEW: (_SECOND_REVIEW,),
}
# How many of its class's stages a state has behind it. Closed cases have none to come.
_BEHIND: dict[str, int] = {
    State.SUBMITTED: 0,
    State.REGISTERED: 0,
    State.RECEIVED: 1,
    State.FORWARDED: 1,
    State.ASSIGNED: 1,
    State.ACCEPTED: 2,
    State.IN_PROGRESS: 2,
    State.SIMPLE_IN_PROGRESS: 2,
    State.REPLIED: 3,
}
_BEHIND_OF_ACCUSATION: dict[str, int] = {
    State.SUBMITTED: 0,
    State.FORWARDED: 0,
    State.ASSIGNED: 0,
    State.ACCEPTED: 1,
    State.IN_PROGRESS: 1,
}


def ahead(case: Case) -> list[Step]:
    """The steps that are still to come, the next one first."""
    petition = case.petition
    if petition.reopen_asked_at is not None:
        return [_step(_TOLD_OF_REOPENING, clocks_running(petition.deadlines.of_the_matter()))]
    if not petition.is_accusation and petition.state in _STAGES_OF_REVIEW:
        running = clocks_running(petition.deadlines.all())
        return [_step(stage, running) for stage in _STAGES_OF_REVIEW[petition.state]]
    stages, behind = _stages(case), _behind(case)
    if behind is None:
        return []
    clocks, coming = clocks_running(petition.deadlines.of_the_matter()), stages[behind:]
    if ratings_given(petition) == len(Rating.Subject):
        coming = (_CHANGE,) if "rating_30" in clocks else ()
    return [_step(stage, clocks) for stage in coming]


def _stages(case: Case) -> tuple[Stage, ...]:
    petition = case.petition
    if not petition.is_accusation:
        return _STAGES[petition.petition_class]
    if petition.anonymous:
        return _STAGES_OF_ACCUSATION["anonymous"]
    if not petition.real_name:
        return _STAGES_OF_ACCUSATION["no name"]
    return _STAGES_OF_ACCUSATION["real name, elsewhere" if _is_elsewhere(case) else "real name"]


def _is_elsewhere(case: Case) -> bool:
    """Whether a body outside the discipline side works on a report of wrongdoing, or still owes word of the result."""
    lead = case.lead
    if lead is None or lead.organisation.is_discipline:
        return False
    return lead.is_open or lead.state == HandlingState.CONCLUDED


def _behind(case: Case) -> int | None:
    state = case.petition.state
    if state == State.SUPPLEMENT_WANTED:
        state = _asked_in(case)
    return (_BEHIND_OF_ACCUSATION if case.petition.is_accusation else _BEHIND).get(state)


def _asked_in(case: Case) -> str:
    """The state in which more was asked for."""
    lead = case.lead
    if lead is None or not lead.is_open:
        return State.SUBMITTED
    return State.ACCEPTED if lead.accepted_at else State.FORWARDED


# The clock that a case may have in place of its stage's.
_INSTEAD = {"handle_60": "handle_60_ext", "notify_forwarded_15": "notify_direct_15"}


def _step(stage: Stage, clocks: dict[str, Deadline]) -> Step:
    clock = clocks.get(stage.rule) or clocks.get(_INSTEAD.get(stage.rule, ""))
    shown = clock if stage not in (_LOOK, _LOOK_IN, _RESULT) else None
    since = str(stage.since)
    return Step(
        heading=stage.heading,
        text=str(stage.text),
        due=shown.due if shown else None,
        unmoved=shown.due_unmoved if shown and shown.due != shown.due_unmoved else None,
        since=since % {"days": store.days(stage.rule)} if "%" in since else since,
        provisional=shown.provisional_note if shown else "",
    )
