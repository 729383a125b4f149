"""What a petitioner does on the open case, a page each: GET explains, POST acts, and a GET never changes anything."""

from __future__ import annotations

from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from intake.petitions import limits
from intake.petitions.choices import choices
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.forms.acts import (
    AcceptForm,
    ContactForm,
    MaterialForm,
    PublishForm,
    RateForm,
    WithdrawForm,
)
from intake.petitions.models import Petitioner, Rating
from intake.petitions.policies import Actor
from intake.petitions.process import material, own, passwords, perform
from intake.petitions.process.case import Case

from . import sending
from .basket import Basket, filled
from .door import with_case

methods = require_http_methods(["GET", "HEAD", "POST"])
_ADDED = gettext_lazy("It is with your case now.")


def done(request: HttpRequest, message: str | Promise) -> HttpResponse:
    """Back to the case, with a word of what was done."""
    messages.success(request, str(message))
    return redirect("petitions:case")


def too_late(request: HttpRequest, form: forms.Form | None = None) -> HttpResponse:
    """The case moved on while the page was open. What was written in the form meanwhile is shown back."""
    written = [form[name] for name in form.fields if _was_written(form, name)] if form else []
    files = [file.name for file in request.FILES.getlist("files")]
    files += [file.name for file in Basket(request.POST.get("waiting", "")).files]
    if written or files:
        context = {"written": written, "files": files}
        return render(request, "petitions/too_late.html", context, status=HTTPStatus.CONFLICT)
    messages.warning(
        request, _("This can't be done any more: the case has moved on. See below where it stands.")
    )
    return redirect("petitions:case")


def asked_already(
    request: HttpRequest, case: Case, form: forms.Form, *, waits: bool, receipt: str
) -> HttpResponse:
    """The button was pressed twice, and the paper that answers it is there; or the case has moved on. ``waits`` says
    whether such a request lies before an office."""
    own = case.petition.texts.filter(kind="material", author=None).last()
    if waits and form.is_valid() and own and own.text == form.cleaned_data["text"]:
        return to_receipt(case, receipt)
    return too_late(request, form if form.is_bound else None)


def to_receipt(case: Case, code: str) -> HttpResponse:
    """The paper that says that a request came in: it needs no other word of it."""
    return redirect("petitions:notice", case.petition.notices.filter(code=code).latest("issued_at").pk)


def _was_written(form: forms.Form, name: str) -> bool:
    """Whether this is a text that somebody wrote."""
    return isinstance(form.fields[name].widget, forms.Textarea) and bool((form[name].value() or "").strip())


