"""The tabs of the queue: which cases stand in each, in which order, and what an empty one says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import rights
from accounts.models import Role
from intake.petitions import policies
from intake.petitions.models import Handling, Petition, PetitionQuerySet, Urge
from intake.petitions.models.case import CLOSED_STATES, State
from intake.petitions.models.work import ANSWERED_HANDLING, HandlingState
from intake.petitions.policies import HANDLING_ROLES

UNITS = HANDLING_ROLES
OFFICE = (Role.PETITION_OFFICER, Role.PETITION_HEAD)
SUPERVISORS = (Role.PETITION_HEAD, Role.DISCIPLINE_HEAD)
INTAKE = (Role.DISCIPLINE_INTAKE, Role.DISCIPLINE_HEAD)

SOON = datetime.timedelta(days=5)  # the same five days as everywhere on the site

WORKING = (State.SUPPLEMENT_WANTED, State.ACCEPTED, State.SIMPLE_IN_PROGRESS, State.IN_PROGRESS)
ANSWERED = (State.REPLIED, State.REVIEWED)
PROMISED = (*ANSWERED, State.IN_REVIEW, State.IN_REREVIEW, State.CONCLUDED, State.FINAL)


@dataclass(frozen=True)
class Tab:
    """One tab: the cases of some states (none named: of any), all of them or only those with an end near, or a flag."""

    code: str
    name: str | Promise
    empty: str | Promise
    states: tuple[str, ...] = ()
    only: str = ""  # a name in COUNTED
    for_roles: tuple[str, ...] = ()  # empty: for everybody
    by_deadline: bool = True
    seldom: bool = False  # an empty one is left out of the row of tabs

    def condition(self, user: Any) -> Q:
        """Which of the user's keys of cases stand in the tab today."""
        found = Q(state__in=self.states) if self.states else Q()
        return found & COUNTED[self.only](user) if self.only else found


def _soon(user: Any) -> Q:
    today = timezone.localdate()
    return Q(next_due__gte=today, next_due__lte=today + SOON)


def _overdue(user: Any) -> Q:
    return Q(next_due__lt=timezone.localdate())


OPEN_STATES = tuple(sorted(set(State) - CLOSED_STATES))


def _alarming(user: Any) -> Q:
    """Open ones; of closed ones those that a desk reported since they closed, and nobody has written a note on."""
    alarming = _alarms()
    standing = alarming.filter(state__in=CLOSED_STATES, registration__reported_at=F("reported_up_at"))
    return Q(petition__in=alarming) & (Q(state__in=OPEN_STATES) | Q(petition__in=standing))


def _alarms() -> PetitionQuerySet:
    return Petition.objects.filter(Q(urgent=True) | Q(threat=True))


def _returned(user: Any) -> Q:
    return Q(petition__in=Petition.objects.filter(returned_often=True))


def _unmatched(user: Any) -> Q:
    return Q(petition__in=Petition.objects.filter(unmatched=True))


def _objected(user: Any) -> Q:
    return Q(petition__in=_in_objection())


def _in_objection() -> QuerySet[Handling, Any]:
    """By role too, as their index begins with it."""
    objected = Handling.objects.filter(role__in=Handling.Role.values, state=HandlingState.OBJECTED)
    return objected.values("petition")


def asked_to_reopen(user: Any) -> Q:
    return Q(petition__in=Petition.objects.filter(reopen_asked_at__isnull=False))


def promised_by_own(user: Any) -> Q:
    """What was promised and is not done by a unit of the user's: it answered, and whoever works or worked beside it, or
    reviewed the answer, promised nothing."""
    answers = Handling.objects.filter(
        petition=OuterRef("pk"), round=OuterRef("round"), role=Handling.Role.LEAD
    )
    own = answers.filter(_now_of(rights.organisation_ids(user, *UNITS)), state__in=ANSWERED_HANDLING)
    return Q(co=False, petition__in=_with_promise().filter(Exists(own)).values("pk"))


def _now_of(units: set[int]) -> Q:
    """Of one of these units, or of one that ended and whose work one of them does, after one merger or two: a promise
    is a matter of months, and the tree's own chain would be a question more on every page."""
    today = timezone.localdate()
    ended = Q(organisation__valid_to__lt=today)
    again = Q(organisation__successor__valid_to__lt=today, organisation__successor__successor__in=units)
    return Q(organisation__in=units) | (ended & (Q(organisation__successor__in=units) | again))


def _with_promise() -> PetitionQuerySet:
    return Petition.objects.filter(promise_due__isnull=False)


def _promised(user: Any) -> Q:
    """The own units' promises; a petition office sees to all that it may know of."""
    at_office = policies.keys_at(user, rights.organisation_ids(user, *OFFICE))
    return promised_by_own(user) | Q(key__in=at_office, co=False, petition__in=_with_promise().values("pk"))


def _urged(user: Any) -> Q:
    """What the user's own units or review bodies were urged about and have not answered."""
    own = rights.organisation_ids(user, *UNITS, *policies.REVIEW_ROLES)
    asked = Q(handling__organisation__in=own) | Q(review__organisation__in=own)
    return Q(petition__in=Urge.objects.waiting().filter(asked).values("petition"))


def _refused(user: Any) -> Q:
    """What the user's own units objected to in vain and have not taken up yet: they may not object again."""
    own = rights.organisation_ids(user, *UNITS)
    return Q(petition__in=_in_vain().filter(organisation__in=own).values("petition"))


def _in_vain() -> QuerySet[Handling]:
    return Handling.objects.filter(objection_refused=True, state=HandlingState.PENDING)


