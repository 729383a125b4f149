"""The queue as a CSV table: masked columns only, cells that no spreadsheet takes for formulas, each export recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from intake.petitions.models import Petition
from privacy.access import record_access
from privacy.uploads.text import neutral

from .entry import note_listed
from .filters import FilterForm
from .marks import marks_of
from .queue import Listing
from .tabs import chosen, tabs_for

MOST_ROWS = 5000


class TooMany(Exception):
    """More cases than one table may hold."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} rows")
        self.count = count


class BadFilter(Exception):
    """A filter that makes no sense: the list would not be the one that was meant."""


def _header() -> list[str]:
    return [
        _("Number"),
        _("Title (masked)"),
        _("Class"),
        _("State"),
        _("Lawful route"),
        _("Category"),
        _("Place"),
        _("Held by"),
        _("Received on"),
        _("Due on"),
        _("Marks"),
    ]


def _row(petition: Petition) -> list[str]:
    return [
        petition.shown_number,
        petition.title_masked,
        petition.get_petition_class_display(),
        petition.state_name,
        petition.get_lawful_route_display(),
        petition.category.name_here if petition.category else "",
        str(petition.region),
        petition.handled_by or str(petition.owner),
        petition.received_on.isoformat(),
        petition.next_due.isoformat() if petition.next_due else "",
        " · ".join(str(mark.words) for mark in marks_of(petition)),
    ]


def written(header: list[str], rows: Iterable[list[str]]) -> str:
    """A table as CSV, every cell neutral; the mark in front lets spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def as_file(text: str, name: str) -> HttpResponse:
    """A table to take away, under a name without its ending."""
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def export(user: User, query: QueryDict) -> HttpResponse:
    """The table of a tab under its filters. Raises ``TooMany``, or ``BadFilter``: never more than was asked for."""
    tab = chosen(tabs_for(user), query.get("tab", ""))
    form = FilterForm(query, user=user)
    if not form.is_valid():
        raise BadFilter
    listing = Listing(user, form)
    count = listing.count(tab)
    if count > MOST_ROWS:
        raise TooMany(count)
    return handed_out(user, listing.cases(tab, 0, MOST_ROWS), tab.code)


def handed_out(user: User, rows: list[Petition], what: str) -> HttpResponse:
    """The table of some cases as a file. That it was taken is recorded first."""
    record_access(user, "export", user.uuid, f"export of {len(rows)} cases, {what}")
    note_listed(user, rows, "export", always=True)
    day = timezone.localdate().isoformat()
    return as_file(written(_header(), map(_row, rows)), f"petitions-{what}-{day}")
