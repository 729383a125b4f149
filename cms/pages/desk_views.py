"""The desk's pages about disclosures: the list of one's places, and what a reviewer does to what is public."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page, TaskState, WorkflowState

from cms.ledgers import process as ledgers
from cms.ledgers.models import LedgerVersion
from cms.pages import publishing, reading, rights
from cms.pages.importing import draft_of
from cms.pages.models import DisclosurePage

PER_PAGE = 50


def _mine(request: HttpRequest) -> QuerySet[DisclosurePage]:
    """The disclosures of the places for which one writes, or which one reviews."""
    return DisclosurePage.objects.filter(rights.own_or_reviewed(request.user)).select_related(
        "item", "region"
    )


def _waiting(pks: list[int]) -> set[int]:
    """Those of some pages that wait for a review."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    found = states.filter(object_id__in=[str(pk) for pk in pks]).values_list("object_id", flat=True)
    return {int(one) for one in found}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The disclosures of one's places, the newest first, found by words of the title."""
    if not rights.may_enter(request.user):
        raise Http404
    asked = request.GET.get("q", "").replace("\0", "").strip()[:60]
    rows = _mine(request).filter(Q(title__contains=asked) | Q(draft_title__contains=asked))
    rows = rows.prefetch_related("ledgers__version").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    reviewed, waiting = rights.reviewed_paths(request.user), _waiting([row.pk for row in page])
    hours = publishing.hours(page)
    for row in page:
        row.is_mine = rights.writes(request.user, row.region)
        row.is_reviewed = row.region.path.startswith(reviewed)
        row.waits = row.pk in waiting
        row.hour = hours.get(row.pk)
        row.hour_missed = publishing.missed(row.hour)
    context = {"page": page, "q": asked, "places": rights.places_of(request.user)}
    return render(request, "pages/desk/disclosures.html", context)


def _to_review(request: HttpRequest, pk: int) -> tuple[Any, TaskState, set[str]]:
    """A page that waits for this person's review, where it stands, and what may be done. Raises ``Http404``."""
    page = get_object_or_404(Page, pk=pk).specific
    state = page.current_workflow_task_state
    actions = (
        {name for name, *_rest in state.task.specific.get_actions(page, request.user)} if state else set()
    )
    if state is None or not actions:
        raise Http404
    return page, state, actions


@require_safe
def as_public(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that waits for a review, as everybody will see it: just the revision that is approved or not."""
    _page, state, _actions = _to_review(request, pk)
    page = state.revision.as_object()
    return page.make_preview_request(request, page.default_preview_mode)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what waits for a review as the public will see it, and approve it or send it back with a word."""
    page, state, actions = _to_review(request, pk)
    context = {"page": page, "state": state, "comment": request.POST.get("comment", "").strip()[:1000]}
    if isinstance(page, DisclosurePage):
        context["matters"] = reading.matters(state.revision.as_object())
    if request.method != "POST":
        return render(request, "pages/desk/review_page.html", context)
    action = request.POST.get("action", "")
    if action not in actions or str(state.pk) != request.POST.get("state"):
        messages.error(request, _("It has changed meanwhile. Read it again."))
        return redirect("disclosure_review", pk)
    if action == "reject" and not context["comment"]:
        context["problem"] = _("Say what is to be changed: the clerk reads it.")
        return render(request, "pages/desk/review_page.html", context, status=422)
    try:
        state.task.specific.on_action(state, request.user, action, comment=context["comment"])
    except ValidationError as wrong:  # a draft from before a rule that it breaks
        context["problem"] = " ".join(wrong.messages)
        return render(request, "pages/desk/review_page.html", context, status=422)
    done = _("It is public.") if action == "approve" else _("It is sent back.")
    messages.success(
        request, done if page.go_live_at is None or action != "approve" else _("It is approved.")
    )
    return redirect("wagtailadmin_home")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a disclosure from the public, with a reason that stands at its address; one that waits for its hour is
    stopped, with a reason for who wrote it.
    """
    page = get_object_or_404(_mine(request), pk=pk)
    if not rights.reviews(request.user, page.region):
        raise Http404
    hour = publishing.hours([page]).get(pk)
    what = "stop" if hour is not None and not page.live else "withdraw"
    context = {"page": page, "hour": hour, "what": what, "reason": request.POST.get("reason", "")}
    if request.method != "POST":
        return render(request, "pages/desk/withdraw.html", context)
    try:
        if request.POST.get("what") != what:  # its hour came: a reason for the clerk is none for everybody
            raise publishing.Refused(_("It has changed meanwhile. Read it again."))
        _TAKING[what](page, by=request.user, reason=context["reason"])  # type: ignore[arg-type]
    except publishing.Refused as refused:
        context["problem"] = str(refused)
        return render(request, "pages/desk/withdraw.html", context, status=422)
    messages.success(request, str(_TAKEN[what]))
    return redirect("disclosure_list")


_TAKING = {"stop": publishing.stop, "withdraw": publishing.withdraw}
_TAKEN = {
    "stop": gettext_lazy("It is stopped before publication, and a draft again. Its clerk reads why."),
    "withdraw": gettext_lazy("It is withdrawn. Its address says so, and why."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """Take the text of a ledger away for good (personal data in it), in every version."""
    page = get_object_or_404(_mine(request), pk=pk)
    row = page.ledgers.select_related("version").filter(version=key).first()
    if row is None or not rights.reviews(request.user, page.region) or not row.version.is_readable:
        raise Http404
    context = {"page": page, "version": row.version, "reason": request.POST.get("reason", "")}
    if request.method == "POST":
        try:
            ledgers.redact(row.version, by=request.user, reason=context["reason"], whole=True)  # type: ignore[arg-type]
        except ledgers.Refused as refused:
            context["problem"] = str(refused.message)
            return render(request, "pages/desk/redact.html", context, status=422)
        messages.success(request, _("The text of this table is taken away, in all its versions."))
        return redirect("disclosure_list")
    return render(request, "pages/desk/redact.html", context)


@require_POST
def remove(request: HttpRequest, pk: int, key: uuid.UUID) -> HttpResponse:
    """Take a table out of a draft. One that was never public is thrown away."""
    page = draft_of(request, pk)
    row = next((row for row in page.ledgers.all() if row.version_id == key), None)
    if row is None or row.version.state != LedgerVersion.State.DRAFT:
        raise Http404
    draft, previous = row.version, row.version.replaces
    if previous is None:
        page.ledgers.remove(row)
        DisclosurePage.objects.get(pk=pk).ledgers.filter(version=key).delete()
    else:  # a correction that is given up: what is public stands in its place again
        row.version = previous
        page.ledgers.add(row)
    page.save_revision(user=request.user)
    ledgers.discard(draft, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The table is no longer in the draft."))
    return redirect("wagtailadmin_pages:edit", pk)
