"""The desk of notices inside the Wagtail admin: list, editor, overview with its acts, preview.

Every notice is looked up by ``policies.visible_to``: one of another body is as unknown as one that does not exist.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User

from .. import checks, policies, process, publicity
from ..choices import State
from ..errors import Conflict, NotAllowed, RuleViolation
from ..models import Case, Notice, Person, label_of
from ..process.publishing import proposed
from . import acts
from .forms import ActForm, Editor, one_more
from .overview import Overview

PAGE_SIZE = 30

View = Callable[..., HttpResponseBase]


def members_only(view: View) -> View:
    """Close a view to who works in no discipline body: to them the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.may_enter(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def staff_of(request: HttpRequest) -> User:
    """Who asks, behind ``members_only``: a member of staff."""
    assert isinstance(request.user, User)
    return request.user


def crumbs(*steps: tuple[str | None, str]) -> list[dict[str, str | None]]:
    """The way to a page, for Wagtail's header."""
    way: list[tuple[str | None, str]] = [
        (reverse("wagtailadmin_home"), _("Home")),
        (reverse("notices_desk:list"), _("Accountability notices")),
        *steps,
    ]
    return [{"url": url, "label": label} for url, label in way]


@require_safe
@members_only
def index(request: HttpRequest) -> HttpResponse:
    """The notices of one's bodies, by state."""
    state = request.GET.get("state", "")
    found = policies.visible_to(request.user).select_related("issuer").order_by("-changed_at", "pk")
    if state in State.values:
        found = found.filter(state=state)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("p")),
        "states": State.choices,
        "state": state if state in State.values else "",
        "may_write": policies.bodies(request.user).exists(),
        "breadcrumbs_items": crumbs(),
    }
    return render(request, "notices/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: HttpRequest) -> HttpResponse:
    """Begin a notice."""
    bodies = policies.bodies(request.user)
    if not bodies.exists():
        raise Http404
    more = "add_case" in request.POST
    editor = Editor(bodies, (one_more(request.POST) if more else request.POST) if request.POST else None)
    if request.method == "POST" and not more and editor.is_valid():
        notice = process.create(staff_of(request), editor.frame.cleaned_data["issuer"], editor.data())
        messages.success(request, _("The draft is kept."))
        return redirect("notices_desk:notice", notice.pk)
    return _edit_page(request, editor, None, failed=request.method == "POST" and not more)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def edit(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Write a draft on."""
    notice = _open(request, notice_id)
    if notice.state != State.DRAFT or not policies.is_member(request.user, notice):
        messages.warning(request, _("This notice can't be changed as it is now."))
        return redirect("notices_desk:notice", notice.pk)
    more = "add_case" in request.POST
    bodies = type(notice.issuer).objects.filter(pk=notice.issuer_id)
    editor = Editor(
        bodies, (one_more(request.POST) if more else request.POST) if request.POST else None, notice
    )
    if request.method != "POST" or more or not editor.is_valid():
        return _edit_page(request, editor, notice, failed=request.method == "POST" and not more)
    try:
        process.save(notice.pk, staff_of(request), editor.data(), seen=editor.frame.cleaned_data["seen"])
    except Conflict:
        editor.frame.add_error(None, _("Somebody changed it meanwhile. Look at it in another window first."))
        return _edit_page(request, editor, notice, failed=True)
    messages.success(request, _("The draft is kept."))
    return redirect("notices_desk:notice", notice.pk)


def _edit_page(request: HttpRequest, editor: Editor, notice: Notice | None, *, failed: bool) -> HttpResponse:
    name = notice.title if notice else _("New notice")
    context = {
        "editor": editor,
        "notice": notice,
        "breadcrumbs_items": crumbs((None, name)),
        "failed": failed,
    }
    return render(request, "notices/desk/edit.html", context, status=422 if failed else 200)


@require_safe
@members_only
def overview(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """A notice with what can be done now, by this person."""
    return _overview(request, _open(request, notice_id))


@require_safe
@members_only
def preview(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """The notice as the public sees it, or would if it were published now."""
    notice = _open(request, notice_id)
    today = timezone.localdate()
    for case in notice.cases.all():
        case.take_down_on = case.take_down_on or proposed(case, today)
    context = {
        "notice": publicity.shown(notice, today),
        "preview": reverse("notices_desk:notice", args=[notice.pk]),
    }
    return render(request, "notices/notice.html", context)


@require_POST
@members_only
def act(request: HttpRequest, notice_id: uuid.UUID, code: str) -> HttpResponse:
    """Carry out one act. What was typed is not lost by a refusal."""
    notice = _open(request, notice_id)
    found = next((one for one in acts.ACTS if one.code == code), None)
    if found is None:
        raise Http404
    form = found.form(notice, request.POST)
    if not form.is_valid():
        return _overview(request, notice, found, form, 422)
    try:
        found.run(notice, request.user, form.cleaned_data)
    except RuleViolation as refused:
        refused.show(form)
        return _overview(request, notice, found, form, 422)
    except Conflict:
        form.add_error(None, _("Somebody changed it meanwhile. Look at it as it is now, and send it again."))
        return _overview(request, notice, found, form, 409)
    except NotAllowed:
        return _refused(request, notice)
    messages.success(request, str(found.said))
    return redirect("notices_desk:notice", notice.pk)


@require_POST
@members_only
def decide(request: HttpRequest, notice_id: uuid.UUID, what: str, row_id: uuid.UUID) -> HttpResponse:
    """What a second person decides about one row: a name in full, a follow-up, a correction."""
    notice = _open(request, notice_id)
    user = staff_of(request)
    commands: dict[str, Callable[[], object]] = {
        "name": lambda: process.approve_name(notice.pk, row_id, user),
        "release": lambda: process.release_follow_up(notice.pk, row_id, user),
        "accept": lambda: process.decide_correction(notice.pk, row_id, user, accept=True),
        "refuse": lambda: process.decide_correction(notice.pk, row_id, user, accept=False),
    }
    if what not in commands or not _has(notice, row_id):
        raise Http404
    try:
        commands[what]()
    except (NotAllowed, RuleViolation):
        return _refused(request, notice)
    messages.success(request, _("Done."))
    return redirect("notices_desk:notice", notice.pk)


def _has(notice: Notice, row_id: uuid.UUID) -> bool:
    """Whether a row of this notice has the id: a person, a follow-up that waits, a correction that waits."""
    waiting = [*acts.corrections_waiting(notice), *notice.follow_ups.all()]
    waiting += [person for case in notice.cases.all() for person in case.persons.all()]
    return any(row.pk == row_id for row in waiting)


def _open(request: HttpRequest, notice_id: uuid.UUID) -> Notice:
    return get_object_or_404(policies.visible_to(request.user).whole(), pk=notice_id)


def part_name(part: str) -> str:
    """A part of a notice in words, as the editor calls it."""
    for model in (Notice, Case, Person):
        if part in {field.name for field in model._meta.fields}:
            return label_of(model, part)
    return ""


def _refused(request: HttpRequest, notice: Notice) -> HttpResponse:
    messages.error(request, _("You can't do this to the notice as it is now."))
    return redirect("notices_desk:notice", notice.pk)


def _overview(
    request: HttpRequest,
    notice: Notice,
    failed: acts.Act | None = None,
    form: ActForm | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = [
        {"act": one, "form": form if one is failed and form else one.form(notice), "open": one is failed}
        for one in acts.offered(request.user, notice)
    ]
    if failed and not any(one["open"] for one in offered):
        return _refused(request, notice)
    unpublished = notice.state in (State.DRAFT, State.SUBMITTED)
    problems = checks.problems(notice, timezone.localdate()) if unpublished else []
    context = {
        "notice": notice,
        "page": Overview(notice, request.user),
        "offered": offered,
        "problems": [(part_name(part), words) for part, words in problems],
        "breadcrumbs_items": crumbs((None, notice.title)),
    }
    return render(request, "notices/desk/notice.html", context, status=status)
