"""Carrying out one action: its form, its checks, and a page for each way in which the case may refuse it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from intake.petitions import policies, transitions
from intake.petitions.errors import Conflict, NotAllowed, NotFound, RuleViolation
from intake.petitions.models import Attachment, Petition
from intake.petitions.policies import Actor
from intake.petitions.process import files, perform
from intake.petitions.process.approvals import sent_back
from intake.petitions.process.previewing import Draft, preview
from intake.petitions.transitions import Transition

from .. import labels
from ..case_page import CasePage
from ..entry import case_staff, open_case, staff_of
from ..form_table import form_for
from ..forms import ActionForm
from ..templatetags.workbench import texts
from ..timeline import since
from .case import case_crumbs

# What a link to a form may choose beforehand.
CHOSEN_BEFOREHAND = ("organisation", "first")


@method_decorator(case_staff, name="dispatch")
class ActionView(View):
    """``GET`` shows an action's form on a page of its own, ``POST`` carries it out.

    Nothing that was typed is lost by a refusal.
    """

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, number: str, action: str) -> HttpResponse:
        petition, page, row = self._open(request, number, action)
        if row not in policies.available_actions(page.actor, page.case):
            messages.warning(request, _("This can't be done to the case as it is now."))
            return redirect(_address(petition))
        chosen = {name: request.GET[name] for name in CHOSEN_BEFOREHAND if request.GET.get(name)}
        before = sent_back(page.case, row.action, page.actor.user) if row.approval else {}
        form = form_for(row, page.case, page.actor, initial=before | chosen or None)
        return self._show(page, row, form)

    def post(self, request: HttpRequest, number: str, action: str) -> HttpResponse:
        petition, page, row = self._open(request, number, action)
        if "insert" in request.POST:
            return self._show(page, row, with_phrase(page, row, request.POST))
        form = form_for(row, page.case, page.actor, request.POST, request.FILES)
        if not form.is_valid():
            return self._show(page, row, form, status=422)
        drafts: list[Draft] | None = None
        try:
            if "preview" in request.POST:
                drafts = preview(petition.pk, row.action, page.actor, **_given(form))
            else:
                carry_out(petition, row, page.actor, form)
        except NotFound:
            raise Http404 from None
        except RuleViolation as refused:
            refused.show(form, files="uploads")
            return self._show(page, row, form, status=422)
        except Conflict as conflict:
            form.refresh_version()
            changes = since(page.case, conflict.events, page.veil, page.user)
            return self._show(page, row, form, status=409, changes=changes)
        except NotAllowed:
            return self._show(page, row, form, status=409, closed=True)
        if drafts is not None:
            return self._show(page, row, form, papers=drafts)
        return self._done(petition, row)

    def _open(self, request: HttpRequest, number: str, action: str) -> tuple[Petition, CasePage, Transition]:
        petition = open_case(
            staff_of(request), number, f"action {action}"[:60] if action in labels.ACTIONS else "action"
        )
        page = CasePage(petition, staff_of(request))
        row = transitions.find(page.case.track, action)
        if row is None or action not in labels.ACTIONS or not policies.roles_of(page.actor, page.case):
            raise Http404
        return petition, page, row

    def _show(
        self,
        page: CasePage,
        row: Transition,
        form: ActionForm,
        *,
        status: int = 200,
        changes: list[Any] | None = None,
        closed: bool = False,
        papers: list[Draft] | None = None,
    ) -> HttpResponse:
        words = labels.ACTIONS[row.action]
        still_open = row in policies.available_actions(page.actor, page.case)
        context = {
            "page": page,
            "petition": page.petition,
            "row": row,
            "words": words,
            "form": form,
            "changes": changes,
            "papers": papers and [replace(paper, body=page.veil.text(paper.body)) for paper in papers],
            "closed": closed or (changes is not None and not still_open),
            "drafts": _drafts(form) if form.is_bound else [],
            "breadcrumbs_items": case_crumbs(page.petition, (None, str(words.name))),
        }
        return render(self.request, "workbench/action.html", context, status=status)

    def _done(self, petition: Petition, row: Transition) -> HttpResponse:
        user = self.request.user
        if not policies.visible_to(user).filter(pk=petition.pk).exists():
            messages.success(self.request, _("Done. The case has left your sight."))
            return redirect("workbench:queue")
        waits = bool(row.approval)
        said = _("“%(action)s” waits for approval.") if waits else _("“%(action)s” is done.")
        messages.success(self.request, said % {"action": labels.action_name(row.action)})
        return redirect(_address(petition))


def _address(petition: Petition) -> str:
    return reverse("workbench:case", args=[petition.shown_number])


def carry_out(petition: Petition, row: Transition, actor: Actor, form: ActionForm) -> None:
    """Perform the action that a valid form asks for, and keep its files in the same transaction."""
    uploads = files.clean_all(form.cleaned_data.get("uploads") or [])
    stored: list[Attachment] = []
    with files.all_or_nothing(stored), transaction.atomic():
        case = perform(petition.pk, row.action, actor, **_given(form))
        stored += files.attach(case.petition, uploads, timezone.now(), from_petitioner=form.brings_papers)


def _given(form: ActionForm) -> dict[str, Any]:
    """What a valid form gives the command."""
    return {"seen": form.cleaned_data["seen"], "reason": form.reason, **form.data_for_command()}


def with_phrase(page: CasePage, row: Transition, given: QueryDict) -> ActionForm:
    """The form as it was typed so far, with a phrase put at the end of the text that was named."""
    blank = form_for(row, page.case, page.actor)
    typed = {
        name: field.widget.value_from_datadict(given, MultiValueDict(), name)
        for name, field in blank.fields.items()
    }
    into = given.get("into", "")
    phrase = next((one for one in page.phrases if str(one.pk) == given.get("phrase")), None)
    if phrase is not None and into in {bound.html_name for bound in texts(blank)}:
        typed[into] = "\n".join(filter(None, (str(typed[into] or "").rstrip(), phrase.text)))
    return form_for(row, page.case, page.actor, initial=typed)


def _drafts(form: ActionForm) -> list[tuple[str, str]]:
    """What was typed, to be copied where the form itself can't be sent any more."""
    typed = []
    for bound in form:
        value = bound.value()
        if not bound.is_hidden and isinstance(value, str) and value.strip():
            typed.append((str(bound.label), value))
    return typed
