"""The bulletin of a quarter (季通报): composed from figures, and put among the county's disclosures as a draft.

What the public figures have too stands here as it was published there; what only this room knows (urges) is counted
now, and shown by the same rule. Rates, scores and ranks follow from what is shown and nothing else. The figures are
fixed with the draft; an editor finishes its words, and it becomes public by the ordinary review alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichText

from accounts.models import User
from cms.pages import publishing
from cms.pages.models import CatalogueItem, DisclosurePage, RegionPage
from intake.clock.rules import local_day
from intake.documents.merging import merge
from intake.documents.rendering import date_text
from intake.statistics.measures import ALL, OTHERS, TOTAL, UNIT
from intake.statistics.models import Figure
from intake.statistics.periods import Period
from regions.models import Organisation

from . import facts, issuing, ranking
from .errors import Refused
from .models import Bulletin, Issue
from .scale import numbers
from .suppressing import shown, total, total_part
from .words import words

ITEM = "D089"  # supervision notices in the catalogue of disclosures
# Of a part that is not shown nobody says that it is small: what is left of its whole may be.
PARTS = ("in_time", "urged_late")
URGES = ("urged", "urge_due", "urged_late")
# The numbers of scale that a bulletin works with.
LIMITS = ("named_", "rank_", "check_")
# What a unit is ranked by: the number of scale for its weight, what fell due and what was done in time.
TASKS = (("rank_answer", "due", "in_time"), ("rank_urge", "urge_due", "urges_in_time"))


@dataclass(frozen=True)
class UnitLine:
    """One unit's figures; None where one may not be shown."""

    name: str
    due: int | None
    in_time: int | None
    urge_due: int | None
    urged_late: int | None

    @property
    def late(self) -> int | None:
        return None if self.due is None or self.in_time is None else self.due - self.in_time

    @property
    def urges_in_time(self) -> int | None:
        return None if self.urge_due is None or self.urged_late is None else self.urge_due - self.urged_late

    def tasks(self) -> Iterator[tuple[str, int | None, int | None]]:
        """Each task with what fell due and what was done."""
        for task, due, done in TASKS:
            yield task, getattr(self, due), getattr(self, done)


@dataclass(frozen=True)
class Named:
    """A unit that the bulletin names (点名), and the figures for it."""

    unit: str
    why: str  # late, unanswered
    due: int
    late: int

    @property
    def percent(self) -> int:
        return self.late * 100 // self.due


@dataclass(frozen=True)
class Ranked:
    """A unit's figures with the score and rank that follow from them; None where nothing of it may be shown."""

    line: UnitLine
    score: Decimal | None
    rank: int | None


@dataclass(frozen=True)
class Report:
    """The figures of a quarter as the bulletin gives them: units by rank, those without one last."""

    quarter: Period
    county: dict[str, int | None]
    ranked: list[Ranked]
    named: list[Named]
    limits: dict[str, int]
    next_check_on: datetime.date

    @property
    def lines(self) -> list[UnitLine]:
        return [one.line for one in self.ranked]


def report_of(
    office: Organisation,
    quarter: Period,
    today: datetime.date | None = None,
    next_check_on: datetime.date | None = None,
) -> Report:
    """The figures of a quarter. Raises ``Refused`` while it runs or its public figures are not there yet."""
    today = today or timezone.localdate()
    if today < quarter.after:
        raise Refused(_("The quarter is not over yet."))
    public = {(one.dimension, one.key, one.measure): one.value for one in Figure.objects.of(quarter)}
    if not public:
        raise Refused(_("The figures of the quarter are not public yet: its months have to be closed first."))
    counted = facts.gather(facts.facts_of(office, quarter, *URGES))
    limits = {name: value for name, value in numbers().items() if name.startswith(LIMITS)}
    county: dict[str, int | None] = {
        name: public.get((TOTAL, ALL, name)) for name in ("sent", "answered", "due", "in_time")
    }
    county |= {name: total(counted, name) for name in ("urged", "urge_due")}
    county["urged_late"] = total_part(counted, "urged_late", "urge_due")
    lines = list(_lines(public, counted))
    check = next_check_on or today + datetime.timedelta(days=limits["check_days"])
    return Report(quarter, county, rank(lines, limits), list(_named(lines, limits)), limits, check)


def rank(lines: list[UnitLine], weights: Mapping[str, int]) -> list[Ranked]:
    """The units by their score, the best first; equal ones share a rank and stand as they came."""
    scores = [ranking.score((done, due, weights[task]) for task, due, done in line.tasks()) for line in lines]
    found = map(Ranked, lines, scores, ranking.ranks(scores))
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0))


