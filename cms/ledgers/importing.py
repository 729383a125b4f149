"""The clerk's road from a spreadsheet to a draft: upload, check, decide, store. Mounted by the room of pages, which
says for which region somebody may import, and what happens with the draft.

The file is kept encrypted from the first step to the last; every step reads it anew, so that no step trusts what an
earlier page said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import User
from regions.models import Region

from . import process, uploading
from .checked import CheckedTable, CheckedUpload, check_upload
from .deciding import Decisions
from .forms import DecisionForm, FileForm, ReasonForm
from .models import LedgerVersion, Upload
from .process import Refused


class ImportView(View):
    """``GET`` asks for a file, or with ``?upload=`` shows what was found in it; ``POST`` takes the next step.

    ``region_for(request, **parts)`` gives the region for which the person may import, and raises ``PermissionDenied``
    or ``Http404``; ``done(request, version, **parts)`` gives the answer once a draft is stored;
    ``corrects(request, **parts)`` gives the version to correct, if it is a correction. ``parts`` are those of the
    address. Who is not signed in must not get here: mount it behind the admin's own check.
    """

    region_for: Callable[..., Region] | None = None
    done: Callable[..., HttpResponse] | None = None
    corrects: Callable[..., LedgerVersion | None] | None = None
    template_name = "ledgers/import.html"
    http_method_names = ["get", "post"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.region_for is None or self.done is None:
            raise TypeError("ImportView needs region_for and done")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        assert self.region_for is not None
        self.region = self.region_for(request, **kwargs)
        self.previous = self.corrects(request, **kwargs) if self.corrects else None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        if "upload" not in request.GET:
            return self._show({"file_form": FileForm()})
        upload = uploading.find(request.GET["upload"], by=self._user())
        return self._check(upload) if upload else self._gone()

    def post(self, request: HttpRequest, **parts: Any) -> HttpResponse:
        if "upload" not in request.POST:
            return self._keep()
        upload = uploading.find(request.POST["upload"], by=self._user())
        if upload is None:
            return self._gone()
        if "forget" in request.POST:
            upload.delete()
            messages.success(request, _("The spreadsheet was deleted."))
            return redirect(request.path)
        return self._decide(upload)

    def _keep(self) -> HttpResponse:
        form = FileForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                upload = uploading.keep(form.cleaned_data["file"], by=self._user())
            except ValidationError as refused:
                form.add_error("file", refused)
            else:
                return redirect(f"{self.request.path}?upload={upload.pk}")
        return self._show({"file_form": form}, status=422)

    def _decide(self, upload: Upload) -> HttpResponse:
        """Read again with what was decided; store when that was asked for and nothing stands against it."""
        checked, number = self._read(upload), self.request.POST.get("table", "")
        if not number.isdecimal() or int(number) >= len(checked.tables):
            return self._gone()
        table = checked.tables[int(number)]
        form = DecisionForm(table, self.request.POST)
        reason = ReasonForm(self.request.POST if self.previous else None)
        if form.is_valid():
            table.decisions = form.decisions()
        if "store" not in self.request.POST:
            return self._check(upload, checked, form, reason)
        valid = form.is_valid() and (self.previous is None or reason.is_valid())
        if not valid or not table.is_ready:
            return self._check(upload, checked, form, reason, status=422)
        return self._store(checked, table, form, reason)

    def _store(
        self, checked: CheckedUpload, table: CheckedTable, form: DecisionForm, reason: ReasonForm
    ) -> HttpResponse:
        assert self.done is not None
        try:
            with transaction.atomic():  # a ledger and what shows it, or neither; then the file is still there
                version = self._stored(checked.upload, table, reason)
                if len(checked.tables) == 1:
                    checked.upload.delete()
                return self.done(self.request, version, **self.kwargs)
        except Refused as refused:
            messages.error(self.request, str(refused.message))
            return self._check(checked.upload, checked, form, reason, status=409)

    def _stored(self, upload: Upload, table: CheckedTable, reason: ReasonForm) -> LedgerVersion:
        decisions: Decisions = table.decisions
        by, source = self._user(), uploading.source_of(upload)
        if self.previous is None:
            return process.store(table.table, region=self.region, by=by, source=source, decisions=decisions)
        return process.correct(
            self.previous,
            table.table,
            by=by,
            source=source,
            reason=reason.cleaned_data["reason"],
            decisions=decisions,
        )

    def _check(
        self,
        upload: Upload,
        checked: CheckedUpload | None = None,
        form: DecisionForm | None = None,
        reason: ReasonForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        checked = checked or self._read(upload)
        sections = [
            {
                "table": table,
                "form": form if form and form.prefix == f"table{table.number}" else DecisionForm(table),
            }
            for table in checked.tables
        ]
        context = {"checked": checked, "sections": sections, "reason_form": self._reason_form(reason)}
        return self._show(context, status)

    def _reason_form(self, given: ReasonForm | None) -> ReasonForm | None:
        return (given or ReasonForm()) if self.previous else None

    def _read(self, upload: Upload) -> CheckedUpload:
        only = self.previous.kind if self.previous else None
        return check_upload(upload, by=self._user(), region=self.region, only=only)

    def _show(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        common = {"region": self.region, "previous": self.previous, "here": self.request.path}
        return render(self.request, self.template_name, common | context, status=status)

    def _gone(self) -> HttpResponse:
        messages.warning(self.request, _("That spreadsheet is not kept any more. Choose it again."))
        return redirect(self.request.path)

    def _user(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
