"""A new query password at the counter (当面重置查询密码): whose paper was seen is noted, the slip is shown once.

The password stands in the one answer to the form that was sent, and nowhere else: not in an address, the session,
the history or a log. Whoever leaves the slip without printing it sends the form again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from intake.petitions import numbers, policies
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.identity import IDENTITY_PAPERS
from intake.petitions.models import Petition
from intake.petitions.process import passwords
from intake.petitions.views.receipt import track_address

from ..case_page import CasePage
from ..entry import case_staff, open_case, staff_of
from .case import case_crumbs


class PasswordForm(forms.Form):
    """How the petitioner's identity was checked: kept with who checked it and when."""

    person = forms.TypedChoiceField(
        label=gettext_lazy("Who stands before you"), coerce=int, widget=forms.RadioSelect
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("The identity paper that you saw"),
        choices=(("", gettext_lazy("Choose the kind of paper")), *IDENTITY_PAPERS),
    )
    matches = forms.BooleanField(
        label=gettext_lazy(
            "I saw the original paper. Its picture is of the person before me, and its name, and its number where the "
            "case holds one, are those of the case."
        ),
        error_messages={"required": gettext_lazy("Without this no new password may be given.")},
    )

    def __init__(self, *args: Any, page: CasePage, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)
        known = {row.position for row in passwords.named(page.case)}
        people = [one for one in page.veil.identities() if one.position in known]
        person.choices = [(one.position, one.name) for one in people]
        if len(people) == 1:
            person.initial = people[0].position


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, private=True)
@case_staff
def password(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how the identity was checked, then show the slip with the new password, once."""
    petition = open_case(staff_of(request), number, "password")
    page = CasePage(petition, staff_of(request))
    if not policies.may_renew_password(page.actor, page.case) or not passwords.named(page.case):
        raise Http404
    form = PasswordForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        try:
            return _slip(request, petition, page, form.cleaned_data)
        except (NotFound, NotAllowed):
            raise Http404 from None
        except RuleViolation as refused:
            refused.show(form)
    context = {
        "page": page,
        "petition": petition,
        "form": form,
        "breadcrumbs_items": case_crumbs(petition, (None, _("New query password"))),
    }
    return render(request, "workbench/password.html", context, status=422 if form.errors else 200)


@sensitive_variables("new", "context")
def _slip(request: HttpRequest, petition: Petition, page: CasePage, checked: dict[str, Any]) -> HttpResponse:
    new = passwords.renew_in_person(petition.pk, page.actor, person=checked["person"], paper=checked["paper"])
    context = {
        "petition": petition,
        "password": numbers.show_password(new),
        "address": track_address(petition.shown_number).partition("#")[0],
        "now": timezone.now(),
    }
    return render(request, "workbench/password_slip.html", context)