def _lines(public: Mapping[tuple[str, str, str], int], counted: facts.Counted) -> Iterator[UnitLine]:
    with_urges = shown(counted, "urge_due")
    with_late = shown(counted, "urge_due", "urged_late", with_urges)
    codes = {key for by, key, _measure in public if by == UNIT and key != OTHERS}
    units = Organisation.objects.filter(code__in=codes) | Organisation.objects.filter(pk__in=with_urges)
    for unit in units.order_by("code"):
        urges, late = (len(counted[name].get(unit.pk, ())) for name in ("urge_due", "urged_late"))
        line = UnitLine(
            unit.name,
            public.get((UNIT, unit.code, "due")),
            public.get((UNIT, unit.code, "in_time")),
            urges if unit.pk in with_urges else None,
            late if unit.pk in with_late else None,
        )
        if (line.due, line.in_time, line.urge_due, line.urged_late) != (None, None, None, None):
            yield line


def _named(lines: list[UnitLine], limits: Mapping[str, int]) -> Iterator[Named]:
    """Units over a limit, by figures that are shown: what may not be shown names nobody."""
    for line in lines:
        for why, whole, late in (
            ("late", line.due, line.late),
            ("unanswered", line.urge_due, line.urged_late),
        ):
            if whole and late and late * 100 >= limits[f"named_{why}"] * whole:
                yield Named(line.name, why, whole, late)


# --- the text ---------------------------------------------------------------------------------------------------


def figures_of(report: Report) -> list[tuple[str, Any]]:
    """What is fixed with the draft, as blocks of a page's text: headings, paragraphs and the table of units."""
    values = _values(report)

    def said(name: str) -> tuple[str, Any]:
        kind = "heading" if name.endswith("_heading") else "paragraph"
        return kind, merge(words()[name], values)

    table = ("table", {"caption": merge(words()["units_caption"], values), "cells": _cells(report)})
    problems = [("paragraph", _said(one, "problem", report)) for one in problems_of(report)]
    named = [("paragraph", _said(one, "named", report)) for one in report.named]
    return [
        *(said("opening"), said("overview_heading"), said("overview")),
        *(said("units_heading"), table, said("note")),
        *(said("problems_heading"), *(problems or [said("problems_none")])),
        *(said("named_heading"), said("named_rule"), *(named or [said("named_none")])),
        *(said("check_heading"), said("check")),
    ]


def words_of(report: Report) -> list[tuple[str, Any]]:
    """What the draft begins with and its editor changes: praise and requirements."""
    mark, units = words()["list_mark"], praised_of(report)
    praise = merge(words()["praise"], {"units": mark.join(units)})
    blocks = [("heading", words()["praise_heading"]), ("paragraph", praise)] if units else []
    required = [("heading", words()["required_heading"]), ("paragraph", words()["required"])]
    return [*blocks, *required]


def problems_of(report: Report) -> Iterator[Named]:
    """Whatever was late, by figures that are shown: it is to be put right by the next look."""
    for line in report.lines:
        if line.due and line.late:
            yield Named(line.name, "late", line.due, line.late)
        if line.urge_due and line.urged_late:
            yield Named(line.name, "unanswered", line.urge_due, line.urged_late)


def praised_of(report: Report) -> list[str]:
    """Units that did all of what is shown of them in time."""
    return [one.line.name for one in report.ranked if one.score == 100]


def content_of(report: Report) -> dict[str, Any]:
    """The figures as they are kept: nothing in it that the public does not read."""
    problems = [
        {"unit": one.unit, "problem": one.why, "late": one.late, "due": report.next_check_on.isoformat()}
        for one in problems_of(report)
    ]
    return {
        "period": report.quarter.code,
        "county": report.county,
        "tasks": list(_tasks(report)),
        "problems": problems,
        "named": [asdict(one) for one in report.named],
        "praise": praised_of(report),
    }


