"""The yearly assessment of units (年考评): points by a formula that the page shows, frozen once the year is over."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from intake.clock.rules import local_day
from intake.statistics.periods import Period
from regions.models import Organisation, Region

from . import facts, issuing, policies
from .errors import Refused
from .models import AssessedUnit, Assessment, Issue
from .scale import WEIGHTS, numbers

CENT = Decimal("0.01")
BATCH = 500

# What the table of an assessment shows, in this order: the figure, and the one that it is a part of.
COLUMNS = (
    ("accept_in_time", "accept_due"),
    ("answer_in_time", "answer_due"),
    ("review_in_time", "review_due"),
    ("satisfied", "rated"),
    ("returned", ""),
    ("urged_late", "urge_due"),
    ("repeated", ""),
)
MEASURES: dict[str, str | Promise] = {
    "accept_in_time": _("Taken up in time"),
    "accept_due": _("To be taken up"),
    "answer_in_time": _("Answered in time"),
    "answer_due": _("To be answered"),
    "review_in_time": _("Reviews decided in time"),
    "review_due": _("Reviews to be decided"),
    "satisfied": _("Writers satisfied"),
    "rated": _("Writers who rated"),
    "returned": _("Given back among several returns"),
    "urged_late": _("Urges not answered in time"),
    "urge_due": _("Urges to be answered"),
    "repeated": _("Repeated petitions"),
}

# They stand above the county, whatever place the tree writes them to.
NOT_ASSESSED = (
    Organisation.Kind.SUPERIOR_GOVERNMENT,
    Organisation.Kind.SUPERIOR_PETITION_OFFICE,
    Organisation.Kind.SUPERIOR_DISCIPLINE,
)

Weights = dict[str, int]
Figures = dict[str, int]


def weights() -> Weights:
    """The weights as they are set today."""
    found = numbers()
    return {code: found[code] for code in WEIGHTS}


def points(figures: Figures, weights: Weights) -> Decimal | None:
    """Base, plus each weight times its share, less so much for each fault; never below 0. A review is an answer too:
    bodies that review are judged by both alike.

    A share of no cases says nothing: its weight is spread over the other shares by theirs. None where there is none.
    """
    answered = [figures[f"answer_{name}"] + figures[f"review_{name}"] for name in ("in_time", "due")]
    shares = (
        (figures["accept_in_time"], figures["accept_due"], weights["acceptance"]),
        (*answered, weights["answer"]),
        (figures["satisfied"], figures["rated"], weights["satisfaction"]),
    )
    judged = [(Decimal(part) / whole, weight) for part, whole, weight in shares if whole]
    if not judged:
        return None
    weighed = sum(weight for _share, weight in judged)
    reached = (
        sum((share * weight for share, weight in judged), Decimal(0)) / weighed if weighed else Decimal(0)
    )
    off = sum(weights[name] * figures[name] for name in ("returned", "urged_late", "repeated"))
    found = weights["base"] + reached * sum(weight for *_figures, weight in shares) - off
    return max(found, Decimal(0)).quantize(CENT, ROUND_HALF_UP)


class Frozen(LookupError):
    """The year is frozen: its figures stand without the cases behind them."""


@dataclass(frozen=True)
class Line:
    """One unit's figures and points."""

    unit: Organisation
    name: str
    figures: Figures
    points: Decimal | None  # None: there was nothing to judge it by

    @property
    def cells(self) -> list[tuple[str, int | None, str, int | None]]:
        """For each column its measure and number, and those of the whole, if it has one; no number for what was not
        counted yet in the year that was frozen. A part of nothing is no figure: its whole says that there was none."""
        return [
            (part, self.figures.get(part), whole, self.figures.get(whole) if whole else None)
            for part, whole in COLUMNS
        ]


@dataclass(frozen=True)
class Table:
    """The lines of a year as a reader may see them, the most points first, those without points last."""

    year: int
    weights: Weights
    lines: list[Line]
    frozen: Assessment | None
    years_frozen: list[int]


