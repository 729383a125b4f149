"""Taking a matter down for a resident: the office's whole form, and the short one that a grid worker fills on a phone.

The form goes the public form's way: the same checks, files, question about wrongdoing, and command. Its key makes one
case however often the button is pressed, or a phone without a signal sends it again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.pages.models import SiteSettings
from intake.petitions import desks
from intake.petitions.errors import RuleViolation
from intake.petitions.forms import places
from intake.petitions.forms.registering import GridForm, RegisteringForm, UnitForm
from intake.petitions.process import filing
from intake.petitions.process.intake import made_before
from intake.petitions.views import sending
from intake.petitions.views.basket import Basket, filled
from intake.petitions.views.filing import LONGEST_KEY, must_ask
from intake.petitions.views.visit import Visit
from regions.models import Organisation

from ..entry import staff_of
from .desk import desk_crumbs, keep_receipt, open_receipt, registrars

# Fields that differ between two forms of the same words.
UNSAID = ("key", "waiting", "another")

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
@cache_control(no_store=True, private=True)
@registrars
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """A letter, a visit or a call, entered at an office's desk, or at the unit that it came to."""
    office = desks.office_desk(request.user)
    if office is not None:
        return _answer(request, office, "workbench/register.html", RegisteringForm)
    units = desks.unit_desks(request.user)
    if not units:
        raise Http404
    return _answer(request, units[0], "workbench/register.html", UnitForm, units=units)


@_methods
@cache_control(no_store=True, private=True)
@registrars
@sensitive_post_parameters()
def grid(request: HttpRequest) -> HttpResponse:
    """What somebody told a grid worker at the door."""
    body = desks.grid_desk(request.user)
    if body is None:
        raise Http404
    return _answer(request, body, "workbench/register_grid.html", GridForm, home=body.region)


@dataclass(frozen=True)
class Sheet:
    """One of the two forms, for one request: where it is entered, and how it is shown."""

    request: HttpRequest
    at: Organisation
    template: str
    make: Callable[..., RegisteringForm]

    def show(self, form: RegisteringForm, basket: Basket, status: int = HTTPStatus.OK) -> HttpResponse:
        """The form with its waiting files."""
        answer = form.errors.get("accusation_answer") or form["accusation_answer"].value()
        context = {
            "form": form,
            "basket": basket,
            "at": self.at,
            "asked": form.is_bound and bool(answer),
            "receipt_open": open_receipt(self.request) is not None,
            "breadcrumbs_items": desk_crumbs((None, _("Take a matter down"))),
        }
        return render(self.request, self.template, context, status=status)


def _answer(
    request: HttpRequest, at: Organisation, template: str, kind: type[RegisteringForm], **options: Any
) -> HttpResponse:
    county = places.county_of(SiteSettings.for_request(request).county)
    sheet = Sheet(request, at, template, partial(kind, county=county, **options))
    if request.method != "POST":
        return sheet.show(sheet.make(initial={"key": secrets.token_urlsafe(18)}), Basket())
    return _sent(sheet)


def _sent(sheet: Sheet) -> HttpResponse:
    request, user, said = sheet.request, staff_of(sheet.request), sending.mark(sheet.request, *UNSAID)
    form_key = request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(18)
    submission_key = f"desk:{user.uuid}:{form_key}"
    # A browser that goes back fetches the form anew, with another key, and puts the old words into it.
    said_before = Visit(request).was_sent(said) and not request.POST.get("another")
    if made_before(submission_key) or said_before:
        return _came_before(sheet, submission_key, said)
    form = sheet.make(request.POST, request.FILES)
    basket = filled(request, form)
    if not form.is_valid() or must_ask(form):
        return sheet.show(form, basket, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        made = filing.file(form.taken_down(submission_key, user, sheet.at), basket.files, said)
    except RuleViolation as violation:
        violation.show(form)
        return sheet.show(form, basket, HTTPStatus.UNPROCESSABLE_ENTITY)
    if made.repeated:  # by a press that was still under way
        return _came_before(sheet, submission_key, said, basket)
    basket.empty()
    Visit(request).note_sent(said, said)
    keep_receipt(request, submission_key)
    return redirect("desk:receipt")


def _came_before(sheet: Sheet, submission_key: str, said: str, basket: Basket | None = None) -> HttpResponse:
    """This form has made a case, or another one of the same words. The same once more leads to its receipt, while that
    was not left; anything else comes back as a form of its own, for the clerk to say whether it is another matter."""
    receipt = filing.receipt(submission_key)
    if receipt is not None and receipt.mark == said:
        keep_receipt(sheet.request, submission_key)
    shown = open_receipt(sheet.request)
    if shown is not None and shown.mark == said:
        if basket is not None:
            basket.empty()
        # Of two presses under way at once the later one's session is kept, and it began without this.
        Visit(sheet.request).note_sent(said, said)
        return redirect("desk:receipt")
    data: QueryDict = sheet.request.POST.copy()
    data["key"], data["another"] = secrets.token_urlsafe(18), "yes"
    form = sheet.make(data, sheet.request.FILES)
    basket = basket or filled(sheet.request, form)
    form.add_error(
        None,
        _(
            "What was sent with this form before has been taken down. What stands in it now has not been sent: if it "
            "is another matter, press the button; if not, leave the page."
        ),
    )
    return sheet.show(form, basket, HTTPStatus.CONFLICT)
