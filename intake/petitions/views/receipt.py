"""/petition/receipt/: number and password until the resident leaves, what happens next, and paper to take along."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods

from intake.petitions import numbers, steps_ahead
from intake.petitions.process import case as cases
from intake.petitions.process import filing

from .visit import RECEIPT, Visit, leave_all


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt as often as it is asked for; a POST says that the resident has noted it and leaves, with
    ``begin`` for a new form."""
    if request.method == "POST":
        leave_all(request)
        if "begin" in request.POST:
            return redirect(f"{reverse('petitions:new')}?{request.GET.urlencode()}")
        return redirect("petitions:left")
    kept = Visit(request).recall(RECEIPT)
    found = filing.receipt(kept["key"]) if kept else None
    if found is None:
        # Either this browser filed and has left its receipt, or it never filed: the page tells what to do in both.
        return render(request, "petitions/receipt_gone.html", {"filed": bool(kept)})
    petition = found.petition
    case = cases.of(petition)
    context = {
        "petition": petition,
        "password": numbers.show_password(found.password),
        "qr": qr_code(track_address(petition.shown_number)),
        "case": case,
        "steps": steps_ahead.ahead(case),
        "files": petition.attachments.count(),
        "left_out": kept.get("left_out", []) if kept else [],
    }
    return render(request, "petitions/receipt.html", context)


@require_http_methods(["GET", "HEAD"])
def left(request: HttpRequest) -> HttpResponse:
    """After leaving: no receipt, no case and no new password is open here any more."""
    return render(request, "petitions/left.html")


def track_address(shown_number: str) -> str:
    """The track page with the number in the fragment, which no browser sends to any server. Never the password."""
    return f"{settings.SUNSHINE_BASE_URL}{reverse('petitions:track')}#{shown_number}"


def qr_code(text: str) -> SafeString:
    """A QR code as inline SVG without styles or scripts of its own."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        nl=False,
        omitsize=True,
        border=2,
        svgclass=None,
        lineclass=None,
    )
    return mark_safe(out.getvalue().decode("ascii"))  # noqa: S308  segno draws it from the text; no text is in it