def _tasks(report: Report) -> Iterator[dict[str, Any]]:
    for one in report.ranked:
        for task, target, done in one.line.tasks():
            if target is not None:
                yield {
                    "unit": one.line.name,
                    "task": task.removeprefix("rank_"),
                    "target": target,
                    "done": done,
                    "rate": _plain(ranking.rate(done, target)),
                    "score": _plain(one.score),
                    "rank": one.rank,
                }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _values(report: Report) -> dict[str, str]:
    quarter = report.quarter
    fixed = {
        "year": str(quarter.year),
        "quarter": str(quarter.quarter_number),
        "from": date_text(quarter.start, "zh-hans"),
        "to": date_text(quarter.end, "zh-hans"),
        "smallest": str(settings.SUNSHINE_SMALLEST_FIGURE),
        "next_check": date_text(report.next_check_on, "zh-hans"),
    }
    few = merge(words()["few"], fixed)
    counts = {
        name: (words()["withheld"] if name in PARTS else few)
        if number is None
        else merge(words()["count"], {"number": str(number)})
        for name, number in report.county.items()
    }
    return fixed | counts | {name: str(value) for name, value in report.limits.items()}


def rows_of(report: Report) -> list[list[str]]:
    """The table of units as rows of cells, the head first; without the columns in which no unit has a figure to show:
    a phone reads each as a line of its own, of every unit."""
    rows: list[list[Any]] = [words()["columns"].split("|")]
    for one in report.ranked:
        cells: list[Any] = [one.rank, one.line.name.replace("|", " "), one.score]
        for _task, target, done in one.line.tasks():
            percent = ranking.rate(done, target)
            cells += [target, done, None if percent is None else f"{percent}%"]
        rows.append(cells)
    columns = [column for column in zip(*rows, strict=True) if any(cell is not None for cell in column[1:])]
    hidden = words()["hidden"]
    return [
        [hidden if cell is None else str(cell) for cell in row] for row in zip(*columns, strict=True)
    ] or rows[:1]


def _cells(report: Report) -> str:
    return "\n".join("|".join(row) for row in rows_of(report))


def _said(one: Named, what: str, report: Report) -> str:
    values = {
        "unit": one.unit,
        "due": str(one.due),
        "late": str(one.late),
        "percent": str(one.percent),
        "due_on": date_text(report.next_check_on, "zh-hans"),
    }
    return merge(words()[f"{what}_{one.why}"], values)


# --- the draft --------------------------------------------------------------------------------------------------


def standing(office: Organisation, quarter: Period) -> Bulletin | None:
    """The draft or bulletin that there is of a quarter; None also where its draft was deleted."""
    made = Bulletin.objects.filter(office=office, quarter=quarter.start, page__isnull=False)
    return made.select_related("page", "issue").order_by("-made_at").first()


@transaction.atomic
def draft(
    office: Organisation,
    quarter: Period,
    user: User,
    now: datetime.datetime | None = None,
    next_check_on: datetime.date | None = None,
) -> Bulletin:
    """Put the bulletin of a quarter among the county's disclosures, as a draft that nobody has reviewed.

    Raises ``Refused`` where there is one, for a day of the next look that is past, and for what ``report_of`` refuses.
    """
    moment = now or timezone.now()
    Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)  # two at once would make two drafts
    if standing(office, quarter) is not None:
        raise Refused(_("There is a bulletin of this quarter already: go on with it."))
    report = report_of(office, quarter, local_day(moment), next_check_on)
    if report.next_check_on <= local_day(moment):
        raise Refused(_("The day of the next look has to come after today."))
    parent = RegionPage.objects.filter(region=office.region).first()
    item = CatalogueItem.objects.filter(no=ITEM).first()
    if parent is None or item is None:
        missing = _("The county has no page yet, or its catalogue no item %(item)s: ask the operator.")
        raise Refused(missing % {"item": ITEM})
    issue = issuing.take(office, Issue.Kind.QUARTER, moment)
    page = DisclosurePage(
        item=item,
        period_from=quarter.start,
        period_to=quarter.end,
        publishing_unit=office,
        document_no=str(issue),
        lede=merge(words()["lede"], _values(report)),
        live=False,
        owner=user,
    )
    page.figures = [_block(kind, value) for kind, value in figures_of(report)]
    page.body = [_block(kind, value) for kind, value in words_of(report)]
    parent.add_child(instance=page)
    page.save_revision(user=user)
    publishing.record(page, "draft_bulletin", by=user)
    return Bulletin.objects.create(
        office=office,
        issue=issue,
        quarter=quarter.start,
        content=content_of(report),
        next_check_on=report.next_check_on,
        made_at=moment,
        made_by=user,
        page=page,
    )


def _block(kind: str, value: Any) -> tuple[str, Any]:
    return (kind, RichText(f"<p>{escape(value)}</p>")) if kind == "paragraph" else (kind, value)
