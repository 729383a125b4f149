"""What the pages of a desk share: who may stand at it, and the receipt of what was just taken down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from intake.petitions import desks, numbers, steps_ahead
from intake.petitions.process import behalf, filing
from intake.petitions.process import case as cases
from intake.petitions.views.receipt import qr_code, track_address
from intake.petitions.views.visit import RECEIPT, Visit

from ..entry import staff_of
from .queue import crumbs

View = Callable[..., HttpResponseBase]
# Sheets on which a receipt is printed; the first is the usual one.
SHEETS = ("a5", "a4")


def registrars(view: View) -> View:
    """Close a view to who takes nothing down for anybody: to them the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not desks.may_register(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def desk_crumbs(*further: tuple[str | None, str]) -> list[dict[str, str | None]]:
    """The way to the desk, and on from it."""
    here = reverse("desk:index") if further else None
    return crumbs((here, _("Register for residents")), *further)


@require_safe
@registrars
def index(request: HttpRequest) -> HttpResponse:
    """What one can do here, and what one took down today: a count, and numbers without a word of the cases."""
    user = staff_of(request)
    count, listed = behalf.entered_on(user, timezone.localdate())
    context = {
        "office": desks.office_desk(user),
        "units": desks.unit_desks(user),
        "grid": desks.grid_desk(user),
        "checks": desks.identity_desk(user) is not None,
        "count": count,
        "listed": listed,
        "receipt_open": open_receipt(request) is not None,
        "breadcrumbs_items": desk_crumbs(),
    }
    return render(request, "workbench/desk.html", context)


def open_receipt(request: HttpRequest) -> filing.Receipt | None:
    """The receipt that this clerk has not left yet."""
    kept = Visit(request).recall(RECEIPT)
    return filing.receipt(kept["key"]) if kept else None


def keep_receipt(request: HttpRequest, submission_key: str) -> None:
    """Let the next page show the receipt of this entry. One is open at a time: the one before is left."""
    visit = Visit(request)
    kept = visit.recall(RECEIPT)
    if kept and kept["key"] != submission_key:
        filing.leave_receipt(kept["key"])
    visit.keep(RECEIPT, {"key": submission_key})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
@registrars
@sensitive_variables("found", "context")
def receipt(request: HttpRequest) -> HttpResponse:
    """The slip for the resident, to print and hand over, until the clerk leaves it with a POST. The password is on it
    unless the matter concerns the clerk or a body of the clerk's: then the resident fetches one elsewhere."""
    found = open_receipt(request)
    if request.method == "POST":
        kept = Visit(request).recall(RECEIPT)
        if kept:
            filing.leave_receipt(kept["key"])
        Visit(request).forget(RECEIPT)
        return redirect("desk:index")
    if found is None:
        return redirect("desk:index")
    petition = found.petition
    case = cases.of(petition)
    # A desk that the matter concerns must not read on in it, nor withdraw it.
    may_hand_over = bool(desks.open_to([petition], staff_of(request)))
    asked = request.GET.get("sheet", "")
    with translation.override(petition.language):
        context = {
            "petition": petition,
            "password": numbers.show_password(found.password) if may_hand_over else "",
            "qr": qr_code(track_address(petition.shown_number)),
            "address": track_address(petition.shown_number).partition("#")[0],
            "steps": steps_ahead.ahead(case),
            "files": petition.attachments.count(),
            "told": any(person.phone for person in petition.petitioners.all()),
            "sheets": SHEETS,
            "sheet": asked if asked in SHEETS else SHEETS[0],
        }
        return render(request, "workbench/resident_receipt.html", context)
