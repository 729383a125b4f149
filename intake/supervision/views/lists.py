"""The list of a rule, its export, and urging many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.workbench.entry import staff_of
from intake.workbench.export import MOST_ROWS, TooMany
from intake.workbench.hand import LISTED
from intake.workbench.views.queue import crumbs
from intake.workbench.views.selected import back_to

from .. import policies, urging
from ..export import export
from ..listing import page_of


def room_crumbs(*steps: tuple[str | None, str]) -> list[dict[str, str | None]]:
    """The way to a page of this room."""
    return crumbs((reverse("supervision:list"), _("Supervision")), *steps)


@require_safe
@policies.reader
def index(request: HttpRequest) -> HttpResponse:
    """The cases of one rule: of all units for the petition office, of the own one for its head."""
    page = page_of(request.user, request.GET)
    setattr(request, LISTED, page.listing)
    context = {
        "page": page,
        "supervises": policies.supervises(request.user),
        "lists_only": policies.reads_lists_only(request.user),
        "keep": f"rule={page.rule.code}&" + (f"unit={page.unit}&" if page.unit else ""),
        "breadcrumbs_items": crumbs((None, _("Supervision"))),
    }
    return render(request, "supervision/list.html", context)


@require_safe
@policies.reader
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as a table. More rows than it may hold is refused, never cut in silence."""
    try:
        return export(staff_of(request), request.GET)
    except TooMany as refused:
        words = _("%(count)d cases are too many for one table: at most %(most)d. Narrow the list first.")
        messages.error(request, words % {"count": refused.count, "most": MOST_ROWS})
        return redirect(f"{reverse('supervision:list')}?{request.GET.urlencode()}")


@require_POST
@policies.supervisor
def urge(request: HttpRequest) -> HttpResponse:
    """First the text for the cases that were ticked, then what became of each of them."""
    user = staff_of(request)
    ticked = urging.read(request.POST.getlist("case"))
    if not ticked:
        messages.warning(request, _("Tick the cases whose units you want to urge."))
        return redirect(_whence(request))
    sent = "reason" in request.POST
    form = urging.UrgeForm(request.POST if sent else None)
    if sent and form.is_valid():
        given = form.cleaned_data
        outcomes = urging.urge(user, ticked, given["reason"], given["due"])
        return _show(request, "supervision/urged.html", outcomes=outcomes, reason=given["reason"])
    foreseen = urging.foreseen(user, ticked)
    return _show(
        request,
        "supervision/urge.html",
        status=422 if sent else 200,
        form=form,
        cases=[one for one in foreseen if not one.why],
        left_out=[one for one in foreseen if one.why],
        error=sent,
    )


def _whence(request: HttpRequest) -> str:
    """The list in which the cases were ticked: the queue, which sends its query string, or a rule's."""
    if "back" in request.POST:
        return back_to(request)
    return f"{reverse('supervision:list')}?rule={request.POST.get('rule', '')[:12]}"


def _show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {
        "back": request.POST.get("back"),
        "rule": request.POST.get("rule", "")[:12],
        "whence": _whence(request),
    }
    context["breadcrumbs_items"] = room_crumbs((None, _("Urge the units")))
    return render(request, template, context, status=status)
