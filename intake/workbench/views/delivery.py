"""A paper on its way to the petitioner: printed as it is sent, and noted when it arrived, by a signed receipt or the
post's. Both are for the same people."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.policies import Actor
from intake.petitions.process import delivering
from intake.petitions.process.core import KIND
from privacy.access import record_access

from ..entry import case_staff, open_case, staff_of
from .case import notes_receipt, of_case, show_paper


def _today() -> datetime.date:
    return timezone.localdate()


class DeliveryForm(forms.Form):
    """What shows that a paper was received, and the day on it."""

    use_required_attribute = False

    how = forms.ChoiceField(
        label=gettext_lazy("What shows it"),
        choices=delivering.HOW,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what shows that it was received.")},
    )
    on = forms.DateField(
        label=gettext_lazy("The day on it"),
        initial=_today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@require_POST
@case_staff
def received(request: HttpRequest, number: str, paper_id: uuid.UUID) -> HttpResponse:
    """Note the receipt of a paper."""
    user = staff_of(request)
    petition = open_case(user, number, "note a receipt")
    form = DeliveryForm(request.POST)
    if form.is_valid():
        try:
            delivering.deliver(petition.pk, paper_id, Actor.staff(user), **form.cleaned_data)
        except (NotFound, NotAllowed):
            raise Http404 from None
        except RuleViolation as refused:
            refused.show(form)
        else:
            messages.success(request, _("The receipt is noted."))
            return redirect("workbench:paper", number=petition.shown_number, paper_id=paper_id)
    return show_paper(request, number, paper_id, form, status=422)


@require_POST
@case_staff
def print_out(request: HttpRequest, number: str, paper_id: uuid.UUID) -> HttpResponse:
    """A paper as the petitioner gets it, uncovered, to be handed over or posted; who printed it is recorded first.

    For who may note its receipt; where the writer withheld the name from this unit, the office of intake posts it.
    """
    context = of_case(request, number, paper_id, "print a paper for the petitioner")
    page, found = context["page"], context["paper"]
    if not notes_receipt(page, found) or not page.veil.can_lift:
        raise Http404
    record_access(staff_of(request), KIND, page.petition.pk, "unmask: paper for the petitioner")
    response = render(request, "workbench/paper_to_post.html", context)
    response["Cache-Control"] = "no-store"
    return response
