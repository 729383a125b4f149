"""Asking that a closed case be opened again (申请重新启动): with new facts, or for a promise that was not kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from intake.clock import store
from intake.petitions.choices import choices
from intake.petitions.errors import NotAllowed, RuleViolation
from intake.petitions.forms.acts import ReopenForm
from intake.petitions.policies import Actor
from intake.petitions.process import perform, reopening
from intake.petitions.process.case import Case, load

from .acts import asked_already, methods, to_receipt
from .door import with_case

RECEIPT = "reopen_receipt"


@methods
@sensitive_post_parameters()
@with_case
def ask(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Ask the office that may open the case again to do so."""
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if not choices(case).reopen:
        return _asked_already(request, case, form)
    if request.method == "POST" and form.is_valid():
        try:
            asked = perform(
                case.petition.pk, "ask_reopen", Actor.petitioner(), text=form.cleaned_data["text"]
            )
        except RuleViolation as violation:
            violation.show(form)
        except NotAllowed:
            return _asked_already(request, load(case.petition.pk), form)
        else:
            return to_receipt(asked, RECEIPT)
    context = {
        "form": form,
        "petition": case.petition,
        "office": case.intake,
        "days": store.days(reopening.RULE),
    }
    return render(request, "petitions/reopen.html", context)


def _asked_already(request: HttpRequest, case: Case, form: ReopenForm) -> HttpResponse:
    return asked_already(
        request, case, form, waits=case.petition.reopen_asked_at is not None, receipt=RECEIPT
    )