UNDATED = Q(next_due__isnull=True)
BY_DATE: dict[str, Callable[[Any], Q]] = {"soon": _soon, "overdue": _overdue}
BY_FLAG: dict[str, Callable[[Any], Q]] = {
    "alarming": _alarming,
    "returned": _returned,
    "unmatched": _unmatched,
    "objected": _objected,
    "reopening": asked_to_reopen,
    "promised": _promised,
    "urged": _urged,
    "refused": _refused,
}
COUNTED = BY_DATE | BY_FLAG


def flagged() -> QuerySet[Any, Any]:
    """The few cases among which those of ``BY_FLAG`` are, each kind from a small index of its own."""
    of_cases = (
        _alarms(),
        Petition.objects.filter(returned_often=True),
        Petition.objects.filter(unmatched=True),
        Petition.objects.filter(reopen_asked_at__isnull=False),
        _with_promise(),
    )
    of_work = (_in_vain().values("petition"), Urge.objects.waiting().values("petition"))
    return (
        _in_objection()
        .order_by()
        .union(*(cases.order_by().values("pk") for cases in of_cases), *(rows.order_by() for rows in of_work))
    )


TABS = (
    Tab(
        "submitted",
        _("To register"),
        _("Nothing waits to be registered. New petitions come here as they are sent."),
        (State.SUBMITTED,),
        for_roles=OFFICE,
    ),
    Tab(
        "sealed",
        _("To decide"),
        _("Nothing waits for a decision. Reports of wrongdoing come here as they are sent, and only here."),
        (State.SUBMITTED,),
        for_roles=INTAKE,
    ),
    Tab(
        "registered",
        _("To send on"),
        _(
            "Nothing waits to be sent on. Cases come here once they are registered, or when a unit gives one back."
        ),
        (State.REGISTERED,),
        for_roles=OFFICE,
    ),
    Tab(
        "unmatched",
        _("No rule fits"),
        _(
            "Nothing is without a proposal. Cases for which the rules find no unit stand here until you send them."
        ),
        OPEN_STATES,
        only="unmatched",
        for_roles=(*OFFICE, *INTAKE),
    ),
    Tab(
        "objected",
        _("Objections"),
        _("No unit objects. What a unit says is not its own stands here until you decide."),
        (State.FORWARDED, State.ASSIGNED, *WORKING),
        only="objected",
        for_roles=OFFICE,
    ),
    Tab(
        "reopening",
        _("Asked to open again"),
        _("Nobody asks. Closed cases whose petitioner wants them opened again stand here until you decide."),
        tuple(sorted(CLOSED_STATES)),
        only="reopening",
        for_roles=(*OFFICE, *INTAKE),
    ),
    Tab(
        "to_accept",
        _("To accept"),
        _("Nothing waits to be accepted. Cases that were sent to a unit stand here until it takes them up."),
        (State.RECEIVED, State.FORWARDED, State.ASSIGNED),
    ),
    Tab(
        "refused",
        _("Objection refused"),
        _("No objection of your unit's was refused. Cases that it has to take up after all stand here."),
        (State.FORWARDED, State.ASSIGNED, *WORKING),
        only="refused",
        for_roles=UNITS,
        seldom=True,
    ),
    Tab(
        "urged",
        _("Urges to answer"),
        _("No letter of supervision waits for your answer. Cases that you were urged about stand here."),
        OPEN_STATES,
        only="urged",
        for_roles=(*UNITS, *policies.REVIEW_ROLES),
        seldom=True,
    ),
    Tab(
        "reviews",
        _("Reviews"),
        _("Nothing is under review. Cases whose petitioner disagrees with the written opinion stand here."),
        (State.IN_REVIEW, State.IN_REREVIEW),
    ),
    Tab("working", _("In progress"), _("Nothing is being worked on. Accepted cases stand here."), WORKING),
    Tab("soon", _("Due soon"), _("Nothing falls due in the next five days."), only="soon"),
    Tab("overdue", _("Overdue"), _("Nothing is overdue."), only="overdue"),
    Tab(
        "urgent",
        pgettext_lazy("tab", "Urgent"),
        _("Nothing open is urgent. Cases that were reported as urgent, or tell of a threat, stand here."),
        only="alarming",
        by_deadline=False,
    ),
    Tab(
        "returned",
        _("Returned several times"),
        _("No open case was given back several times. Cases that no unit takes stand here."),
        OPEN_STATES,
        only="returned",
        for_roles=SUPERVISORS,
        by_deadline=False,
    ),
    Tab(
        "answered",
        _("Answered"),
        _("No answer is waiting for the petitioner. Cases stand here from the reply until they close."),
        ANSWERED,
        by_deadline=False,
    ),
    Tab(
        "promised",
        _("Promises to keep"),
        _("Nothing promised is left to do. What a petitioner says is not done yet stands here until it is."),
        PROMISED,
        only="promised",
        for_roles=(*OFFICE, *UNITS),
        by_deadline=False,
    ),
    Tab(
        "closed",
        _("Closed"),
        _("Nothing is closed yet."),
        tuple(sorted(CLOSED_STATES)),
        by_deadline=False,
    ),
    Tab("all", _("All"), _("There are no cases here yet."), by_deadline=False),
)


def tabs_for(user: Any) -> list[Tab]:
    """The tabs that a person's roles have. Who only reviews has nothing to accept: there the reviews come first."""
    found = [tab for tab in TABS if not tab.for_roles or rights.has_role(user, *tab.for_roles)]
    only_reviews = rights.has_role(user, *policies.REVIEW_ROLES) and not rights.has_role(
        user, *OFFICE, *INTAKE, *UNITS, Role.DISCIPLINE_OFFICER
    )
    return sorted(found, key=lambda tab: tab.code != "reviews") if only_reviews else found


def chosen(tabs: list[Tab], code: str) -> Tab:
    """The tab asked for, else the first."""
    return next((tab for tab in tabs if tab.code == code), tabs[0])
