"""What puts a case on the list (红黄牌预警): late, near, returned, dissatisfied, repeated, left lying, urged, promised.

A table with one reader. A rule says which cases, since when, and whose they are; it narrows cases that somebody else
has chosen, and never widens them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.petitions.models import Handling, Petition, Rating, Urge
from intake.petitions.models.case import CLOSED_STATES, UNDER_REVIEW, State
from intake.petitions.models.work import ANSWERED_HANDLING

from . import beside
from .beside import ByPaper, ByReview, ByWork, Numbers, ago

# For rules by day: named, so that the index of states and days has them.
# Of closed cases only those owe something by a day whose petitioner asked to have them opened again; what is under
# review is late or near at the body that reviews it.
WITH_UNITS = Q(state__in=sorted(set(State) - UNDER_REVIEW))
# For rules that find few cases by an index of their own.
NOT_CLOSED = ~Q(state__in=sorted(CLOSED_STATES))


Where = Callable[[Numbers, QuerySet[Petition]], Q]
BY_DUE = F("next_due")


@dataclass(frozen=True)
class Rule:
    """One rule. ``where`` gives the cases of today, ``since`` the day that they are put in order by; ``by_key`` asks
    both of the keys, whose index has them. Where it is of the lead's work, or of a paper, that says both.

    ``by_answer``: the case is the unit's whose answer was rated so, not the holder's; ``answered_by``: the unit's that
    answered it. ``beside`` says the same of co-handlers, and ``by_review`` of bodies that review an answer, where the
    rule has them too: a case under review is theirs.
    """

    code: str
    name: str | Promise
    about: str | Promise  # what the day of a row is
    empty: str | Promise
    where: Where | ByWork | ByPaper
    since: Any = BY_DUE
    red: bool = True
    by_key: bool = False
    by_answer: bool = False
    answered_by: bool = False
    beside: ByWork | None = None
    by_review: ByReview | None = None


def _late(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    return WITH_UNITS & Q(next_due__lt=timezone.localdate())


def _near(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    today = timezone.localdate()
    return WITH_UNITS & Q(next_due__range=(today, today + datetime.timedelta(days=numbers["near_days"])))


def _marked(**mark: Any) -> Q:
    """Cases with a mark, by the index that has these alone."""
    return Q(pk__in=Petition.objects.filter(**mark).values("pk"))


def _returned(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    return NOT_CLOSED & _marked(returned_often=True)


def _dissatisfied(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    since = ago(numbers["dissatisfied_days"])
    rated = Rating.objects.filter(value=Rating.Value.DISSATISFIED, rated_at__gte=since)
    return Q(pk__in=rated.filter(round=F("petition__round")).values("petition"))


def _bad_ratings() -> QuerySet[Rating]:
    """Either rating of the case's present round: the unit's work, or the petition office's."""
    bad = Rating.objects.filter(petition=OuterRef("pk"), round=OuterRef("round"))
    return bad.filter(value=Rating.Value.DISSATISFIED)


