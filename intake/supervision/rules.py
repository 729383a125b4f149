"""What puts a case on the list (红黄牌预警): late, near, returned, dissatisfied, repeated, left lying, urged, promised.

A table with one reader. A rule says from which sources its entries come; two rules may share one that today parts: what
is past its day is the red one's, what still has some the amber one's, and both are counted in one question.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
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
from .sources import Asked, ByCase, ByKey, Found, Numbers, Source, Whose, ago, halves

# For rules by day: named, so that the index of states and days has them.
# Of closed cases only those owe something by a day whose petitioner asked to have them opened again; what is under
# review is late or near at the body that reviews it.
WITH_UNITS = Q(state__in=sorted(set(State) - UNDER_REVIEW))
# For rules that find few cases by an index of their own.
NOT_CLOSED = ~Q(state__in=sorted(CLOSED_STATES))


@dataclass(frozen=True)
class Rule:
    """One rule. ``sources`` give the cases of today: by what the case is or its lead does, and where the rule has them
    too, by what co-handlers do, and the bodies that review an answer. ``past`` says which half is the rule's, where
    today parts its sources.
    """

    code: str
    name: str | Promise
    about: str | Promise  # what the day of a row is
    empty: str | Promise
    sources: tuple[Source, ...]
    red: bool = True
    past: bool | None = None

    def found(self, source: Source, asked: Asked) -> Found:
        """What the rule finds by one of its sources."""
        found = source.found(asked)
        if source.halves is None or self.past is None:
            return found
        past, ahead = source.halves()
        return found._replace(rows=found.rows.filter(past if self.past else ahead))


def _owing(numbers: Numbers) -> Q:
    """What is late, or near its end."""
    last = timezone.localdate() + datetime.timedelta(days=numbers["near_days"])
    return WITH_UNITS & Q(next_due__lte=last)


def _marked(**mark: Any) -> Q:
    """Cases with a mark, by the index that has these alone."""
    return Q(pk__in=Petition.objects.filter(**mark).values("pk"))


def _returned(asked: Asked) -> Q:
    return NOT_CLOSED & _marked(returned_often=True)


def _dissatisfied(asked: Asked) -> Q:
    since = ago(asked.numbers["dissatisfied_days"])
    rated = Rating.objects.filter(value=Rating.Value.DISSATISFIED, rated_at__gte=since)
    return Q(pk__in=rated.filter(round=F("petition__round")).values("petition"))


def _bad_ratings() -> QuerySet[Rating]:
    """Either rating of the case's present round: the unit's work, or the petition office's."""
    bad = Rating.objects.filter(petition=OuterRef("pk"), round=OuterRef("round"))
    return bad.filter(value=Rating.Value.DISSATISFIED)


def _repeated(asked: Asked) -> Q:
    """Marked as a repeat, or the first of several on one matter: of those that the reader may know of, too."""
    again = asked.known.filter(merged_into__isnull=False).values("merged_into")
    return NOT_CLOSED & Q(pk__in=Petition.objects.filter(repeat=True).values("pk").union(again, all=True))


def _urged(asked: Asked) -> Q:
    return NOT_CLOSED & ~Q(state__in=sorted(UNDER_REVIEW)) & _marked(urged=True)


def _promised(asked: Asked) -> Q:
    return _marked(promise_due__isnull=False)


def _first(rows: QuerySet, day: Any) -> Subquery:
    """The earliest day of a case's rows."""
    return Subquery(rows.order_by().values("petition").annotate(first=Min(day)).values("first"))


# By subject too, as the index of a case's ratings has it: else SQLite reads all that were ever rated so.
_RATED_ON = _first(_bad_ratings().filter(subject__in=Rating.Subject.values), TruncDate("rated_at"))
_ANSWER_DUE = _first(
    Urge.objects.waiting().filter(petition=OuterRef("pk"), handling__role=Handling.Role.LEAD), "due"
)


