"""A head hands all the cases of somebody who is away over to others, and back again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import rights
from accounts.models import User
from intake.petitions import policies
from intake.petitions.models import Petition

from .. import handover
from ..entry import case_staff, note_listed, staff_of
from ..handover import Whose
from ..selection import Failed, Tick, carry_out, ticks
from .queue import crumbs


@dataclass(frozen=True)
class Row:
    """One case of the list, why it did not go over, and whether a request for approval stays behind."""

    petition: Petition
    ticked: bool
    why: str
    asked: bool


@require_http_methods(["GET", "HEAD", "POST"])
@case_staff
def hand_over(request: HttpRequest) -> HttpResponse:
    """First whose cases; then which of them, to whom."""
    user = staff_of(request)
    if not handover.headed(user):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    everybody = handover.all_whose(user)
    whose = next((one for one in everybody if one.code == given.get("whose")), None)
    if whose is None or request.method != "POST":
        return _show(request, everybody, whose, {})
    ticked, people = ticks(given.getlist("case")), _chosen(given.getlist("to"), whose)
    if not ticked or not people:
        wanted = _("Tick at least one case first.") if people else _("Choose who gets the cases.")
        return _show(request, everybody, whose, {}, error=wanted, status=422)
    return _carry_out(request, whose, ticked, people, for_good="for_good" in given)


def _chosen(values: list[str], whose: Whose) -> list[User]:
    if whose.back:
        return [whose.person]
    return [person for person in handover.successors(whose) if str(person.pk) in values]


def _carry_out(
    request: HttpRequest, whose: Whose, ticked: list[Tick], people: list[User], *, for_good: bool
) -> HttpResponse:
    """Each case by a command of its own. What nobody of those chosen may have is named to the head, who may know of it,
    and stays ticked."""
    user = staff_of(request)
    plan, unplaced = handover.spread(ticked, whose.unit, people)
    stand_in = not (whose.back or for_good)
    cos, done = handover.apart(ticked, user, whose), 0
    failed: list[Failed] = []
    for action, beside in (("assign_officer", False), ("co_assign_officer", True)):
        steps = [
            (tick, {"user": person, "stand_in": stand_in})
            for tick, person in plan
            if (tick.number in cos) is beside
        ]
        went, refused = carry_out(user, action, steps)
        done, failed = done + went, failed + refused
    reasons = {one.tick.number: one.why for one in failed}
    nobody = _("None of those chosen may work on this one: choose somebody else for it.")
    reasons |= {tick.number: nobody for tick in unplaced}
    if done:
        messages.success(
            request,
            ngettext("%(count)d case went over.", "%(count)d cases went over.", done) % {"count": done},
        )
    if not reasons:
        return redirect("workbench:hand_over")
    everybody = handover.all_whose(user)
    left = next((one for one in everybody if one.code == whose.code), None)
    return _show(request, everybody, left, reasons)


def _show(
    request: HttpRequest,
    everybody: list[Whose],
    whose: Whose | None,
    reasons: dict[str, str],
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    user, rows = staff_of(request), []
    if whose is not None:
        cases: list[Any] = handover.cases_of(user, whose)
        note_listed(user, cases, "hand over")
        rows = [
            Row(case, not reasons or case.number in reasons, reasons.get(case.number, ""), case.asked)
            for case in cases
        ]
    context: dict[str, Any] = {
        "everybody": everybody,
        "whose": whose,
        "rows": rows,
        "asked": any(row.asked for row in rows),
        "people": handover.successors(whose) if whose and not whose.back else [],
        "reviews": rights.has_role(user, *policies.REVIEW_ROLES),
        "reasons": reasons,
        "error": error,
        "breadcrumbs_items": crumbs(
            (reverse("workbench:queue"), _("Petitions")), (None, _("Hand over cases"))
        ),
    }
    return render(request, "workbench/handover.html", context, status=status)
