"""What happened in a month, as facts to be counted (统计口径): one for each petition and thing that is counted.

A fact says nothing of who or what, but under which unit, township and category it counts. A case counts for the office
of which every member may know of it: the petition office for all that is shown by month. Whoever is kept from a case
finds in no figure that it is there: where anybody is, it has no unit, township or category.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from intake.clock.rules import local_day, midnight
from intake.petitions.models import Accused, CaseKey, Deadline, Handling, Petition, Rating, Recusal
from intake.petitions.models.work import ANSWERED_HANDLING
from intake.routing.models import PetitionClass
from regions.models import Organisation, Region

from .measures import ALL, BY_CODE, CATEGORY, REGION, REST, TOTAL, UNIT
from .periods import Period

ANSWER_LIMITS = ("handle_60", "handle_60_ext", "suggestion_reply_60")
REACHED = (Handling.Entry.TRANSFER, Handling.Entry.ASSIGNMENT, Handling.Entry.DIRECT)
PLEASED = (Rating.Value.SATISFIED, Rating.Value.MOSTLY)

Counts = Counter[tuple[str, str, str]]


class Fact(NamedTuple):
    """One thing to count, and where; ``REST`` where it belongs to no row."""

    measure: str
    unit: str = REST
    region: str = REST
    category: str = REST


def count(facts: Iterable[Fact]) -> Counts:
    """How many facts there are by dimension, key and measure."""
    counts: Counts = Counter()
    for fact in facts:
        keys = {TOTAL: ALL, UNIT: fact.unit, REGION: fact.region, CATEGORY: fact.category}
        for dimension in BY_CODE[fact.measure].dimensions:
            counts[dimension, keys[dimension], fact.measure] += 1
    return counts


def facts_of(month: Period) -> Iterator[Fact]:
    """What happened in a month, as the database says now. Five questions, however many petitions there are."""
    townships = set(Region.objects.filter(level=Region.Level.TOWNSHIP).values_list("code", flat=True))
    for measures, unit, path, group, apart in _rows(month):
        if apart:
            unit = region = group = REST
        else:
            region = next((code for code in (path or "").split("/") if code in townships), REST)
        for measure in measures:
            yield Fact(measure, unit or REST, region, group or REST)


def _rows(month: Period) -> Iterator[tuple[tuple[str, ...], str, str, str, bool]]:
    """Measures with the unit's code, the place's path, the category's group, and whether somebody is kept from it."""
    for row in _where(Petition.objects.filter(during("submitted_at", month)), "", Value("")):
        yield ("received",), *row
    leads = Handling.objects.filter(role=Handling.Role.LEAD)
    for entry, *place in _where(
        leads.filter(during("received_at", month), entry__in=REACHED),
        "petition__",
        F("organisation__code"),
        "entry",
    ):
        yield (("sent", "assigned") if entry == Handling.Entry.ASSIGNMENT else ("sent",)), *place
    answers = leads.filter(during("closed_at", month), state__in=ANSWERED_HANDLING)
    for row in _where(answers, "petition__", F("organisation__code")):
        yield ("answered",), *row
    limits = Deadline.objects.filter(
        rule__in=ANSWER_LIMITS, cancelled_at=None, handling__role=Handling.Role.LEAD
    )
    for met_at, late_from, *place in _where(
        limits.filter(ends_in(month)), "petition__", F("handling__organisation__code"), "met_at", "late_from"
    ):
        in_time = met_at is not None and local_day(met_at) < late_from
        yield (("due", "in_time") if in_time else ("due",)), *place
    for value, *place in _where(_rated(month), "petition__", F("organisation__code"), "value"):
        yield (("rated", "satisfied") if value in PLEASED else ("rated",)), *place


def _rated(month: Period) -> QuerySet[Rating]:
    """The last words of writers whose time for rating ended in the month."""
    window = Deadline.objects.filter(petition=OuterRef("petition"), rule="rating_30", cancelled_at=None)
    ratings = Rating.objects.filter(subject=Rating.Subject.HANDLER, round=F("petition__round"))
    ratings = ratings.filter(Exists(window.filter(ends_in(month))), petition__repeat=False)
    return ratings.exclude(Exists(window.filter(due__gte=month.after)))


def _where(rows: QuerySet, petition: str, unit: F | Value, *more: str) -> Iterator[tuple]:
    """Of rows of ordinary cases that the whole petition office may know of: ``more``, and where they count."""
    case = OuterRef(f"{petition}pk")
    standing = Accused.objects.filter(petition=case).exclude(state=Accused.AccusedState.DISMISSED)
    kept_from_somebody = Q(Exists(standing)) | Q(Exists(Recusal.objects.filter(petition=case)))
    rows = rows.exclude(**{f"{petition}petition_class": PetitionClass.ACCUSATION})
    rows = rows.filter(open_to(Organisation.Kind.PETITION_OFFICE, case)).annotate(
        counted_unit=unit,
        apart=Case(When(kept_from_somebody, then=True), default=False, output_field=BooleanField()),
    )
    places = (f"{petition}region__path", f"{petition}category__group_code")
    return rows.order_by().values_list(*more, "counted_unit", *places, "apart").iterator(chunk_size=2_000)


def open_to(kind: str, case: OuterRef) -> Exists:
    """Whether everybody at the offices of a kind may know of a case: they have its key as an office."""
    offices = Organisation.objects.filter(kind=kind).values_list("pk", flat=True)
    return Exists(CaseKey.objects.filter(petition=case, key__in=[f"o:{pk}" for pk in offices]))


def kept_apart(year: int) -> int:
    """How many cases of a year are in no month: accusations that the whole discipline intake may know of, and
    petitions from which somebody at the petition office is kept."""
    case, sealed = OuterRef("pk"), Q(petition_class=PetitionClass.ACCUSATION)
    came = Petition.objects.filter(during("submitted_at", Period(year, 1, 12)))
    accusations = came.filter(sealed, open_to(Organisation.Kind.DISCIPLINE_COMMISSION, case))
    return (
        accusations.count()
        + came.exclude(sealed).exclude(open_to(Organisation.Kind.PETITION_OFFICE, case)).count()
    )


def first_month() -> Period | None:
    """The month of the first petition; None while there is none."""
    first = Petition.objects.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    return None if first is None else Period.month(local_day(first))


def ends_in(period: Period) -> Q:
    """Limits whose last day lies in the period."""
    return Q(due__gte=period.start, due__lt=period.after)


def during(field: str, period: Period) -> Q:
    """Moments that lie in the period."""
    return Q(**{f"{field}__gte": midnight(period.start), f"{field}__lt": midnight(period.after)})
