"""Who comes to a desk with an identity paper: how the case stands, its papers, a new password, all on paper.

The clerk is shown numbers and states. What is printed is what the petitioner may see; what offices write among
themselves is not in it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from intake.petitions import desks, numbers, outlook, status, steps_ahead, timeline
from intake.petitions.errors import NotFound, RuleViolation
from intake.petitions.forms.identity import IdentityForm
from intake.petitions.process import checking
from intake.petitions.unsealing import open_papers, release_of
from intake.petitions.views.receipt import track_address

from ..entry import staff_of
from .desk import desk_crumbs, registrars

_private = cache_control(no_store=True, private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_private
@registrars
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """Ask what stands on the paper; then list the cases that it fits. Whatever does not fit, the answer is the same."""
    user = _clerk(request)
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leave = checking.check(form.shown(), user, timezone.now())
        except RuleViolation as refused:
            refused.show(form)
        else:
            if leave is not None:
                return _found(request, leave, user)
            form.add_error(
                None,
                _(
                    "Nothing that this desk may tell of fits. Check name, numbers and phone. Otherwise: the petition "
                    "office; for a report of wrongdoing, the discipline inspectors' reception; without a name, nobody."
                ),
            )
    context = {"form": form, "breadcrumbs_items": desk_crumbs((None, _("Check an identity paper")))}
    return render(request, "workbench/identity.html", context, status=422 if form.errors else 200)


def _clerk(request: HttpRequest) -> User:
    if desks.identity_desk(request.user) is None:
        raise Http404
    return staff_of(request)


def _found(request: HttpRequest, leave: checking.Pass, user: User) -> HttpResponse:
    rows = [
        {"petition": petition, "state": status.public_name(petition), "papers": _papers(petition)}
        for petition in checking.cases_of(leave, user)
    ]
    context = {
        "rows": rows,
        "token": leave.sealed(),
        "until": leave.until,
        "breadcrumbs_items": desk_crumbs((None, _("Check an identity paper"))),
    }
    return render(request, "workbench/identity_found.html", context)


def _papers(petition: Any) -> list[Any]:
    """The papers for the petitioner, newest first: their names and days alone."""
    return list(open_papers(petition).filter(to_organisation=None).defer("body").reverse())


def _told(petition: Any) -> list[timeline.Entry]:
    """What happened, as the petitioner reads it, from the day on which it was not sealed any more."""
    released = release_of(petition)
    told = timeline.entries(petition)
    return [entry for entry in told if released is None or entry.at >= released.at]


def _leave(request: HttpRequest, user: User) -> tuple[checking.Pass, str]:
    """The pass and the case that a button names. Raises ``NotFound`` for a pass that is over."""
    return checking.opened(request.POST.get("token", ""), user, timezone.now()), request.POST.get("case", "")


def _over(request: HttpRequest) -> HttpResponse:
    """The pass is over, or the case is none of this desk's any more: the paper has to be looked at anew."""
    form = IdentityForm()
    context = {
        "form": form,
        "over": True,
        "breadcrumbs_items": desk_crumbs((None, _("Check an identity paper"))),
    }
    return render(request, "workbench/identity.html", context, status=403)


@require_POST
@_private
@registrars
@sensitive_post_parameters()
def standing(request: HttpRequest) -> HttpResponse:
    """How the case stands, on paper, in its petitioner's language."""
    user = _clerk(request)
    try:
        case = checking.look(*_leave(request, user), user)
    except NotFound:
        return _over(request)
    petition = case.petition
    with translation.override(petition.language):
        context = {
            "petition": petition,
            "state": status.public_name(petition),
            "headline": outlook.headline(case, with_first=False),
            "entries": _told(petition),
            "steps": steps_ahead.ahead(case),
            "papers": _papers(petition),
            "now": timezone.now(),
        }
        return render(request, "workbench/standing.html", context)


@require_POST
@_private
@registrars
@sensitive_post_parameters()
@sensitive_variables("password", "context")
def password(request: HttpRequest) -> HttpResponse:
    """A new password on a slip, once."""
    user = _clerk(request)
    again = "again" in request.POST
    try:
        leave, petition_id = _leave(request, user)
        petition, new = checking.new_password(leave, petition_id, user, timezone.now(), again=again)
    except NotFound:
        return _over(request)
    except RuleViolation as refused:
        words = " ".join(str(words) for _field, words in refused.problems)
        asked = {"words": words, "token": request.POST["token"], "case": petition_id}
        return render(request, "workbench/password_again.html", asked, status=409)
    context = {
        "petition": petition,
        "password": numbers.show_password(new),
        "address": track_address(petition.shown_number).partition("#")[0],
        "now": timezone.now(),
        "at_desk": True,
    }
    return render(request, "workbench/password_slip.html", context)


@require_POST
@_private
@registrars
@sensitive_post_parameters()
def paper(request: HttpRequest) -> HttpResponse:
    """A paper goes over the counter: noted as received today, and shown to be printed."""
    user = _clerk(request)
    try:
        leave, petition_id = _leave(request, user)
        notice_id = uuid.UUID(request.POST.get("paper", ""))
        notice = checking.hand_over(leave, petition_id, notice_id, user, timezone.now())
    except (NotFound, ValueError):
        return _over(request)
    return render(request, "workbench/handed_over.html", {"notice": notice, "petition": notice.petition})
