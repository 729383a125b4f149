"""One case: its page, its original text for a recorded purpose, its papers, its files, and its print."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from intake.petitions import policies, receiving
from intake.petitions.models import Notice, Petition
from intake.petitions.process import delivering
from intake.petitions.process.core import KIND
from intake.petitions.process.mentions import mark_read
from intake.petitions.views.papers import served
from privacy.access import record_access

from ..case_page import CasePage
from ..entry import case_staff, open_case, staff_of
from ..queue import whole
from .queue import crumbs


class UnmaskForm(forms.Form):
    """Why somebody needs the original: kept with who and when."""

    PURPOSES = (
        ("verify", gettext_lazy("To verify the facts")),
        ("contact", gettext_lazy("To contact the petitioner")),
        ("identify", gettext_lazy("To check who wrote, or find repeats")),
        ("approve", gettext_lazy("To decide on an approval")),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=PURPOSES)


def case_crumbs(petition: Petition, *further: tuple[str | None, str]) -> list[dict[str, str | None]]:
    """The way to a case, and on from it."""
    queue = (reverse("workbench:queue"), _("Petitions"))
    here = reverse("workbench:case", args=[petition.shown_number]) if further else None
    return crumbs(queue, (here, petition.shown_number), *further)


def _show(
    request: HttpRequest, petition: Petition, *, lift: bool, form: UnmaskForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": CasePage(
            petition, staff_of(request), lift=lift, history=whole(request.GET.get("history", ""))
        ),
        "petition": petition,
        "unmask_form": form,
        "breadcrumbs_items": case_crumbs(petition),
    }
    return render(request, "workbench/case.html", context, status=status)


@require_safe
@case_staff
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a case, masked. What mentioned its reader in it is read with this."""
    petition = open_case(staff_of(request), number, "view")
    if request.method == "GET":
        mark_read(petition, staff_of(request), timezone.now())
    return _show(request, petition, lift=False, form=UnmaskForm())


@require_POST
@case_staff
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """The same page with the original text and identity, for this one view. Who, when and why is recorded first."""
    petition = open_case(staff_of(request), number, "view")
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _show(request, petition, lift=False, form=form, status=422)
    record_access(staff_of(request), KIND, petition.pk, f"unmask: {form.cleaned_data['purpose']}")
    return _show(request, petition, lift=True, form=form)


@require_safe
@case_staff
def print_case(request: HttpRequest, number: str) -> HttpResponse:
    """The case on paper, masked."""
    petition = open_case(staff_of(request), number, "print")
    page = CasePage(petition, staff_of(request), history=None)
    return render(request, "workbench/print.html", {"page": page, "petition": petition})


@require_safe
@case_staff
def paper(request: HttpRequest, number: str, paper_id: uuid.UUID) -> HttpResponse:
    """A notice or letter as it was sent, masked."""
    from .delivery import DeliveryForm  # that view shows this page again

    return show_paper(request, number, paper_id, DeliveryForm())


def show_paper(
    request: HttpRequest, number: str, paper_id: uuid.UUID, form: forms.Form, status: int = 200
) -> HttpResponse:
    """The page of a paper, with the form by which its receipt is noted for who may note it."""
    context = of_case(request, number, paper_id, "paper")
    page, found = context["page"], context["paper"]
    may_note = notes_receipt(page, found)
    context |= {
        "breadcrumbs_items": case_crumbs(context["petition"], (None, found.subject)),
        "form": form if may_note else None,
        "days_there": receiving.days_on_the_page(found),
        "may_print_out": may_note and page.veil.can_lift,
        "received_how": delivering.LABELS.get(found.received_how, ""),
    }
    return render(request, "workbench/paper.html", context, status=status)


def notes_receipt(page: CasePage, paper: Notice) -> bool:
    """Whether the reader may note that this paper reached the petitioner."""
    to_the_petitioner = paper.to_organisation is None
    return to_the_petitioner and policies.delivers_for(page.actor, page.case, paper) is not None


@require_safe
@case_staff
def print_paper(request: HttpRequest, number: str, paper_id: uuid.UUID) -> HttpResponse:
    """A letter between offices on paper, to be handed over where the other office has no way into the case."""
    context = of_case(request, number, paper_id, "print paper")
    if context["paper"].to_organisation is None:
        raise Http404
    return render(request, "workbench/print_paper.html", context)


def of_case(request: HttpRequest, number: str, paper_id: uuid.UUID, purpose: str) -> dict[str, Any]:
    """A paper of a case with what its pages show. Raises ``Http404`` for one of another case."""
    petition = open_case(staff_of(request), number, purpose)
    page = CasePage(petition, staff_of(request))
    found = next((row for row in page.papers if row.pk == paper_id), None)
    if found is None:
        raise Http404
    return {"page": page, "petition": petition, "paper": found, "body": page.veil.text(found.body)}


@require_safe
@case_staff
def attachment(request: HttpRequest, number: str, file_id: uuid.UUID) -> FileResponse:
    """A file of the case, shown in place only if it is a safe image; each opening is recorded."""
    petition = open_case(staff_of(request), number, "file")
    page = CasePage(petition, staff_of(request))
    found, name = next(((row, name) for row, name in page.files if row.pk == file_id), (None, ""))
    if found is None:
        raise Http404
    record_access(staff_of(request), "attachment", found.pk, "open")
    found.name = name
    response = served(found)
    response["Cache-Control"] = "no-store"
    return response
