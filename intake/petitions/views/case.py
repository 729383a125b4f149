"""/track/case/: where a case stands, who has it and by when, what happened, the papers, and what one can do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.petitions import changes, outlook, status, steps_ahead, timeline
from intake.petitions.choices import choices, unread_reply
from intake.petitions.counts_from import sentences
from intake.petitions.models import Rating
from intake.petitions.process import material, splitting
from intake.petitions.process.case import Case

from .door import with_case


@require_safe
@with_case
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """The case, as its petitioner may see it."""
    petition = case.petition
    answer = unread_reply(case)
    notices = list(petition.notices.filter(to_organisation=None).reverse())
    context: dict[str, Any] = {
        "case": case,
        "petition": petition,
        "state": status.public_name(petition),
        "headline": outlook.headline(case),
        "steps": steps_ahead.ahead(case),
        "entries": timeline.entries(petition),
        "notices": notices,
        "unread_reply": answer,
        "counts_from": sentences(case, answer) if answer else "",
        "asked": material.asked(case),
        "texts": petition.texts.filter(kind="material"),
        "files": petition.attachments.filter(from_petitioner=True),
        "ratings": Rating.objects.filter(petition=petition, round=petition.round),
        "can": choices(case),
        "published": changes.published(petition),
        "parts": splitting.parts_of(petition),
    }
    return render(request, "petitions/case.html", context)
