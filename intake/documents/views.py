"""Operators look after the wording of papers: every version, edits tried on sample data, ways back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Role, User
from accounts.rights import has_role
from intake.documents import numbering, shipped, versions
from intake.documents.comparing import compare
from intake.documents.fields import FIELDS, PAPERS, Paper
from intake.documents.forms import WordingForm
from intake.documents.merging import merge
from intake.documents.models import NoticeTemplate
from intake.documents.numbered import NUMBERED, UNNUMBERED
from intake.documents.rendering import Rendered, fill
from intake.documents.shipped import LANGUAGES, Text

View = Callable[..., HttpResponse]
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def operators_only(view: View) -> View:
    """Let only operators in; Wagtail's admin answers everybody else as it does for any closed page."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, Role.OPERATOR):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@operators_only
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every paper, and for each language the version in force and whether it is still the shipped wording."""
    rows = versions.in_force()
    papers = [
        {
            "paper": about,
            "texts": [_state(rows[code, language]) for language in LANGUAGES],
            "number": numbering.pattern(NUMBERED[code]) if code in NUMBERED else "",
            "drawn": code in NUMBERED and numbering.is_drawn(NUMBERED[code]),
            "without": UNNUMBERED.get(code, ""),
        }
        for code, about in PAPERS.items()
    ]
    return _page(request, "index", None, papers=papers)


def _state(row: NoticeTemplate) -> dict[str, Any]:
    return {
        "row": row,
        "language": LANGUAGE_NAMES[row.language],
        "edited": _text(row) != shipped.text(row.code, row.language),
    }


@operators_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The wording in force: "preview" shows a change on sample data, "save" makes it the next version."""
    about = _paper(code, language)
    if request.method != "POST":
        return _editor(request, about, language, WordingForm.of(versions.current(code, language)))
    form = WordingForm(request.POST, code=code)
    if not form.is_valid():
        return _editor(request, about, language, form, status=422)
    if "save" not in request.POST:
        return _editor(request, about, language, form, preview=_sample(code, language, form.text))
    try:
        row = versions.edit(code, language, form.text, by=_user(request), seen=form.cleaned_data["seen"])
    except versions.Conflict as conflict:
        return _conflicting(request, about, language, form.text, conflict)
    messages.success(request, _("Version %(version)d is in force.") % {"version": row.version})
    return redirect("notice_templates:edit", code, language)


def _conflicting(
    request: HttpRequest, about: Paper, language: str, text: Text, conflict: versions.Conflict
) -> HttpResponse:
    """Somebody else saved first: show what differs and keep what was typed, to be saved on purpose."""
    data = request.POST.copy()
    data["seen"] = str(conflict.version)
    form = WordingForm(data, code=about.code)
    words = _("Version %(version)d was saved while you were writing. This is how yours differs from it.")
    form.add_error(None, words % {"version": conflict.version})
    lines = compare(_text(versions.current(about.code, language)), text)
    return _editor(request, about, language, form, status=409, changes=lines)


@operators_only
@require_GET
def version(request: HttpRequest, code: str, language: str, number: int) -> HttpResponse:
    """One version as it was: its text, how it differs from the one in force and from the shipped wording."""
    about = _paper(code, language)
    row = get_object_or_404(NoticeTemplate, code=code, language=language, version=number)
    newest = versions.current(code, language)
    return _page(
        request,
        "version",
        about,
        language=language,
        language_name=LANGUAGE_NAMES[language],
        row=row,
        newest=newest,
        author=_author(row),
        from_current=compare(_text(newest), _text(row)),
        from_shipped=compare(shipped.text(code, language), _text(row)),
        preview=_sample(code, language, _text(row)),
    )


@operators_only
@require_POST
def restore(request: HttpRequest, code: str, language: str, number: int) -> HttpResponse:
    """Put an old version, or the shipped wording (number 0), in force again, as a new version."""
    _paper(code, language)
    if number:
        text = _text(get_object_or_404(NoticeTemplate, code=code, language=language, version=number))
    else:
        text = shipped.text(code, language)
    seen = request.POST.get("seen", "")
    try:
        row = versions.edit(
            code, language, text, by=_user(request), seen=int(seen) if seen.isdecimal() else 0
        )
    except (ValidationError, versions.Conflict):
        messages.error(request, _("This wording can't be put in force as it is. Please edit it."))
    else:
        messages.success(request, _("Version %(version)d is in force.") % {"version": row.version})
    return redirect("notice_templates:edit", code, language)


def _editor(
    request: HttpRequest,
    about: Paper,
    language: str,
    form: WordingForm,
    *,
    preview: Rendered | None = None,
    changes: Any = None,
    status: int = 200,
) -> HttpResponse:
    newest = versions.current(about.code, language)
    return _page(
        request,
        "edit",
        about,
        status=status,
        language=language,
        language_name=LANGUAGE_NAMES[language],
        form=form,
        newest=newest,
        versions=[{"row": row, "author": _author(row)} for row in versions.all_of(about.code, language)],
        fields=[(name, FIELDS[name], name in about.required) for name in FIELDS if name in about.fields],
        from_shipped=compare(shipped.text(about.code, language), _text(newest)),
        preview=preview,
        changes=changes,
    )


def _page(
    request: HttpRequest, name: str, about: Paper | None, *, status: int = 200, **context: Any
) -> HttpResponse:
    crumbs = [{"url": reverse("notice_templates:index"), "label": _("Notice templates")}]
    if about is not None:
        crumbs.append({"url": "", "label": str(about.name)})
    context |= {"paper": about, "breadcrumbs_items": crumbs}
    return render(request, f"documents/{name}.html", context, status=status)


def _paper(code: str, language: str) -> Paper:
    if code not in PAPERS or language not in LANGUAGES:
        raise Http404
    return PAPERS[code]


def _text(row: NoticeTemplate) -> Text:
    return Text(row.subject, row.body)


def _sample(code: str, language: str, text: Text) -> Rendered:
    """A wording that is not in force yet (version 0), on invented values."""
    values = fill(code, shipped.samples(language), language)
    return Rendered(code, 0, merge(text.subject, values), merge(text.body, values))


def _author(row: NoticeTemplate) -> str:
    if row.created_by is None:
        return _("came with the product")
    user = User.objects.filter(uuid=row.created_by).first()
    return str(user) if user else _("somebody who is no longer here")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