def table_for(user: Any, year: int) -> Table:
    """The assessment of a year: as it was frozen, else from what the database says now."""
    office = policies.office_for(user)
    every = {one.year: one for one in _frozen(office)}
    frozen = every.get(year)
    weighed = frozen.weights if frozen else weights()
    units = policies.units_of(user)
    lines = _kept(frozen) if frozen else _counted(office, year, weighed, policies.organisations_of(user))
    lines = [line for line in lines if units is None or line.unit.pk in units]
    by_points = sorted(lines, key=_rank)
    return Table(year, weighed, by_points, frozen, list(every))


def _rank(line: Line) -> tuple[bool, Decimal, str]:
    return line.points is None, -(line.points or Decimal(0)), line.unit.code


def _frozen(office: Organisation) -> QuerySet[Assessment]:
    """Every year that an office has frozen."""
    return Assessment.objects.filter(office=office).select_related("made_by", "issue")


def _kept(frozen: Assessment) -> list[Line]:
    rows = frozen.units.select_related("unit")
    return [Line(row.unit, row.unit_name, row.figures, row.points) for row in rows]


def _counted(
    office: Organisation, year: int, weights: Weights, units: list[Organisation] | None = None
) -> list[Line]:
    """The lines of a year as they stand now, of some units or of all that have any figure, if the county assesses them:
    not the bodies above it, nor the office that draws up the list."""
    counted = facts.gather(facts.facts_of(office, _whole(year)))
    found = {unit for name in MEASURES for unit in counted[name]} - {facts.REST}
    if units is None:
        units = list(assessed_by(office).filter(pk__in=found).order_by("code"))
    lines = []
    for unit in units:
        if unit.pk not in found or unit.pk == office.pk or unit.kind in NOT_ASSESSED:
            continue
        figures = {name: len(counted[name].get(unit.pk, ())) for name in MEASURES}
        lines.append(Line(unit, unit.name, figures, points(figures, weights)))
    return lines


def assessed_by(office: Organisation) -> QuerySet[Organisation]:
    """The units that a petition office assesses: of its own place, without those above it and without itself."""
    place = Region.objects.filter(pk=office.region_id).values("path")
    here = Organisation.objects.filter(region__path__startswith=place).exclude(pk=office.pk)
    return here.exclude(kind__in=NOT_ASSESSED)


def _whole(year: int) -> Period:
    return Period(year, 1, 12)


def freeze(
    office: Organisation, year: int, user: User | None, now: datetime.datetime | None = None
) -> Assessment:
    """Keep the year's figures and points for good, with today's weights. Raises ``Refused``."""
    moment = now or timezone.now()
    if local_day(moment) < _whole(year).after:
        raise Refused(_("The year is not over yet."))
    weighed = weights()
    try:
        with transaction.atomic():
            issue = issuing.take(office, Issue.Kind.YEAR, moment)
            made = Assessment.objects.create(
                office=office, issue=issue, year=year, weights=weighed, made_at=moment, made_by=user
            )
            _keep(made, _counted(office, year, weighed))
    except IntegrityError:
        raise Refused(_("This year is frozen already. It keeps what it said.")) from None
    return made


def _keep(made: Assessment, lines: Iterable[Line]) -> None:
    AssessedUnit.objects.bulk_create(
        AssessedUnit(
            assessment=made, unit=line.unit, unit_name=line.name, figures=line.figures, points=line.points
        )
        for line in lines
    )


def cases_behind(user: Any, year: int, unit: Organisation, measure: str) -> list[UUID]:
    """The cases that one figure counted, be they visible or not: the caller shows those that the reader may know of.

    None of a year that is frozen: a list that is shorter than its figure would tell of bars that came after it.
    """
    office = policies.office_for(user)
    if Assessment.objects.filter(office=office, year=year).exists():
        raise Frozen
    counted = facts.gather(facts.facts_of(office, _whole(year), measure))
    return list(counted[measure].get(unit.pk, ()))
