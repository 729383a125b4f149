"""All notes that call the reader by name, page by page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import mentions
from ..entry import case_staff, note_listed, staff_of
from ..queue import PAGE_SIZE
from .queue import crumbs


@require_safe
@case_staff
def mentioned(request: HttpRequest) -> HttpResponse:
    """Of cases that the reader may know of today; opening the case makes its mentions read."""
    page = Paginator(mentions.mentions(staff_of(request)), PAGE_SIZE).get_page(request.GET.get("p"))
    note_listed(staff_of(request), [row.petition for row in page], "mentions")
    way = crumbs((reverse("workbench:queue"), _("Petitions")), (None, _("You were mentioned")))
    return render(request, "workbench/mentions.html", {"page": page, "breadcrumbs_items": way})
