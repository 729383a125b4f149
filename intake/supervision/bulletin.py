"""The bulletin of a quarter (季通报): composed from figures, and put among the county's disclosures as a draft.

What the public figures have too stands here as it was published there; what only this room knows (urges) is counted
now, and shown by the same rule. An editor finishes the draft, and it becomes public by the ordinary review alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
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

from . import facts
from .errors import Refused
from .models import Bulletin
from .scale import numbers
from .suppressing import shown, total, total_part

ITEM = "D089"  # supervision notices in the catalogue of disclosures
# Of a part that is not shown nobody says that it is small: what is left of its whole may be.
PARTS = ("in_time", "urged_late")
_DATA = Path(__file__).parent / "data" / "bulletin.json"


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
class Report:
    """The figures of a quarter as the bulletin gives them."""

    quarter: Period
    county: dict[str, int | None]
    lines: list[UnitLine]
    named: list[Named]
    limits: dict[str, int]


def report_of(office: Organisation, quarter: Period, today: datetime.date | None = None) -> Report:
    """The figures of a quarter. Raises ``Refused`` while it runs or its public figures are not there yet."""
    if (today or timezone.localdate()) < quarter.after:
        raise Refused(_("The quarter is not over yet."))
    public = {(one.dimension, one.key, one.measure): one.value for one in Figure.objects.of(quarter)}
    if not public:
        raise Refused(_("The figures of the quarter are not public yet: its months have to be closed first."))
    counted = facts.gather(facts.facts_of(office, quarter))
    limits = {name: value for name, value in numbers().items() if name.startswith("named_")}
    county: dict[str, int | None] = {
        name: public.get((TOTAL, ALL, name)) for name in ("sent", "answered", "due", "in_time")
    }
    county |= {name: total(counted, name) for name in ("urged", "urge_due")}
    county["urged_late"] = total_part(counted, "urged_late", "urge_due")
    lines = list(_lines(public, counted))
    return Report(quarter, county, lines, list(_named(lines, limits)), limits)


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


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = json.loads(_DATA.read_text(encoding="utf-8"))
    return words


def body_of(report: Report) -> list[tuple[str, Any]]:
    """The bulletin as blocks of a page's text: headings, paragraphs and the table of units."""
    values = _values(report)

    def said(name: str) -> str:
        return merge(_words()[name], values)

    blocks = [
        ("paragraph", said("opening")),
        ("heading", said("overview_heading")),
        ("paragraph", said("overview")),
        ("heading", said("units_heading")),
        ("table", {"caption": said("units_caption"), "cells": _cells(report)}),
        ("paragraph", said("note")),
        ("heading", said("named_heading")),
        ("paragraph", said("named_rule")),
    ]
    blocks += [("paragraph", _named_words(one)) for one in report.named] or [
        ("paragraph", said("named_none"))
    ]
    return [*blocks, ("heading", said("required_heading")), ("paragraph", said("required"))]


def _values(report: Report) -> dict[str, str]:
    quarter = report.quarter
    fixed = {
        "year": str(quarter.year),
        "quarter": str(quarter.quarter_number),
        "from": date_text(quarter.start, "zh-hans"),
        "to": date_text(quarter.end, "zh-hans"),
        "smallest": str(settings.SUNSHINE_SMALLEST_FIGURE),
    }
    few = merge(_words()["few"], fixed)
    counts = {
        name: (_words()["withheld"] if name in PARTS else few)
        if number is None
        else merge(_words()["count"], {"number": str(number)})
        for name, number in report.county.items()
    }
    return fixed | counts | {name: str(value) for name, value in report.limits.items()}


def rows_of(report: Report) -> list[list[str]]:
    """The table of units as rows of cells, the head first."""
    hidden = _words()["hidden"]
    rows = [_words()["columns"].split("|")]
    for line in report.lines:
        figures = (line.due, line.in_time, line.urge_due, line.urged_late)
        shown_ones = [hidden if number is None else str(number) for number in figures]
        rows.append([line.name.replace("|", " "), *shown_ones])
    return rows


def _cells(report: Report) -> str:
    return "\n".join("|".join(row) for row in rows_of(report))


def _named_words(one: Named) -> str:
    values = {
        "unit": one.unit,
        "due": str(one.due),
        "late": str(one.late),
        "percent": str(one.percent),
    }
    return merge(_words()[f"named_{one.why}"], values)


# --- the draft --------------------------------------------------------------------------------------------------


def standing(office: Organisation, quarter: Period) -> Bulletin | None:
    """The draft or bulletin that there is of a quarter; None also where its draft was deleted."""
    made = Bulletin.objects.filter(office=office, quarter=quarter.start, page__isnull=False)
    return made.select_related("page").order_by("-made_at").first()


@transaction.atomic
def draft(
    office: Organisation, quarter: Period, user: User, now: datetime.datetime | None = None
) -> Bulletin:
    """Put the bulletin of a quarter among the county's disclosures, as a draft that nobody has reviewed.

    Raises ``Refused`` where there is one, and for what ``report_of`` refuses.
    """
    moment = now or timezone.now()
    Organisation.objects.select_for_update().get(pk=office.pk)  # two at once would make two drafts
    if standing(office, quarter) is not None:
        raise Refused(_("There is a bulletin of this quarter already: go on with it."))
    report = report_of(office, quarter, local_day(moment))
    parent = RegionPage.objects.filter(region=office.region).first()
    item = CatalogueItem.objects.filter(no=ITEM).first()
    if parent is None or item is None:
        words = _("The county has no page yet, or its catalogue no item %(item)s: ask the operator.")
        raise Refused(words % {"item": ITEM})
    page = DisclosurePage(
        item=item,
        period_from=quarter.start,
        period_to=quarter.end,
        publishing_unit=office,
        lede=merge(_words()["lede"], _values(report)),
        live=False,
        owner=user,
    )
    page.body = [_block(kind, value) for kind, value in body_of(report)]
    parent.add_child(instance=page)
    page.save_revision(user=user)
    publishing.record(page, "draft_bulletin", by=user)
    return Bulletin.objects.create(
        office=office, quarter=quarter.start, made_at=moment, made_by=user, page=page
    )


def _block(kind: str, value: Any) -> tuple[str, Any]:
    return (kind, RichText(f"<p>{escape(value)}</p>")) if kind == "paragraph" else (kind, value)
