"""What the figures say of units: the yearly assessment, the survey of satisfaction, the quarterly bulletin."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from intake.petitions import co_lists
from intake.petitions.handled import with_unit
from intake.petitions.models import CaseKey, Petition
from intake.statistics.names import period_name
from intake.statistics.periods import QUARTER, Period
from intake.workbench.entry import staff_of
from intake.workbench.queue import LAST_PAGE, PAGE_SIZE, Leaf, whole
from privacy.access import record_access
from regions.models import Organisation

from .. import assessing, bulletin, policies, satisfaction
from ..export import as_file, written
from .lists import room_crumbs

FIRST_YEAR = 2000
QUARTERS_OFFERED = 8


# --- the assessment ---------------------------------------------------------------------------------------------


@require_safe
@policies.figure_reader
def assessment(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The units' points of a year, with the formula and what is behind each figure."""
    table = assessing.table_for(request.user, _year(year))
    this_year = timezone.localdate().year
    years = sorted({this_year, this_year - 1, table.year, *table.years_frozen})
    context = {
        "table": table,
        "columns": [assessing.MEASURES[part] for part, _whole in assessing.COLUMNS],
        "years": years[::-1],
        "supervises": policies.supervises(request.user),
        "may_freeze": policies.heads(request.user) and not table.frozen and table.year < this_year,
        "breadcrumbs_items": room_crumbs((None, _("Yearly assessment"))),
    }
    return render(request, "supervision/assessment.html", context)


def _year(year: int | None) -> int:
    this_year = timezone.localdate().year
    chosen = this_year if year is None else year
    if not FIRST_YEAR <= chosen <= this_year:
        raise Http404
    return chosen


@require_POST
@policies.guarded(policies.heads)
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Keep a year's assessment for good."""
    user = staff_of(request)
    try:
        assessing.freeze(policies.office_for(user), _year(year), user)
    except assessing.Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The assessment is frozen. It stays as it is."))
    return redirect("supervision:assessment_of", year)