def _repeated(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    """Marked as a repeat, or the first of several on one matter: of those that the reader may know of, too."""
    again = known.filter(merged_into__isnull=False).values("merged_into")
    return NOT_CLOSED & Q(pk__in=Petition.objects.filter(repeat=True).values("pk").union(again, all=True))


def _urged(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    return NOT_CLOSED & ~Q(state__in=sorted(UNDER_REVIEW)) & _marked(urged=True)


def _promised(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    return _marked(promise_due__gte=timezone.localdate())


def _promise_broken(numbers: Numbers, known: QuerySet[Petition]) -> Q:
    return _marked(promise_due__lt=timezone.localdate())


def _first(rows: QuerySet, day: Any) -> Subquery:
    """The earliest day of a case's rows."""
    return Subquery(rows.order_by().values("petition").annotate(first=Min(day)).values("first"))


# By subject too, as the index of a case's ratings has it: else SQLite reads all that were ever rated so.
_RATED_ON = _first(_bad_ratings().filter(subject__in=Rating.Subject.values), TruncDate("rated_at"))
_ANSWER_DUE = _first(
    Urge.objects.waiting().filter(petition=OuterRef("pk"), handling__role=Handling.Role.LEAD), "due"
)

RULES = (
    Rule(
        "late",
        pgettext_lazy("supervision", "Late"),
        _("Last day"),
        _("Nothing is late."),
        _late,
        by_key=True,
        beside=beside.LATE,
        by_review=beside.REVIEW_LATE,
    ),
    Rule(
        "urged",
        pgettext_lazy("supervision", "Urged, not answered"),
        _("Answer due on"),
        _("Every urge is answered."),
        _urged,
        _ANSWER_DUE,
        beside=beside.URGED,
        by_review=beside.REVIEW_URGED,
    ),
    Rule(
        "dissatisfied",
        pgettext_lazy("supervision", "Not satisfied"),
        _("Rated on"),
        _("Nobody has rated a case as not satisfied lately."),
        _dissatisfied,
        _RATED_ON,
        by_answer=True,
    ),
    Rule(
        "promise_broken",
        pgettext_lazy("supervision", "Promise not kept in time"),
        _("To be done by"),
        _("No promise is past its day."),
        _promise_broken,
        F("promise_due"),
        answered_by=True,
    ),
    Rule(
        "not_noted",
        pgettext_lazy("supervision", "Answered, receipt not noted"),
        _("Answered on"),
        _("Of every answer on paper the receipt is noted."),
        beside.NOT_NOTED,
    ),
    Rule(
        "returned",
        pgettext_lazy("supervision", "Returned several times"),
        _("Last day"),
        _("No open case was given back several times."),
        _returned,
    ),
    Rule(
        "unread",
        pgettext_lazy("supervision", "Left lying"),
        _("With the unit since"),
        _("No unit leaves a case lying."),
        beside.UNREAD_BY_LEAD,
        beside=beside.UNREAD,
    ),
    Rule(
        "near",
        pgettext_lazy("supervision", "Near its end"),
        _("Last day"),
        _("No limit ends in the next days."),
        _near,
        by_key=True,
        red=False,
        beside=beside.NEAR,
        by_review=beside.REVIEW_NEAR,
    ),
    Rule(
        "promised",
        pgettext_lazy("supervision", "Promised, not done"),
        _("To be done by"),
        _("No promise waits for its day."),
        _promised,
        F("promise_due"),
        red=False,
        answered_by=True,
    ),
    Rule(
        "repeated",
        pgettext_lazy("supervision", "Repeated"),
        _("Last day"),
        _("No open case was put again."),
        _repeated,
        red=False,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}


def _answers() -> QuerySet[Handling]:
    answered = Handling.objects.filter(petition=OuterRef("pk"), round=OuterRef("round"))
    return answered.filter(role=Handling.Role.LEAD, state__in=ANSWERED_HANDLING)


def _of_the_unit() -> QuerySet[Rating]:
    return _bad_ratings().filter(subject=Rating.Subject.HANDLER)


def _answerer() -> Subquery:
    return Subquery(_answers().order_by("-closed_at").values("organisation_id")[:1])


def _whose() -> Case:
    """The unit that answered, where its own work was rated so; the petition office where only that one's was."""
    office = _bad_ratings().filter(subject=Rating.Subject.OFFICE).values("organisation_id")[:1]
    return Case(When(Exists(_of_the_unit()), then=_answerer()), default=Subquery(office))


def of_units(rule: Rule, units: Collection[int]) -> Q:
    """Whether a case is one of these units', as the rule sees it."""
    if rule.by_answer:
        answered = Q(Exists(_answers().filter(organisation__in=units)))
        office = Q(Exists(_bad_ratings().filter(subject=Rating.Subject.OFFICE, organisation__in=units)))
        return (Q(Exists(_of_the_unit())) & answered) | office
    if rule.answered_by:
        return Q(Exists(_answers().filter(organisation__in=units)))
    return Q(owner__in=units)


def placed(rule: Rule, cases: QuerySet[Petition]) -> QuerySet[Any]:
    """Petitions with the unit that the rule gives each (``whose``)."""
    owner: Any = F("owner_id")
    if rule.by_answer:
        owner = Coalesce(_whose(), owner, output_field=BigIntegerField())
    if rule.answered_by:
        owner = Coalesce(_answerer(), owner, output_field=BigIntegerField())
    return cases.annotate(whose=owner)
