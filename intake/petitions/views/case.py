"""/track/case/: where a case stands, who has it and by when, what happened, the papers, and what one can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.petitions import outlook, status, timeline
from intake.petitions.models import Notice, Rating
from intake.petitions.policies import Actor, available_actions
from intake.petitions.process import clocks, material
from intake.petitions.process.case import Case

from .door import with_case


@dataclass(frozen=True)
class Choices:
    """What the petitioner can do now; the page offers these and no other."""

    add: bool
    asked: bool
    rate: bool
    accept: bool
    withdraw: bool
    publish: bool
    correct: bool


def choices(case: Case) -> Choices:
    """From the state table, and for the petitioner's own rights from what the case is."""
    allowed = {row.action for row in available_actions(Actor.petitioner(), case)}
    petition = case.petition
    adding = material.action_for(case)
    return Choices(
        add=bool(adding),
        asked=adding in ("supply", "supply_here"),
        rate="rate" in allowed and _may_still_rate(case),
        accept="accept_result" in allowed and unread_reply(case) is None,
        withdraw="withdraw" in allowed and not petition.withdrawal_noted,
        publish=not petition.is_accusation,
        correct=not petition.anonymous,
    )


def _may_still_rate(case: Case) -> bool:
    window = clocks.rating_window(case)
    return window is not None and not window.is_over(timezone.localdate())


def unread_reply(case: Case) -> Notice | None:
    """The answer that waits to be opened: nobody accepts what was not read."""
    return (
        case.petition.notices.filter(to_organisation=None, is_reply=True, opened_at=None)
        .order_by("issued_at")
        .last()
    )


@require_safe
@with_case
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """The case, as §9 and §14 of the rules let its petitioner see it."""
    petition = case.petition
    notices = list(petition.notices.filter(to_organisation=None).order_by("-issued_at"))
    context: dict[str, Any] = {
        "case": case,
        "petition": petition,
        "state": status.public_name(petition),
        "headline": outlook.headline(case),
        "steps": outlook.ahead(case),
        "entries": timeline.entries(petition),
        "notices": notices,
        "unread_reply": unread_reply(case),
        "asked": material.asked(case),
        "texts": petition.texts.filter(kind="material", author=None),
        "files": petition.attachments.filter(from_petitioner=True),
        "ratings": Rating.objects.filter(petition=petition, round=petition.round),
        "can": choices(case),
    }
    return render(request, "petitions/case.html", context)
