"""/petition/new/: the form. Whatever goes wrong, what was typed and chosen is in the page that says so."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.pages.models import SiteSettings
from intake.clock import store
from intake.petitions import limits
from intake.petitions.errors import RuleViolation
from intake.petitions.forms import places
from intake.petitions.forms.filing import FilingForm
from intake.petitions.process import filing
from intake.petitions.process.intake import made_before
from intake.petitions.texts import TITLE_LENGTH
from intake.routing import service as routing
from intake.routing.models import PetitionClass

from . import sending
from .basket import Basket, filled, left_out
from .visit import RECEIPT, RENEWED, Visit, shows_password

LONGEST_KEY = 64
# Classes that an address may choose. A report of wrongdoing is none: it would stand in a shared computer's history.
PREFILLED = (PetitionClass.APPEAL, PetitionClass.SUGGESTION)
# Limits that the form speaks of.
SHOWN_DAYS = (
    "transfer_15",
    "notify_forwarded_15",
    "handle_60",
    "suggestion_reply_60",
    "discipline_accept_15wd",
)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take what was sent in. No form is opened beside a password that can still be seen here."""
    if request.method == "POST":
        return _sent(request)
    shown = shows_password(request)
    if shown:
        return render(request, "petitions/still_open.html", {"renewed": shown == RENEWED})
    Visit(request).begin()
    initial = {
        "key": secrets.token_urlsafe(18),
        "region": places.place_for(request.GET.get("region", "")),
        "petition_class": next((one for one in PREFILLED if one == request.GET.get("petition_class")), ""),
    }
    return _page(request, _form(request, initial=initial | _objection(request)), Basket())


def _objection(request: HttpRequest) -> dict[str, str]:
    """What the form begins with when it opens from a disclosure: its place, which one it is, and that an answer is
    asked for; its writer may choose otherwise.
    """
    about = _form(request, initial={"about": request.GET.get("about", "")}).about_what
    if about is None:
        return {}
    title = _("I object to “%(title)s” of %(place)s") % {"title": about.title, "place": about.region.name}
    return {
        "about": str(about.pk),
        "region": places.place_for(about.region.code),
        "title": title[:TITLE_LENGTH],
        "petition_class": PetitionClass.APPEAL,
    }


def csrf_failed(request: HttpRequest) -> HttpResponse:
    """The form's token has expired: nothing was read of it but what goes back into the page. Files were not taken."""
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    form = _form(request, initial=typed | {"key": typed.get("key") or secrets.token_urlsafe(18)})
    names = [file.name for file in request.FILES.getlist("files")]
    context = {"expired": True, "choose_again": names}
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        Visit(request).start()  # a form that another site sends must not end the visit of this browser
    basket = Basket(request.POST.get("waiting", ""), ticked=request.POST.getlist("remove"))
    return _page(request, form, basket, HTTPStatus.FORBIDDEN, **context)


new.csrf_failed = csrf_failed  # type: ignore[attr-defined]


def _form(request: HttpRequest, data: QueryDict | None = None, **options: Any) -> FilingForm:
    county = places.county_of(SiteSettings.for_request(request).county)
    return FilingForm(data, request.FILES if data is not None else None, county=county, **options)


def _sent(request: HttpRequest) -> HttpResponse:
    visit = Visit(request)
    form_key = request.POST.get("key", "")[:LONGEST_KEY] or secrets.token_urlsafe(18)
    submission_key = visit.bound(form_key)
    if made_before(submission_key) or visit.was_sent(form_key):
        return _came_before(request, form_key, submission_key)
    form = _form(request, request.POST)
    basket = filled(request, form)
    if basket.gone and made_before(submission_key):  # a press that was under way took them
        return _came_before(request, form_key, submission_key, basket)
    if not submission_key:
        visit.start()
        return _page(request, form, basket, HTTPStatus.FORBIDDEN, expired=True)
    if not form.is_valid() or must_ask(form) or not _may_file(request, form):
        return _page(request, form, basket)
    try:
        made = filing.file(form.submission(submission_key), basket.files, sending.mark(request))
    except RuleViolation as violation:
        violation.show(form)
        return _page(request, form, basket)
    if made.repeated:  # by a press that was still under way
        return _came_before(request, form_key, submission_key, basket)
    told = left_out(request, basket)
    basket.empty()
    visit.note_sent(form_key, sending.mark(request))
    visit.keep(RECEIPT, {"key": submission_key, "left_out": told})
    return redirect("petitions:receipt")


def _came_before(
    request: HttpRequest, form_key: str, submission_key: str, basket: Basket | None = None
) -> HttpResponse:
    """This form has made a case. The same once more is a second press, and gets its receipt; about anything else the
    writer is asked, in a form of its own: it may be a correction or another matter, and only they know."""
    visit, mark = Visit(request), sending.mark(request)
    receipt = filing.receipt(submission_key)
    same = visit.was_said(form_key, mark) or (receipt is not None and receipt.mark == mark)
    if same or receipt is not None:
        told = left_out(request, basket) if same else []
        visit.keep(RECEIPT, {"key": submission_key, "left_out": told})
    if same:
        if basket is not None:
            basket.empty()
        visit.note_sent(form_key, mark)  # of two presses under way at once the later one's session is kept
        return redirect("petitions:receipt")
    visit.start()
    data = request.POST.copy()
    data["key"] = secrets.token_urlsafe(18)
    form = _form(request, data)
    basket = basket or filled(request, form)
    return _page(request, form, basket, HTTPStatus.CONFLICT, another=True, receipt_open=receipt is not None)


def must_ask(form: FilingForm) -> bool:
    """Ask, once, whether a text that reads like an accusation is one: in the petition office it could not be unread."""
    data = form.cleaned_data
    if data["petition_class"] == PetitionClass.ACCUSATION or data["accusation_answer"]:
        return False
    proposal = routing.propose(
        title=data["title"],
        body=data["body"],
        region=form.region_chosen,
        category=form.category_chosen,
        petition_class=data["petition_class"],
        reported_party=data["reported_party"],
        target_body=data["target_body"],
    )
    if proposal.accusation_suspected:
        form.add_error("accusation_answer", _("Choose one of the two answers. Nothing has been sent yet."))
    return proposal.accusation_suspected


def _may_file(request: HttpRequest, form: FilingForm) -> bool:
    most = settings.SUNSHINE_SUBMISSIONS_PER_HOUR
    allowed = limits.allow("submit", limits.address_of(request), most, 3600)
    if not allowed:
        message = _(
            "Very many petitions came from your network within an hour. Please send this again in a while."
        )
        form.add_error(None, message)
    return allowed


def _page(
    request: HttpRequest, form: FilingForm, basket: Basket, status: int = HTTPStatus.OK, **extra: Any
) -> HttpResponse:
    """The form with its waiting files, and the days that the rules give to those who must answer."""
    context = {
        "form": form,
        "basket": basket,
        "left_out": left_out(request, basket),
        "asked": bool(form.errors.get("accusation_answer")) if form.is_bound else False,
        "answered": bool(form["accusation_answer"].value()),
        "days": {code: store.days(code) for code in SHOWN_DAYS},
    }
    return render(request, "petitions/new.html", context | extra, status=status)
