"""/track/lost/: a new password by SMS to the registered phone. Every number typed gets the same pages.

Where no text messages are sent, the page shows the way to the office.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from delivery import channels
from intake.petitions import limits, numbers
from intake.petitions.forms.lost import CodeForm, PhoneForm
from intake.petitions.process import lost as process
from privacy.crypto import keyed_hash

from .visit import LOST, RENEWED, Visit, leave_all

CODES_PER_PHONE = 3  # an hour
# Whoever watches one phone would otherwise have hundreds of tries a day at its codes, and its owner dozens of messages.
CODES_PER_PHONE_A_DAY = 6
CODES_PER_ADDRESS = 10  # an hour
TRIES_PER_ADDRESS = 40  # an hour; each code has its own five
HOUR = 3600
DAY = 24 * HOUR

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@sensitive_post_parameters()
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for the phone number and send a code to it, if codes are sent here."""
    if channels.is_off("sms"):
        return render(request, "petitions/lost_at_office.html")
    form = PhoneForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        refusal = _refusal(request, phone)
        if refusal is None:
            process.send_code(phone, get_language() or "zh-hans")
            request.session.cycle_key()
            Visit(request).keep(LOST, {"phone": phone})
            return redirect("petitions:lost_code")
        form.add_error(None, refusal)
        status = HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "petitions/lost.html", {"form": form}, status=status)


def _refusal(request: HttpRequest, phone: str) -> str | None:
    """Why no code is sent now; None when one may be. An address over its own limit uses up nothing of the phone's."""
    wait = _("Codes were asked for too often. Please wait an hour, or come to the petition office.")
    if not limits.allow("lost", limits.address_of(request), CODES_PER_ADDRESS, HOUR):
        return wait
    owner = keyed_hash("lost_phone", phone)[:32]
    if not limits.allow("lost", owner, CODES_PER_PHONE, HOUR):
        return wait
    if not limits.allow("lost_day", owner, CODES_PER_PHONE_A_DAY, DAY):
        return _(
            "Too many codes were asked for this number today. Try again tomorrow, or come to the petition office."
        )
    return None


@_methods
@sensitive_post_parameters()
def lost_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one gives new passwords."""
    visit = Visit(request)
    asked = visit.recall(LOST)
    if asked is None or channels.is_off("sms"):
        return redirect("petitions:lost_new" if visit.recall(RENEWED) else "petitions:lost")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if limits.allow("lost_code", limits.address_of(request), TRIES_PER_ADDRESS, HOUR):
            redeemed = process.redeem(asked["phone"], form.cleaned_data["code"])
        else:
            redeemed = process.Redeemed([])
        if redeemed.renewed:
            cases = [[row.petition.shown_number, row.password] for row in redeemed.renewed]
            visit.keep(RENEWED, {"cases": cases, "more": redeemed.more})
            visit.forget(LOST)
            return redirect("petitions:lost_new")
        form.add_error(
            "code",
            _("This code is not right, was used already, or is too old. After five tries ask for a new one."),
        )
    return render(request, "petitions/lost_code.html", {"form": form})


@_methods
def lost_new(request: HttpRequest) -> HttpResponse:
    """The new passwords, until the resident leaves the page."""
    if request.method == "POST":
        leave_all(request)
        return redirect("petitions:left")
    renewed = Visit(request).recall(RENEWED)
    if renewed is None:
        return redirect("petitions:lost")
    cases = [(number, numbers.show_password(password)) for number, password in renewed["cases"]]
    return render(request, "petitions/lost_new.html", {"cases": cases, "more": renewed.get("more")})
