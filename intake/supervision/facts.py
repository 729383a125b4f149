"""What units did in a period, as facts to be counted for bulletin, assessment and survey: one for each case and thing.

A case counts if the whole petition office may know of it. Where anybody is kept from a case, by a complaint or a
withdrawal, it counts for no unit (``REST``), as in the public figures: nobody finds in a figure that it is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from intake.clock.rules import local_day
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


def facts_of(office: Organisation, period: Period, measure: str = "") -> Iterator[Fact]:
    """What the database says now of a period, or of one measure in it. Few questions, however many cases there are."""
    for measures, facts in _FACTS:
        if not measure or measure in measures:
            yield from facts(office, period)


def _acceptance(office: Organisation, period: Period) -> Iterator[Fact]:
    return _limits(office, period, ACCEPTANCE_LIMITS, "accept")


def _answers(office: Organisation, period: Period) -> Iterator[Fact]:
    return _limits(office, period, ANSWER_LIMITS, "answer")


def _reviews(office: Organisation, period: Period) -> Iterator[Fact]:
    """Limits of reviews that ended in the period, for the body that reviews; a review that was taken back has none. One
    that was late before a hearing opened stays late."""
    unit, rules = F("review__organisation_id"), sorted(ON_REVIEW)
    ended = Deadline.objects.counting().filter(ends_in(period), cancelled_at=None, rule__in=rules)
    ended = ended.exclude(met_at=None, late_from__gt=timezone.localdate())
    yield from _judged_by_limits(_rows(ended, office, unit, "met_at", "late_from"), "review")


def _returned(office: Organisation, period: Period) -> Iterator[Fact]:
    returned = _leads().filter(during("closed_at", period), state=HandlingState.RETURNED)
    returned = returned.filter(petition__returned_often=True)
    for unit, petition in _rows(returned, office, F("organisation_id")):
        yield Fact("returned", unit, petition)


def _repeated(office: Organisation, period: Period) -> Iterator[Fact]:
    for unit, petition in set(_rows(_repeats(office, period), office, F("organisation_id"))):
        yield Fact("repeated", unit, petition)  # once, however often the unit got it


def _leads() -> QuerySet[Handling]:
    return Handling.objects.filter(role=Handling.Role.LEAD)


def _limits(office: Organisation, period: Period, rules: Iterable[str], name: str) -> Iterator[Fact]:
    """Limits that ended in the period, each for the unit whose work it measures, be it the lead or a co-handler: those
    still running on their last day are judged when it is over. A co-handler's that had run out before the lead did
    without it stays run out."""
    ran_out = Q(handling__role=Handling.Role.CO, cancelled_at__date__gte=F("late_from"))
    ended = Deadline.objects.filter(Q(cancelled_at=None) | ran_out, rule__in=rules, handling__isnull=False)
    ended = ended.filter(ends_in(period)).exclude(met_at=None, late_from__gt=timezone.localdate())
    unit = F("handling__organisation_id")
    yield from _judged_by_limits(_rows(ended, office, unit, "met_at", "late_from"), name)


def _judged_by_limits(rows: Iterable[tuple], name: str) -> Iterator[Fact]:
    for met_at, late_from, at, petition in rows:
        yield Fact(f"{name}_due", at, petition)
        if met_at is not None and local_day(met_at) < late_from:
            yield Fact(f"{name}_in_time", at, petition)


def _ratings(office: Organisation, period: Period) -> Iterator[Fact]:
    """Writers whose time for rating ended in the period, and their last words on unit and office."""
    windows = Deadline.objects.filter(rule="rating_30", cancelled_at=None, petition__repeat=False)
    ended = windows.filter(ends_in(period), late_from__lte=timezone.localdate())
    later = windows.filter(petition=OuterRef("petition"), due__gte=period.after)
    answers = _leads().filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    unit = Subquery(
        answers.filter(state__in=ANSWERED_HANDLING).order_by("-closed_at").values("organisation_id")[:1]
    )
    ended = ended.exclude(Exists(later)).annotate(
        of_unit=_rating(Rating.Subject.HANDLER), of_office=_rating(Rating.Subject.OFFICE)
    )
    seen = set()
    for of_unit, of_office, at, petition in _rows(ended, office, unit, "of_unit", "of_office"):
        if petition in seen:
            continue
        seen.add(petition)
        yield Fact("asked", at, petition)
        yield from _judged("", of_unit, at, petition)
        yield from _judged("office_", of_office, at, petition)


def _rating(subject: str) -> Subquery:
    ratings = Rating.objects.filter(petition=OuterRef("petition"), round=OuterRef("petition__round"))
    return Subquery(ratings.filter(subject=subject).values("value")[:1])


def _judged(whose: str, value: str | None, unit: int, petition: UUID) -> Iterator[Fact]:
    if value:
        yield Fact(f"{whose}rated", unit, petition)
        yield Fact(f"{whose}{'satisfied' if value in PLEASED else 'dissatisfied'}", unit, petition)


def _repeats(office: Organisation, period: Period) -> QuerySet[Handling]:
    """Cases that reached a unit in the period and are repeats, or to which repeats were joined."""
    joined = Petition.objects.filter(_open_to(office, OuterRef("pk")), merged_into=OuterRef("petition"))
    reached = _leads().filter(during("received_at", period), entry__in=REACHED)
    return reached.filter(Q(petition__repeat=True) | Q(Exists(joined)))


def _urges(office: Organisation, period: Period) -> Iterator[Fact]:
    """Urges sent in the period; those of which the answer fell due in it, and the ones not answered by then."""
    today = timezone.localdate()
    rows = Urge.objects.filter(during("urged_at", period) | ends_in(period))
    more = ("urged_at", "due", "answered_at", "handling__closed_at", "review__closed_at")
    for urged_at, due, *ends, unit, petition in _rows(rows, office, F("organisation_id"), *more):
        if period.start <= local_day(urged_at) < period.after:
            yield Fact("urged", unit, petition)
        done = min((local_day(at) for at in ends if at is not None), default=None)
        if period.start <= due < period.after and (done is not None or due < today):
            yield Fact("urge_due", unit, petition)
            if done is None or done > due:
                yield Fact("urged_late", unit, petition)


def _open_to(office: Organisation, case: OuterRef) -> Exists:
    return Exists(CaseKey.objects.filter(petition=case, key=f"o:{office.pk}"))


def _rows(rows: QuerySet, office: Organisation, unit: Any, *more: str) -> Iterator[tuple]:
    """Of rows of ordinary cases that the whole office may know of: ``more``, the unit and the case."""
    case = OuterRef("petition")
    standing = Accused.objects.filter(petition=case).exclude(state=Accused.AccusedState.DISMISSED)
    kept_from_somebody = Q(Exists(standing)) | Q(Exists(Recusal.objects.filter(petition=case)))
    rows = rows.exclude(petition__petition_class=PetitionClass.ACCUSATION).filter(_open_to(office, case))
    rows = rows.annotate(
        of=unit,
        apart=Case(When(kept_from_somebody, then=Value(True)), default=False, output_field=BooleanField()),
    )
    fields = (*more, "of", "apart", "petition_id")
    for *values, of, apart, petition in rows.order_by("pk").values_list(*fields).iterator(chunk_size=2_000):
        yield (*values, REST if apart or of is None or of == office.pk else of, petition)


# Which measures each question has the facts of.
_FACTS = (
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
MEASURES = tuple(measure for measures, _facts in _FACTS for measure in measures)
