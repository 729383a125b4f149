"""What units did in a period, as facts to be counted for bulletin, assessment and survey: one for each case and thing.

A case counts if the whole petition office may know of it. Where anybody is kept from a case, by a complaint or a
withdrawal, it counts for no unit (``REST``), as in the public figures: nobody finds in a figure that it is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from intake.petitions.models import Accused, CaseKey, Deadline, Handling, Petition, Rating, Recusal, Urge
from intake.petitions.models.work import ANSWERED_HANDLING, HandlingState
from intake.petitions.process.clocks import ON_REVIEW
from intake.routing.models import PetitionClass
from intake.statistics.counting import ANSWER_LIMITS, PLEASED, REACHED, during, ends_in
from intake.statistics.periods import Period
from regions.models import Organisation

REST = 0  # no unit's
ACCEPTANCE_LIMITS = ("notify_forwarded_15", "notify_direct_15")


class Fact(NamedTuple):
    measure: str
    unit: int
    petition: UUID


Counted = dict[str, dict[int, list[UUID]]]


def gather(facts: Iterable[Fact]) -> Counted:
    """The cases by measure and unit; every measure is there."""
    found: Counted = {measure: defaultdict(list) for measure in MEASURES}
    for fact in facts:
        found[fact.measure][fact.unit].append(fact.petition)
    return found


def facts_of(office: Organisation, period: Period, *measures: str) -> Iterator[Fact]:
    """What the database says now of a period, or of some measures in it: one question, however many cases there are."""
    asked = [ask(office, period) for told, ask in _ASKED if not measures or set(measures) & set(told)]
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    seen = set()
    for kind, one, two, three, *said, of, apart, petition in rows.iterator(chunk_size=2_000):
        unit = REST if apart or of is None or of == office.pk else of
        if kind in ONCE:
            if (kind, unit, petition) in seen:
                continue
            seen.add((kind, unit, petition))
        yield from (Fact(name, unit, petition) for name in _named(kind, one, two, three, *said))


# Of these a case counts once for a unit, however many rows it has.
ONCE = frozenset({"rating", "repeated"})


def _named(kind: str, one: bool, two: bool, three: bool, of_unit: str, of_office: str) -> Iterator[str]:
    """The measures that a row counts in."""
    if kind == "rating":
        yield "asked"
        for whose, value in (("", of_unit), ("office_", of_office)):
            if value:
                yield f"{whose}rated"
                yield f"{whose}{'satisfied' if value in PLEASED else 'dissatisfied'}"
    elif kind == "urge":
        named = {"urged": one, "urge_due": two, "urged_late": two and not three}
        yield from (name for name, holds in named.items() if holds)
    elif kind in ("returned", "repeated"):
        yield kind
    else:
        yield f"{kind}_due"
        if one:
            yield f"{kind}_in_time"


def _acceptance(office: Organisation, period: Period) -> QuerySet:
    return _limits(office, period, ACCEPTANCE_LIMITS, "accept")


def _answers(office: Organisation, period: Period) -> QuerySet:
    return _limits(office, period, ANSWER_LIMITS, "answer")


def _reviews(office: Organisation, period: Period) -> QuerySet:
    """Limits of reviews that ended in the period, for the body that reviews; a review that was taken back has none. One
    that was late before a hearing opened stays late."""
    ended = Deadline.objects.counting().filter(ends_in(period), cancelled_at=None, rule__in=sorted(ON_REVIEW))
    ended = ended.exclude(met_at=None, late_from__gt=timezone.localdate())
    return _rows(ended, office, F("review__organisation_id"), "review", one=IN_TIME)


def _returned(office: Organisation, period: Period) -> QuerySet:
    returned = _leads().filter(during("closed_at", period), state=HandlingState.RETURNED)
    returned = returned.filter(petition__returned_often=True)
    return _rows(returned, office, F("organisation_id"), "returned")


def _repeated(office: Organisation, period: Period) -> QuerySet:
    return _rows(_repeats(office, period), office, F("organisation_id"), "repeated")


def _leads() -> QuerySet[Handling]:
    return Handling.objects.filter(role=Handling.Role.LEAD)


IN_TIME = Q(met_at__date__lt=F("late_from"))


def _limits(office: Organisation, period: Period, rules: Iterable[str], name: str) -> QuerySet:
    """Limits that ended in the period, each for the unit whose work it measures, be it the lead or a co-handler: those
    still running on their last day are judged when it is over. A co-handler's that had run out before the lead did
    without it stays run out."""
    ran_out = Q(handling__role=Handling.Role.CO, cancelled_at__date__gte=F("late_from"))
    ended = Deadline.objects.filter(Q(cancelled_at=None) | ran_out, rule__in=rules, handling__isnull=False)
    ended = ended.filter(ends_in(period)).exclude(met_at=None, late_from__gt=timezone.localdate())
    return _rows(ended, office, F("handling__organisation_id"), name, one=IN_TIME)


def _ratings(office: Organisation, period: Period) -> QuerySet:
    """Writers whose time for rating ended in the period, and their last words on unit and office."""
    windows = Deadline.objects.filter(rule="rating_30", cancelled_at=None, petition__repeat=False)
    ended = windows.filter(ends_in(period), late_from__lte=timezone.localdate())
    later = windows.filter(petition=OuterRef("petition"), due__gte=period.after)
    answers = _leads().filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    unit = Subquery(
        answers.filter(state__in=ANSWERED_HANDLING).order_by("-closed_at").values("organisation_id")[:1]
    )
    said = (_rating(Rating.Subject.HANDLER), _rating(Rating.Subject.OFFICE))
    return _rows(ended.exclude(Exists(later)), office, unit, "rating", said=said)


def _rating(subject: str) -> Coalesce:
    ratings = Rating.objects.filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    value = Subquery(ratings.filter(subject=subject).values("value")[:1])
    return Coalesce(value, Value(""), output_field=CharField())


def _repeats(office: Organisation, period: Period) -> QuerySet[Handling]:
    """Cases that reached a unit in the period and are repeats, or to which repeats were joined."""
    joined = Petition.objects.filter(_open_to(office, OuterRef("pk")), merged_into=OuterRef("petition"))
    reached = _leads().filter(during("received_at", period), entry__in=REACHED)
    return reached.filter(Q(petition__repeat=True) | Q(Exists(joined)))


def _urges(office: Organisation, period: Period) -> QuerySet:
    """Urges sent in the period; those of which the answer fell due in it, and the ones not answered by then."""
    sent = during("urged_at", period)
    ends = ("answered_at", "handling__closed_at", "review__closed_at")
    ended = Q(*((f"{end}__isnull", False) for end in ends), _connector=Q.OR)
    in_time = Q(*((f"{end}__date__lte", F("due")) for end in ends), _connector=Q.OR)
    judged = ends_in(period) & (ended | Q(due__lt=timezone.localdate()))
    rows = Urge.objects.filter(sent | ends_in(period))
    return _rows(rows, office, F("organisation_id"), "urge", one=sent, two=judged, three=in_time)


def _open_to(office: Organisation, case: OuterRef) -> Exists:
    return Exists(CaseKey.objects.filter(petition=case, key=f"o:{office.pk}"))


NEVER = Q(pk__in=[])
NOTHING_SAID = (Value("", output_field=CharField()),) * 2


def _rows(
    rows: QuerySet,
    office: Organisation,
    unit: Any,
    kind: str,
    *,
    one: Q = NEVER,
    two: Q = NEVER,
    three: Q = NEVER,
    said: tuple[Any, Any] = NOTHING_SAID,
) -> QuerySet:
    """Of rows of ordinary cases that the whole office may know of: what they are, what holds of them, what was said,
    the unit, whether anybody is kept from the case, and the case. All of one form: they are asked for together."""
    case = OuterRef("petition")
    standing = Accused.objects.filter(petition=case).exclude(state=Accused.AccusedState.DISMISSED)
    kept_from_somebody = Q(Exists(standing)) | Q(Exists(Recusal.objects.filter(petition=case)))
    rows = rows.exclude(petition__petition_class=PetitionClass.ACCUSATION).filter(_open_to(office, case))
    rows = rows.annotate(
        kind=Value(kind, output_field=CharField()),
        one=_holds(one),
        two=_holds(two),
        three=_holds(three),
        of_unit=said[0],
        of_office=said[1],
        of=unit,
        apart=_holds(kept_from_somebody),
    )
    names = ("kind", "one", "two", "three", "of_unit", "of_office", "of", "apart", "petition_id")
    return rows.order_by().values_list(*names)


def _holds(what: Q) -> Case:
    return Case(When(what, then=Value(True)), default=Value(False), output_field=BooleanField())


# Which measures each question has the facts of.
_ASKED = (
    (("accept_due", "accept_in_time"), _acceptance),
    (("answer_due", "answer_in_time"), _answers),
    (("review_due", "review_in_time"), _reviews),
    (
        (
            *("asked", "rated", "satisfied", "dissatisfied"),
            *("office_rated", "office_satisfied", "office_dissatisfied"),
        ),
        _ratings,
    ),
    (("returned",), _returned),
    (("repeated",), _repeated),
    (("urged", "urge_due", "urged_late"), _urges),
)
MEASURES = tuple(measure for measures, _ask in _ASKED for measure in measures)
