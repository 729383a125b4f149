"""/track/: number and password open the case for half an hour. Whatever is wrong with them, the answer is the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from intake.petitions import limits
from intake.petitions.errors import NotFound
from intake.petitions.forms.track import DoorForm
from intake.petitions.process import case as cases
from intake.petitions.process import passwords
from intake.petitions.process.case import Case
from privacy.crypto import same

from .visit import CASE, Visit, leave_all

CaseView = Callable[..., HttpResponseBase]
# What is never written back into the page when a form is sent again after the half hour: what belongs to the door
# itself, and the password that a form of the case asks for once more.
_NOT_AGAIN = ("csrfmiddlewaretoken", "number", "password", "confirm_password")
# What a person wrote stands in sight in that page; what was chosen goes along unseen.
_IN_SIGHT = ("text", "office_text", "handler_text", "phone", "address", "email")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and password, or open the case that they prove."""
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and open_door(request, form):
        return redirect("petitions:case")
    still_open = Visit(request).recall(CASE) is not None
    return render(
        request, "petitions/track.html", {"form": form, "still_open": still_open}, status=_status(form)
    )


def csrf_failed(request: HttpRequest) -> HttpResponse:
    """The page was open too long: the number goes back into it, the password has to be typed again."""
    form = DoorForm(initial={"number": request.POST.get("number", "")[:40]})
    return render(
        request, "petitions/track.html", {"form": form, "expired": True}, status=HTTPStatus.FORBIDDEN
    )


track.csrf_failed = csrf_failed  # type: ignore[attr-defined]


def open_door(request: HttpRequest, form: DoorForm) -> bool:
    """Check number and password within the limits; on success remember the case under a new session id."""
    if not form.is_valid():
        return False
    number, password = form.cleaned_data["number"], form.cleaned_data["password"]
    if not limits.allow_guess(request, number):
        form.too_many = True
        form.add_error(
            None, _("Too many tries from here or with this number. Please wait a quarter of an hour.")
        )
        return False
    petition = passwords.prove(number, password)
    if petition is None:
        limits.count_failure(request, number)
        form.add_error(None, _("Number and password do not fit together. Check both against your receipt."))
        return False
    request.session.cycle_key()
    Visit(request).keep(CASE, {"id": str(petition.pk), "proof": petition.password_hash})
    return True


def _status(form: DoorForm) -> int:
    return HTTPStatus.TOO_MANY_REQUESTS if form.too_many else HTTPStatus.OK


def with_case(view: CaseView) -> CaseView:
    """Give a view the case that the visitor has opened. A form sent after the half hour, or by a browser that has lost
    its cookies, asks for the password beside what was typed, and then goes on; a page asks at the door."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = opened_case(request)
        if request.method == "POST" and (case is None or "number" in request.POST):
            again = DoorForm(request.POST if "number" in request.POST else None)
            if not open_door(request, again):
                return _ask_again(request, again, _status(again))
            case = opened_case(request)
        if case is None:
            return redirect("petitions:track")
        Visit(request).prolong(CASE)
        return view(request, case, *args, **kwargs)

    opened.csrf_failed = _csrf_failed  # type: ignore[attr-defined]
    return opened


def opened_case(request: HttpRequest) -> Case | None:
    """The case that this session has opened, while its password is still the one that opened it."""
    grant = Visit(request).recall(CASE)
    if grant is None:
        return None
    try:
        case = cases.load(uuid.UUID(grant["id"]))
    except NotFound:  # erased meanwhile
        return None
    return case if same(case.petition.password_hash, grant["proof"]) else None


def _csrf_failed(request: HttpRequest) -> HttpResponse:
    """The form's token is gone, mostly with all cookies: nothing was done. Asked for is only what is not open."""
    still_open = opened_case(request) is not None and "number" not in request.POST
    form = None if still_open else DoorForm(initial={"number": request.POST.get("number", "")[:40]})
    return _ask_again(request, form, HTTPStatus.FORBIDDEN)


def _ask_again(request: HttpRequest, form: DoorForm | None, status: int) -> HttpResponse:
    context = {
        "form": form,
        "typed": [
            (name, value, name in _IN_SIGHT and value)
            for name, values in request.POST.lists()
            for value in values
            if name not in _NOT_AGAIN
        ],
        "choose_again": [file.name for file in request.FILES.getlist("files")],
        "expired": status == HTTPStatus.FORBIDDEN,
    }
    return render(request, "petitions/again.html", context, status=status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the case, and whatever else is open, on this device."""
    leave_all(request)
    return redirect("petitions:left")
