"""Noting on a paper's page when it reached the petitioner: by a signed receipt, or the post's."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.policies import Actor
from intake.petitions.process import delivering

from ..entry import case_staff, open_case, staff_of
from .case import show_paper


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
