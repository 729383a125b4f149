"""The lists of months: made, read and printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.statistics.names import period_name
from intake.workbench.entry import staff_of
from intake.workbench.queue import LAST_PAGE, PAGE_SIZE, Leaf, whole

from .. import monthly, policies
from ..rules import BY_CODE
from .lists import room_crumbs


@require_safe
@policies.reader
def index(request: HttpRequest) -> HttpResponse:
    """The lists that there are, the newest first."""
    context = {
        "lists": [(one, period_name(one.period)) for one in monthly.lists_for(request.user)],
        "supervises": policies.supervises(request.user),
        "lists_only": policies.reads_lists_only(request.user),
        "breadcrumbs_items": room_crumbs((None, _("Monthly lists"))),
    }
    return render(request, "supervision/months.html", context)


@require_POST
@policies.supervisor
def make(request: HttpRequest) -> HttpResponse:
    """Freeze the list of this month."""
    user = staff_of(request)
    office = policies.office_of(user)
    assert office is not None
    try:
        made = monthly.make(office, user)
    except monthly.Refused as refused:
        messages.warning(request, str(refused))
        return redirect("supervision:months")
    messages.success(request, _("The list is made. It stays as it is."))
    return redirect("supervision:month", made.pk)


def _context(request: HttpRequest, pk: int, lines: slice = slice(None)) -> dict[str, Any]:
    listed = get_object_or_404(monthly.lists_for(request.user), pk=pk)
    name = period_name(listed.period)
    return {
        "listed": listed,
        "name": name,
        "parts": monthly.parts(request.user, listed, lines),
        "supervises": policies.supervises(request.user),
        "lists_only": policies.reads_lists_only(request.user),
        "rules": [BY_CODE[code] for code in monthly.LISTED],
        "reader": staff_of(request),
        "breadcrumbs_items": room_crumbs((reverse("supervision:months"), _("Monthly lists")), (None, name)),
    }


@require_safe
@policies.reader
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: how much of each unit, and its lines page by page."""
    asked = min(whole(request.GET.get("p", "")), LAST_PAGE) or 1
    context = _context(request, pk, slice((asked - 1) * PAGE_SIZE, asked * PAGE_SIZE))
    total = sum(sum(part.numbers) for part in context["parts"])
    pages = max(1, -(-total // PAGE_SIZE))
    if asked > pages:
        return redirect(f"{reverse('supervision:month', args=[pk])}?p={min(pages, LAST_PAGE)}")
    context["page"] = Leaf(asked, min(pages, LAST_PAGE), total, pages > LAST_PAGE)
    return render(request, "supervision/month.html", context)


@require_safe
@policies.reader
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole of it on paper."""
    return render(request, "supervision/month_print.html", _context(request, pk))