def _answers() -> QuerySet[Handling]:
    answered = Handling.objects.filter(petition=OuterRef("pk"), round=OuterRef("round"))
    return answered.filter(role=Handling.Role.LEAD, state__in=ANSWERED_HANDLING)


def _of_the_unit() -> QuerySet[Rating]:
    return _bad_ratings().filter(subject=Rating.Subject.HANDLER)


def _of_the_office() -> QuerySet[Rating]:
    return _bad_ratings().filter(subject=Rating.Subject.OFFICE)


def _answerer() -> Subquery:
    return Subquery(_answers().order_by("-closed_at").values("organisation_id")[:1])


def _rated() -> Case:
    """The unit that answered, where its own work was rated so; the petition office where only that one's was."""
    office = Subquery(_of_the_office().values("organisation_id")[:1])
    return Case(When(Exists(_of_the_unit()), then=_answerer()), default=office)


def _else_holder(unit: Any) -> Coalesce:
    return Coalesce(unit, F("owner_id"), output_field=BigIntegerField())


def _answered_among(units: Collection[int]) -> Q:
    return Q(Exists(_answers().filter(organisation__in=units)))


def _rated_among(units: Collection[int]) -> Q:
    office = Q(Exists(_of_the_office().filter(organisation__in=units)))
    return (Q(Exists(_of_the_unit())) & _answered_among(units)) | office


ANSWERER = Whose(lambda: _else_holder(_answerer()), _answered_among)
RATED = Whose(lambda: _else_holder(_rated()), _rated_among)

OWING = ByKey(_owing, F("next_due"), halves=halves("next_due"))
PROMISED = ByCase(_promised, F("promise_due"), ANSWERER, halves=halves("promise_due"))

RULES = (
    Rule(
        "late",
        pgettext_lazy("supervision", "Late"),
        _("Last day"),
        _("Nothing is late."),
        (OWING, beside.OWING, beside.REVIEW_OWING),
        past=True,
    ),
    Rule(
        "urged",
        pgettext_lazy("supervision", "Urged, not answered"),
        _("Answer due on"),
        _("Every urge is answered."),
        (ByCase(_urged, _ANSWER_DUE), beside.URGED, beside.REVIEW_URGED),
    ),
    Rule(
        "dissatisfied",
        pgettext_lazy("supervision", "Not satisfied"),
        _("Rated on"),
        _("Nobody has rated a case as not satisfied lately."),
        (ByCase(_dissatisfied, _RATED_ON, RATED),),
    ),
    Rule(
        "promise_broken",
        pgettext_lazy("supervision", "Promise not kept in time"),
        _("To be done by"),
        _("No promise is past its day."),
        (PROMISED,),
        past=True,
    ),
    Rule(
        "not_noted",
        pgettext_lazy("supervision", "Answered, receipt not noted"),
        _("Answered on"),
        _("Of every answer on paper the receipt is noted."),
        (beside.NOT_NOTED,),
    ),
    Rule(
        "returned",
        pgettext_lazy("supervision", "Returned several times"),
        _("Last day"),
        _("No open case was given back several times."),
        (ByCase(_returned, F("next_due")),),
    ),
    Rule(
        "unread",
        pgettext_lazy("supervision", "Left lying"),
        _("With the unit since"),
        _("No unit leaves a case lying."),
        (beside.UNREAD_BY_LEAD, beside.UNREAD),
    ),
    Rule(
        "near",
        pgettext_lazy("supervision", "Near its end"),
        _("Last day"),
        _("No limit ends in the next days."),
        (OWING, beside.OWING, beside.REVIEW_OWING),
        red=False,
        past=False,
    ),
    Rule(
        "promised",
        pgettext_lazy("supervision", "Promised, not done"),
        _("To be done by"),
        _("No promise waits for its day."),
        (PROMISED,),
        red=False,
        past=False,
    ),
    Rule(
        "repeated",
        pgettext_lazy("supervision", "Repeated"),
        _("Last day"),
        _("No open case was put again."),
        (ByCase(_repeated, F("next_due")),),
        red=False,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}
