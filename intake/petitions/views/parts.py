"""/track/case/part/…/: a part of a report that goes on as a petition of its own: its number, and its password once."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.petitions import numbers
from intake.petitions.errors import NotFound
from intake.petitions.process import splitting
from intake.petitions.process.case import Case

from .door import with_case


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def part(request: HttpRequest, case: Case, part_id: uuid.UUID) -> HttpResponseBase:
    """``GET`` explains, a ``POST`` shows the password, another says that it is noted."""
    found = next((one for one in splitting.parts_of(case.petition) if one.pk == part_id), None)
    if found is None:
        raise Http404
    try:
        if "noted" in request.POST:
            splitting.forget_password(case.petition, part_id)
            messages.success(request, _("Nobody can see that password here any more."))
            return redirect("petitions:case")
        password = splitting.show_password(case.petition, part_id)[1] if request.method == "POST" else None
    except NotFound:
        raise Http404 from None
    return _page(request, case, found, password)


def _page(request: HttpRequest, case: Case, found: splitting.Part, password: str | None) -> HttpResponse:
    context = {
        "part": found,
        "petition": case.petition,
        "password": numbers.show_password(password) if password else "",
    }
    return render(request, "petitions/part.html", context)
