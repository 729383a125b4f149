"""A list as a CSV table: masked titles only, cells that no spreadsheet takes for formulas, each export recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from intake.workbench.export import MOST_ROWS, TooMany, as_file, written
from intake.workbench.marks import marks_of
from privacy.access import record_access
from regions.models import Organisation

from .listing import chosen, for_user, read
from .rules import Rule

NOBODY = 0  # no unit has it


def _header(rule: Rule) -> list[str]:
    return [
        _("Number"),
        _("Title (masked)"),
        _("Unit"),
        _("State"),
        str(rule.about),
        _("Days since"),
        _("Received on"),
        _("Due on"),
        _("Marks"),
    ]


def _row(petition: Any) -> list[str]:
    today = timezone.localdate()
    return [
        petition.shown_number,
        petition.title_masked,
        str(petition.unit_here or petition.owner),
        petition.state_name,
        petition.since.isoformat() if petition.since else "",
        str((today - petition.since).days) if petition.since else "",
        petition.received_on.isoformat(),
        petition.next_due.isoformat() if petition.next_due else "",
        " · ".join(str(mark.words) for mark in marks_of(petition)),
    ]


def export(user: User, query: QueryDict) -> HttpResponse:
    """The list of a rule and unit. Raises ``TooMany``: a table is never cut in silence."""
    rule = chosen(query.get("rule", ""))
    code = query.get("unit", "").replace("\0", "")  # no database takes one
    unit = Organisation.objects.filter(code=code).values_list("pk", flat=True).first() if code else None
    entries = for_user(user).entries(rule, NOBODY if code and unit is None else unit)
    count = entries.count()
    if count > MOST_ROWS:
        raise TooMany(count)
    record_access(user, "export", user.uuid, f"supervision of {count} cases, {rule.code}")
    names = Organisation.objects.in_bulk()
    rows = read(entries, 0, MOST_ROWS, names)
    day = timezone.localdate().isoformat()
    return as_file(written(_header(rule), map(_row, rows)), f"supervision-{rule.code}-{day}")
