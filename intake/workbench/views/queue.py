"""The queue, looking for a petitioner by telephone, and the export of what the filters leave."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import rights
from accounts.models import User
from intake.petitions import policies
from intake.petitions.handled import with_unit
from intake.petitions.models import Petition, Petitioner
from intake.petitions.process.case import of
from intake.petitions.staffing import CASE_ROLES
from privacy.access import record_access
from privacy.crypto import blind_index

from ..approvals import listed, may_decide, waiting
from ..bulk import offered_to
from ..entry import case_staff, note_listed, staff_of
from ..export import MOST_ROWS, BadFilter, TooMany, export
from ..filters import PhoneForm
from ..hand import LISTED
from ..handover import headed
from ..models import SavedFilter
from ..queue import PAGE_SIZE, page_of
from ..veil import at_intake

MOST_BY_PHONE = 50


def crumbs(*steps: tuple[str | None, str]) -> list[dict[str, str | None]]:
    """The way to a page, for Wagtail's header: (address, words), the last one the page itself, without an address."""
    way: list[tuple[str | None, str]] = [(reverse("wagtailadmin_home"), _("Home")), *steps]
    return [{"url": url, "label": label} for url, label in way]


@require_safe
@case_staff
def index(request: HttpRequest) -> HttpResponse:
    """The queue: one tab of it, under the filters. Bare, it opens with the filter that its reader chose for that."""
    chips = list(SavedFilter.objects.filter(user=staff_of(request)))
    first = next((chip for chip in chips if chip.first), None)
    if first is not None and not request.GET:
        return redirect(f"{reverse('workbench:queue')}?{first.query}")
    page = page_of(request.user, request.GET)
    note_listed(staff_of(request), page.rows, "queue")
    setattr(request, LISTED, page.listing)
    return render(
        request,
        "workbench/queue.html",
        {
            "page": page,
            "phone_form": PhoneForm(),
            "units": _own_units(request.user),
            "may_decide": may_decide(request.user),
            "heads": bool(headed(request.user)),
            "breadcrumbs_items": crumbs((None, _("Petitions"))),
            "keep": _kept(request, "p", "select"),
            "filters": _kept(request, "p", "tab", "select"),
            "all_ticked": request.GET.get("select") == "all",
            "all_link": f"?{_kept(request, 'select')}select=all",
            "back": request.GET.urlencode(),
            "bulk": offered_to(request.user),
            "chips": chips,
            "here": _kept(request, "p", "select").rstrip("&"),
        },
    )


def _own_units(user: Any) -> list[str]:
    held = {
        row.organisation_id: str(row.organisation)
        for row in rights.memberships(user)
        if row.role in CASE_ROLES
    }
    return list(held.values())


def _kept(request: HttpRequest, *but: str) -> str:
    """The query string without some of its parts and without empty ones, ready to stand before another part."""
    query = request.GET.copy()
    for name in list(query):
        if name in but or not query[name]:
            del query[name]
    return f"{query.urlencode()}&" if query else ""


@require_safe
@case_staff
def approvals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader's decision, page by page."""
    user = staff_of(request)
    page = Paginator(waiting(user), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(
        request,
        "workbench/approvals.html",
        {
            "page": page,
            "rows": listed(user, list(page), "approvals"),
            "breadcrumbs_items": crumbs(
                (reverse("workbench:queue"), _("Petitions")), (None, _("Waiting for your approval"))
            ),
        },
    )


@require_POST
@case_staff
def by_phone(request: HttpRequest) -> HttpResponse:
    """The visible cases of whoever has a telephone number. Each such search is recorded."""
    form = PhoneForm(request.POST)
    rows: list[Petition] = []
    if form.is_valid():
        user = staff_of(request)
        record_access(user, "search", user.uuid, "search by telephone")
        index = blind_index("phone", form.cleaned_data["phone"])
        rows = list(islice(_written_from(index, user), MOST_BY_PHONE))
        note_listed(user, rows, "search by telephone", always=True)
    return render(
        request,
        "workbench/by_phone.html",
        {
            "phone_form": form,
            "rows": rows,
            "most": MOST_BY_PHONE,
            "breadcrumbs_items": crumbs(
                (reverse("workbench:queue"), _("Petitions")), (None, _("By telephone"))
            ),
        },
        status=200 if form.is_valid() else 422,
    )


def _written_from(index: str, user: User) -> Iterator[Petition]:
    """The cases of a telephone's owner that a user may find by it, newest first.

    A hit says who wrote. Where the name was withheld, and in every accusation, only the intake office may be told so.
    """
    written = Petitioner.objects.filter(phone_index=index).values("petition_id")
    found = policies.visible_to(user).filter(pk__in=written).select_related("owner", "region", "category")
    actor = policies.Actor.staff(user)
    rows = with_unit(found.defer("title", "body", "reported_party", "target_body"))
    for row in rows.order_by("-submitted_at", "pk"):
        if not (row.withhold_name or row.is_accusation) or at_intake(of(row), actor):
            yield row


@require_safe
@case_staff
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """The current tab and filters as a table. More rows than it may hold is refused, never cut in silence."""
    try:
        return export(staff_of(request), request.GET)
    except (TooMany, BadFilter) as refused:
        messages.error(request, _why_not(refused))
        return redirect(f"{reverse('workbench:queue')}?{request.GET.urlencode()}")


def _why_not(refused: TooMany | BadFilter) -> str:
    if isinstance(refused, BadFilter):
        return _("A filter needs another look: nothing was exported.")
    return _("%(count)d cases are too many for one table: at most %(most)d. Narrow the list first.") % {
        "count": refused.count,
        "most": MOST_ROWS,
    }
