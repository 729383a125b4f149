"""The papers of an open case: notices to read and print, the petitioner's own files, a copy of all that is theirs."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from intake.petitions import own_data
from intake.petitions.counts_from import sentences
from intake.petitions.models import Attachment
from intake.petitions.process import receipt
from intake.petitions.process.case import Case

from .door import with_case

# A file that gets into a window of its own may do nothing there.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'"


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def notice(request: HttpRequest, case: Case, notice_id: uuid.UUID) -> HttpResponseBase:
    """Read a paper. An answer is opened by a button, because from its receipt the law counts days; others just show."""
    paper = get_object_or_404(case.petition.notices.filter(to_organisation=None), pk=notice_id)
    if request.method == "POST":
        receipt.open_notice(case.petition.pk, paper.pk)
        return redirect("petitions:notice", notice_id=paper.pk)
    issuer = paper.issued_by if not case.petition.is_accusation else None
    context = {
        "notice": paper,
        "issuer": issuer,
        "petition": case.petition,
        "counts_from": sentences(case, paper) if paper.waits_to_be_opened else "",
    }
    return render(request, "petitions/notice.html", context)


@require_safe
@with_case
def file(request: HttpRequest, case: Case, file_id: uuid.UUID) -> HttpResponseBase:
    """One of the files that the petitioner sent, as it is kept."""
    row = get_object_or_404(case.petition.attachments.filter(from_petitioner=True), pk=file_id)
    return served(row)


def served(row: Attachment) -> FileResponse:
    """A stored file as a download; only a picture that was drawn anew may be looked at in the browser."""
    if not row.file.storage.exists(str(row.file.name)):
        raise Http404
    response = FileResponse(
        row.file.open("rb"), as_attachment=not row.inline_ok, filename=row.name, content_type=row.content_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_safe
@with_case
def copy(request: HttpRequest, case: Case) -> HttpResponse:
    """A copy of one's data (个人信息查阅复制): a page to read and print, and the same as a file with ``?as=file``."""
    kept = own_data.parts(case)
    if request.GET.get("as") != "file":
        return render(request, "petitions/copy.html", {"parts": kept, "petition": case.petition})
    response = JsonResponse(own_data.as_json(kept), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{case.petition.shown_number}.json"'
    return response
