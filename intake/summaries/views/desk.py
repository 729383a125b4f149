"""The petition office's desk of summaries: what may be published, and the page on which it is written and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from intake.petitions.errors import NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Petition
from intake.petitions.process.case import of
from intake.petitions.process.core import KIND
from intake.workbench.entry import open_case, staff_of
from intake.workbench.views.queue import crumbs
from privacy.access import record_access

from .. import policies, process
from ..forms import ReasonForm, SummaryForm
from ..models import Summary
from ..page import SummaryPage

PAGE_SIZE = 50
State = Summary.State
TABS: dict[str, tuple[str | Promise, str | Promise]] = {
    "waiting": (
        gettext_lazy("May be published"),
        gettext_lazy("Nothing waits. Answered cases whose petitioners agreed stand here."),
    ),
    State.DRAFT: (gettext_lazy("Drafts"), gettext_lazy("No draft is being written.")),
    State.IN_REVIEW: (gettext_lazy("To review"), gettext_lazy("Nothing waits for a second person.")),
    State.PUBLISHED: (gettext_lazy("Public"), gettext_lazy("Nothing is public yet.")),
    State.DECLINED: (gettext_lazy("Not to be published"), gettext_lazy("Nothing was decided against.")),
}
# What a row shows; nothing encrypted is read for a list.
ROW = ("number", "title_masked", "state", "submitted_at", "region__short_name", "region__name", "category__name",
       "category__name_en", "category__group_name", "category__group_name_en")  # fmt: skip

View = Callable[..., HttpResponseBase]


def office(view: View) -> View:
    """Close a view to who works in no petition office: to them the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.may_enter(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _rows(user: User, tab: str) -> QuerySet[Petition]:
    known = policies.of_office(user)
    if tab == "waiting":
        rows = known.filter(pk__in=policies.publishable().values("pk"), summary=None)
    else:
        rows = known.filter(summary__state=tab)
    return rows.select_related("region", "category").only(*ROW).order_by("submitted_at", "pk")


@require_safe
@office
def index(request: HttpRequest) -> HttpResponse:
    """What may be published, what is being written, what is public: a tab each."""
    user = staff_of(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    tabs = [(code, name, _rows(user, code).count(), code == tab) for code, (name, _empty) in TABS.items()]
    context = {
        "tabs": tabs,
        "tab": tab,
        "name": TABS[tab][0],
        "empty": TABS[tab][1],
        "page": Paginator(_rows(user, tab), PAGE_SIZE).get_page(request.GET.get("p")),
        "breadcrumbs_items": crumbs((None, _("Public cases"))),
    }
    return render(request, "summaries/desk.html", context)


def _open(request: HttpRequest, number: str) -> Petition:
    petition = open_case(staff_of(request), number, "summary")
    if not policies.may_write(staff_of(request), of(petition)):
        raise Http404
    return petition


def _show(
    request: HttpRequest,
    petition: Petition,
    *,
    form: SummaryForm | None = None,
    reason: ReasonForm | None = None,
    lifted: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = SummaryPage(petition, staff_of(request), form=form, reason=reason, lifted=lifted)
    desk = (reverse("summaries:desk"), _("Public cases"))
    context = {
        "page": page,
        "petition": petition,
        "breadcrumbs_items": crumbs(desk, (None, petition.shown_number)),
    }
    return render(request, "summaries/page.html", context, status=status)


@require_safe
@office
def page(request: HttpRequest, number: str) -> HttpResponse:
    """A case's summary beside its texts, as far as it is."""
    return _show(request, _open(request, number))


@require_POST
@office
def original(request: HttpRequest, number: str) -> HttpResponse:
    """The same page with the texts as they were written, for this one view. Who and when is recorded first."""
    petition = _open(request, number)
    record_access(staff_of(request), KIND, petition.pk, "unmask: summary")
    return _show(request, petition, lifted=True)


@require_POST
@office
def do(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Carry out one step. Nothing that was typed is lost by a refusal."""
    petition = _open(request, number)
    if action in _WRITING:
        return _write(request, petition, action)
    if action in _REASONED:
        return _with_reason(request, petition, action)
    if action in _PLAIN:
        return _carry_out(request, petition, action, lambda: _PLAIN[action](request, petition))
    raise Http404


def _write(request: HttpRequest, petition: Petition, action: str) -> HttpResponse:
    form = SummaryForm(request.POST, petition=petition)
    if not form.is_valid():
        return _show(request, petition, form=form, status=422)
    return _carry_out(request, petition, action, lambda: _WRITING[action](request, petition, form), form=form)


def _with_reason(request: HttpRequest, petition: Petition, action: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, petition, reason=form, status=422)
    return _carry_out(
        request, petition, action, lambda: _REASONED[action](request, petition, form), reason=form
    )


def _carry_out(
    request: HttpRequest,
    petition: Petition,
    action: str,
    command: Callable[[], Any],
    **forms_of: Any,
) -> HttpResponse:
    try:
        command()
    except NotFound:
        raise Http404 from None
    except NotAllowed:
        messages.warning(request, _("This can't be done to the summary as it is now."))
    except RuleViolation as refused:
        shown: forms.Form | None = forms_of.get("form") or forms_of.get("reason")
        if shown is None:
            messages.error(request, " ".join(str(words) for _field, words in refused.problems))
            return redirect("summaries:page", petition.shown_number)
        refused.show(shown)
        return _show(request, petition, status=422, **forms_of)
    else:
        messages.success(request, str(_SAID[action]))
    return redirect("summaries:page", petition.shown_number)


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _save(request: HttpRequest, petition: Petition, form: SummaryForm) -> None:
    process.save(petition.pk, staff_of(request), form.texts, seen=form.cleaned_data["seen"])


def _send(request: HttpRequest, petition: Petition, form: SummaryForm) -> None:
    data = form.cleaned_data
    process.send(petition.pk, staff_of(request), form.texts, data["justification"], seen=data["seen"])


def _send_back(request: HttpRequest, petition: Petition, form: ReasonForm) -> None:
    process.send_back(petition.pk, staff_of(request), form.cleaned_data["reason"], seen=_seen(request))


def _unpublish(request: HttpRequest, petition: Petition, form: ReasonForm) -> None:
    process.unpublish(petition.pk, staff_of(request), form.cleaned_data["reason"], seen=_seen(request))


def _decline(request: HttpRequest, petition: Petition, form: ReasonForm) -> None:
    process.decline(petition.pk, staff_of(request), form.cleaned_data["reason"])


_WRITING: dict[str, Callable[[HttpRequest, Petition, SummaryForm], None]] = {"save": _save, "send": _send}
_REASONED: dict[str, Callable[[HttpRequest, Petition, ReasonForm], None]] = {
    "send-back": _send_back,
    "unpublish": _unpublish,
    "decline": _decline,
}
_PLAIN: dict[str, Callable[[HttpRequest, Petition], Any]] = {
    "begin": lambda request, petition: process.begin(petition.pk, staff_of(request)),
    "publish": lambda request, petition: process.publish(petition.pk, staff_of(request), seen=_seen(request)),
}
_SAID = {
    "begin": gettext_lazy("A draft is made. Write it anew in your own words."),
    "save": gettext_lazy("The draft is kept."),
    "send": gettext_lazy("It waits for a second person."),
    "send-back": gettext_lazy("It is a draft again."),
    "publish": gettext_lazy("It is public."),
    "unpublish": gettext_lazy("It is off the site, and a draft again."),
    "decline": gettext_lazy("Noted: nothing of it is published."),
}