@require_safe
@policies.figure_reader
def assessment_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The same table to take away."""
    user = staff_of(request)
    table = assessing.table_for(user, _year(year))
    record_access(user, "export", user.uuid, f"assessment of {table.year}, {len(table.lines)} units")
    header = [_("Unit"), *map(str, assessing.MEASURES.values()), _("Points")]
    rows = [
        [
            line.name,
            *(str(line.figures.get(name, "")) for name in assessing.MEASURES),
            _("no cases") if line.points is None else str(line.points),
        ]
        for line in table.lines
    ]
    return as_file(written(header, rows), f"assessment-{table.year}")


def _leaf(rows: QuerySet[Petition], asked: str) -> tuple[Leaf, list[Any]]:
    """One page of rows, of which only is known whether there is another: their number would be one more question."""
    number = min(max(1, whole(asked)), LAST_PAGE)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    pages = number + 1 if found[PAGE_SIZE:] else number
    return Leaf(number, min(pages, LAST_PAGE), len(found), pages > LAST_PAGE), found[:PAGE_SIZE]


def _as_of(unit: Organisation, cases: QuerySet[Petition], asked: str) -> tuple[Leaf, list[Any]]:
    """A page of cases, as lists of the unit show them: what it does beside a lead at its own stage, under its name."""
    own = CaseKey.objects.filter(petition=OuterRef("pk"), unit=unit, co=True)
    stage, due = (Subquery(own.values(name)[:1]) for name in ("state", "next_due"))
    leaf, rows = _leaf(with_unit(cases).annotate(own_stage=stage, own_due=due), asked)
    for row in rows:
        if row.own_stage:
            row.owner, row.handled_by = unit, ""
            co_lists.show_own(row, row.own_stage, row.own_due)
    return leaf, rows


def _unit(user: Any, code: str) -> Organisation:
    """A unit of which the reader sees the line."""
    units = policies.organisations_of(user)
    if units is None:
        return get_object_or_404(Organisation, code=code)
    found = next((one for one in units if one.code == code), None)
    if found is None:
        raise Http404
    return found


@require_safe
@policies.figure_reader
def assessment_cases(request: HttpRequest, year: int, unit: str, measure: str) -> HttpResponse:
    """The cases that a figure counted, of those that the reader may know of."""
    if measure not in assessing.MEASURES:
        raise Http404
    organisation = _unit(request.user, unit.replace("\0", ""))
    try:
        behind = assessing.cases_behind(request.user, _year(year), organisation, measure)
    except assessing.Frozen:
        raise Http404 from None
    known = policies.cases(request.user).filter(pk__in=behind).select_related("owner", "region", "category")
    rows = known.defer("title", "body", "reported_party", "target_body").order_by("submitted_at", "pk")
    page, shown = _as_of(organisation, rows, request.GET.get("p", ""))
    context = {
        "year": year,
        "unit": organisation,
        "measure": assessing.MEASURES[measure],
        "page": page,
        "rows": shown,
        "breadcrumbs_items": room_crumbs(
            (reverse("supervision:assessment_of", args=[year]), _("Yearly assessment")),
            (None, organisation.name),
        ),
    }
    return render(request, "supervision/assessment_cases.html", context)


# --- quarters ---------------------------------------------------------------------------------------------------


def _quarter(code: str) -> Period:
    """The finished quarter that an address asks for, the last one where it asks for none."""
    last = satisfaction.last_quarter()
    try:
        asked = Period.parse(code) if code else last
    except ValueError:
        raise Http404 from None
    if asked.grain != QUARTER or asked > last:
        raise Http404
    return asked


def _offered(chosen: Period) -> list[tuple[str, str, bool]]:
    """The last quarters that are over, with their names, the newest first."""
    found = [satisfaction.last_quarter()]
    while len(found) < QUARTERS_OFFERED:
        found.append(found[-1].previous)
    return [(one.code, period_name(one), one == chosen) for one in found]


@require_safe
@policies.figure_reader
def survey(request: HttpRequest) -> HttpResponse:
    """Both ratings of a finished quarter, unit by unit."""
    quarter = _quarter(request.GET.get("quarter", ""))
    context = {
        "survey": satisfaction.survey_of(request.user, quarter),
        "name": period_name(quarter),
        "quarters": _offered(quarter),
        "supervises": policies.supervises(request.user),
        "breadcrumbs_items": room_crumbs((None, _("Satisfaction"))),
    }
    return render(request, "supervision/survey.html", context)


@require_safe
@policies.supervisor
def bulletin_page(request: HttpRequest) -> HttpResponse:
    """What the bulletin of a quarter would say, and the draft that there is of it."""
    quarter = _quarter(request.GET.get("quarter", ""))
    office = policies.office_for(request.user)
    made = bulletin.standing(office, quarter)
    context: dict[str, Any] = {
        "quarter": quarter,
        "name": period_name(quarter),
        "quarters": _offered(quarter),
        "made": made,
        "editable": made is not None and _may_edit(staff_of(request), made.page),
        "breadcrumbs_items": room_crumbs((None, _("Quarterly bulletin"))),
    }
    try:
        report = bulletin.report_of(office, quarter)
        blocks = [*bulletin.figures_of(report), *bulletin.words_of(report)]
        context |= {
            "blocks": blocks,
            "rows": bulletin.rows_of(report),
            "form": NextCheck(report.next_check_on),
        }
    except bulletin.Refused as refused:
        context["refused"] = str(refused)
    return render(request, "supervision/bulletin.html", context)


class NextCheck(forms.Form):
    """The day on which the units' corrections are looked at: the one thing of a bulletin that is not counted."""

    next_check_on = forms.DateField(
        label=gettext_lazy("Corrections are due, and looked at next, on"),
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, day: datetime.date | None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"next_check_on": day and day.isoformat()})


def _may_edit(user: User, page: Any) -> bool:
    return bool(page.permissions_for_user(user).can_edit())


@require_POST
@policies.supervisor
def draft_bulletin(request: HttpRequest) -> HttpResponse:
    """Put the bulletin among the county's disclosures as a draft; nothing of it is public."""
    user = staff_of(request)
    quarter = _quarter(request.POST.get("quarter", ""))
    form = NextCheck(None, request.POST)
    try:
        if not form.is_valid():
            raise bulletin.Refused(form.errors["next_check_on"][0])
        bulletin.draft(policies.office_for(user), quarter, user, None, form.cleaned_data["next_check_on"])
    except bulletin.Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = _("The draft is made. The county's clerk finishes it and sends it in for review.")
        messages.success(request, words)
    return redirect(f"{reverse('supervision:bulletin')}?quarter={quarter.code}")
