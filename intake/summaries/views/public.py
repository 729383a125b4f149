"""/cases/: the public cases, and one of them. Cacheable, without a cookie, without a query in a loop."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode

from delivery.public.caching import public_view

from ..forms import FilterForm
from ..listing import in_region, of_category, public_cases
from ..models import PublicCase

PAGE_SIZE = 20


@public_view
def index(request: HttpRequest) -> HttpResponse:
    """The list, under its filters."""
    form = FilterForm(request.GET)
    rows = public_cases()
    if category := form.chosen.get("category"):
        rows = of_category(rows, category)
    if region := form.chosen.get("region"):
        rows = in_region(rows, region)
    if year := form.chosen.get("year"):
        rows = rows.filter(answered_in__year=int(year))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    keep = f"{urlencode(form.chosen)}&" if form.chosen else ""
    return render(request, "summaries/index.html", {"form": form, "page": page, "keep": keep})


@public_view
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One public case."""
    found: PublicCase = get_object_or_404(public_cases(), pk=case_id)
    return render(request, "summaries/case.html", {"case": found})
