"""Reporting as urgent what one took down today, from the desk's own list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from intake.petitions.errors import RuleViolation
from intake.petitions.process import behalf, desk_reports

from ..entry import staff_of
from ..forms import LONGEST_REASON
from .desk import desk_crumbs, registrars


class UrgentForm(forms.Form):
    """Which of the own entries, and what is urgent, in the clerk's words. It says nothing of the case."""

    use_required_attribute = False

    number = forms.ChoiceField(label=gettext_lazy("Number"), widget=forms.RadioSelect)
    threat = forms.BooleanField(label=gettext_lazy("Somebody threatens harm"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What is urgent"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write what is urgent, and what somebody threatens.")},
    )

    def __init__(self, unreported: list[str], *args: Any) -> None:
        super().__init__(*args)
        choices = [(number, number) for number in unreported]
        number = self.fields["number"]
        assert isinstance(number, forms.ChoiceField)
        number.choices = choices
        number.initial = choices[0][0] if len(choices) == 1 else None


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
@registrars
@sensitive_post_parameters()
def urgent(request: HttpRequest) -> HttpResponse:
    """Report one of the own entries of today."""
    user, now = staff_of(request), timezone.now()
    today = timezone.localdate(now)
    unreported = behalf.unreported_on(user, today)
    form = UrgentForm(unreported, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            desk_reports.report(user, now=now, day=today, **form.cleaned_data)
        except RuleViolation as refused:
            refused.show(form)
        else:
            words = _(
                "Reported. Whoever has it reads it now. If somebody is in danger, call the police yourself."
            )
            messages.success(request, words)
            return redirect("desk:index")
    context = {
        "form": form,
        "some": bool(unreported),
        "breadcrumbs_items": desk_crumbs((None, _("Report as urgent"))),
    }
    return render(request, "workbench/desk_urgent.html", context, status=422 if form.is_bound else 200)