@methods
@sensitive_post_parameters()
@with_case
def add(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Add material, or send what was asked for."""
    sent = request.method == "POST"
    form = (
        MaterialForm(request.POST, request.FILES)
        if sent
        else MaterialForm(initial={"key": token_urlsafe(18)})
    )
    mark = sending.mark(request) if request.POST.get("key") else ""
    if material.was_added(case.petition.pk, mark):
        return done(request, _ADDED)
    if not choices(case).add:
        return too_late(request, form)
    if not sent:
        return _material_page(request, case, form, Basket())
    basket = filled(request, form)
    if basket.gone and material.was_added(case.petition.pk, mark):  # a press that was under way took them
        return done(request, _ADDED)
    if not form.is_valid():
        return _material_page(request, case, form, basket)
    try:
        material.add(case.petition.pk, form.cleaned_data["text"], basket.files, mark)
    except RuleViolation as violation:
        violation.show(form)
        return _material_page(request, case, form, basket)
    except NotAllowed:
        return too_late(request, form)
    basket.empty()
    return done(request, _ADDED)


def _material_page(request: HttpRequest, case: Case, form: MaterialForm, basket: Basket) -> HttpResponse:
    context = {
        "form": form,
        "basket": basket,
        "petition": case.petition,
        "asked": material.asked(case),
    }
    return render(request, "petitions/add.html", context)


@methods
@with_case
def rate(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Judge the petition office and the handling unit, each with one of three words."""
    form = RateForm(request.POST if request.method == "POST" else None, initial=_rated(case))
    if not choices(case).rate:
        return too_late(request, form if form.is_bound else None)
    if request.method == "POST" and form.is_valid():
        try:
            _rate(case, form.cleaned_data)
        except RuleViolation as violation:
            violation.show(form)
        except NotAllowed:
            return too_late(request, form)
        else:
            return done(request, _("Thank you. You can change your rating until its time is over."))
    return render(request, "petitions/rate.html", {"form": form, "petition": case.petition, "case": case})


def _rate(case: Case, data: dict[str, Any]) -> None:
    with transaction.atomic():
        for subject in Rating.Subject.values:
            if value := data[f"{subject}_value"]:
                text = data[f"{subject}_text"]
                perform(case.petition.pk, "rate", Actor.petitioner(), subject=subject, value=value, text=text)


def _rated(case: Case) -> dict[str, str]:
    initial: dict[str, str] = {}
    for rating in Rating.objects.filter(petition=case.petition, round=case.petition.round):
        initial |= {f"{rating.subject}_value": rating.value, f"{rating.subject}_text": rating.text}
    return initial


@methods
@with_case
def accept(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Accept the answer: the case is closed with it."""
    if not choices(case).accept:
        return too_late(request)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            perform(case.petition.pk, "accept_result", Actor.petitioner())
        except NotAllowed:
            return too_late(request)
        return done(request, _("The case is closed with your consent."))
    return render(request, "petitions/accept.html", {"form": form, "petition": case.petition})


@methods
@sensitive_post_parameters()
@with_case
def withdraw(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take the matter back, after a page that says what follows, and with the password once more."""
    if not choices(case).withdraw:
        return too_late(request)
    petition = case.petition
    form = WithdrawForm(request.POST if request.method == "POST" else None, joint=_needs_all(case))
    if request.method == "POST" and form.is_valid() and _is_theirs(request, case, form):
        try:
            together = bool(form.cleaned_data.get("all_contacts"))
            perform(petition.pk, "withdraw", Actor.petitioner(), all_contacts=together)
        except RuleViolation as violation:
            violation.show(form)
        except NotAllowed:
            return too_late(request)
        else:
            return done(request, _("Your withdrawal is recorded."))
    return render(request, "petitions/withdraw.html", {"form": form, "petition": petition})


def _needs_all(case: Case) -> bool:
    return case.petition.joint and not case.petition.is_accusation


def _is_theirs(request: HttpRequest, case: Case, form: WithdrawForm) -> bool:
    number = case.petition.number
    if not limits.allow_guess(request, number):
        form.add_error(
            None, _("Too many tries from here or with this number. Please wait a quarter of an hour.")
        )
        return False
    if passwords.prove(number, form.cleaned_data["confirm_password"]) is None:
        limits.count_failure(request, number)
        form.add_error("confirm_password", _("This is not the password of this case."))
        return False
    return True


@methods
@sensitive_post_parameters()
@with_case
def contact(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Correct phone, address and email."""
    writer = Petitioner.objects.filter(petition=case.petition, position=0).first()
    if writer is None:
        raise Http404
    initial = {name: getattr(writer, name) for name in ("phone", "address", "email")}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            own.correct_contact(case.petition.pk, **form.cleaned_data)
        except RuleViolation as violation:
            violation.show(form)
        else:
            return done(request, _("From now on you are reached there."))
    return render(request, "petitions/contact.html", {"form": form, "petition": case.petition})


@require_POST
@with_case
def publish(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Give or take back the consent to a public summary."""
    form = PublishForm(request.POST)
    if case.petition.is_accusation or not form.is_valid():
        raise Http404
    agreed = form.cleaned_data["agreed"] == "yes"
    own.set_publishing(case.petition.pk, agreed)
    said = (
        _("Noted: a checked summary may be published.") if agreed else _("Noted: nothing of it is published.")
    )
    return done(request, said)
