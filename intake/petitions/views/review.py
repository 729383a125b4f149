"""Asking for review (复查) or second review (复核) of an opinion, and taking the request back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from intake.petitions import reviewing, windows
from intake.petitions.choices import choices
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.forms.acts import ReviewForm, WithdrawReviewForm
from intake.petitions.models import Review
from intake.petitions.policies import Actor
from intake.petitions.process import perform
from intake.petitions.process.case import Case, load
from regions import tree
from regions.models import Organisation

from .acts import asked_already, done, methods, to_receipt, too_late
from .door import with_case

RECEIPT = "review_receipt"


@methods
@sensitive_post_parameters()
@with_case
def ask(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Ask the next higher body to look at the opinion again."""
    form = ReviewForm(request.POST if request.method == "POST" else None)
    action = choices(case).review
    if not action:
        return _asked_already(request, case, form)
    if request.method == "POST" and form.is_valid():
        try:
            asked = perform(case.petition.pk, action, Actor.petitioner(), text=form.cleaned_data["text"])
        except RuleViolation as violation:
            violation.show(form)
        except NotAllowed:
            return _asked_already(request, load(case.petition.pk), form)
        else:
            return to_receipt(asked, RECEIPT)
    context = {
        "form": form,
        "petition": case.petition,
        "second": action == "request_rereview",
        "body": _body(case),
        "window": windows.to_ask_for_review(case),
    }
    return render(request, "petitions/review.html", context)


def _body(case: Case) -> Organisation | None:
    """Who will review it, as the command is going to choose."""
    petition = case.petition
    decided = petition.reviews.filter(round=petition.round, state=Review.ReviewState.DECIDED).last()
    by = decided.organisation if decided else case.lead.organisation if case.lead else None
    return reviewing.next_body(petition, tree.current(by)) if by else None


def _asked_already(request: HttpRequest, case: Case, form: ReviewForm) -> HttpResponse:
    return asked_already(request, case, form, waits=case.review is not None, receipt=RECEIPT)


@methods
@with_case
def withdraw(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take the request for review back."""
    if not choices(case).withdraw_review:
        return too_late(request)
    form = WithdrawReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            perform(case.petition.pk, "withdraw_review", Actor.petitioner())
        except NotAllowed:
            return too_late(request)
        return done(request, _("The request for review is withdrawn."))
    return render(request, "petitions/withdraw_review.html", {"form": form, "petition": case.petition})
