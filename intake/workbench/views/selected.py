"""What is done to the ticked cases of the queue: given to a colleague, exported, printed as a list."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from intake.petitions.models import Petition

from ..entry import case_staff, note_listed, staff_of
from ..export import handed_out
from ..selection import Failed, Tick, carry_out, colleagues, rows, ticks
from .queue import crumbs

TICKED = "selected"


def back_to(request: HttpRequest) -> str:
    """The queue as it was left: its query string is taken apart and written anew, so it leads nowhere else."""
    query = QueryDict(request.POST.get("back", "")[:1000], mutable=True)
    query.pop("select", None)
    return f"{reverse('workbench:queue')}?{query.urlencode()}"


def _nothing(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Tick at least one case first."))
    return redirect(back_to(request))


def left_out(ticked: list[Tick], found: list[Petition]) -> str:
    """How many of the ticked cases are in the reader's sight no more, in words; nothing of which or why."""
    count = len(ticked) - len(found)
    if not count:
        return ""
    words = ngettext(
        "%(count)d ticked case is no longer in your sight and was left out.",
        "%(count)d ticked cases are no longer in your sight and were left out.",
        count,
    )
    return words % {"count": count}


def _say_left_out(request: HttpRequest, ticked: list[Tick], found: list[Petition]) -> None:
    """For a page that the reader sees now, or after a file was taken away."""
    words = left_out(ticked, found)
    if words:
        messages.warning(request, words)


def _none_left(request: HttpRequest, ticked: list[Tick]) -> HttpResponse:
    if not ticked:
        return _nothing(request)
    _say_left_out(request, ticked, [])
    return redirect(back_to(request))


@require_POST
@case_staff
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked cases to a colleague: first asked to whom, then done. Those that could not be given stay ticked,
    each with its reason."""
    user, ticked = staff_of(request), ticks(request.POST.getlist("case"))
    if not ticked:
        return _nothing(request)
    chosen = request.POST.get("user", "")
    person = next((one for one in colleagues(user) if str(one.pk) == chosen), None)
    if person is None:
        return _choose(request, user, ticked)
    cos = {row.number for row in rows(user, ticked) if row.as_co}
    done, failed = _give([tick for tick in ticked if tick.number not in cos], "assign_officer", user, person)
    more, refused = _give([tick for tick in ticked if tick.number in cos], "co_assign_officer", user, person)
    done, failed = done + more, failed + refused
    said = ""
    if done:
        said = ngettext("%(count)d case given to %(name)s.", "%(count)d cases given to %(name)s.", done)
        said %= {"count": done, "name": person.get_full_name()}
    if not failed:
        messages.success(request, said)
        return redirect(back_to(request))
    context = {"failed": failed, "said": said, "colleagues": colleagues(user), "chosen": chosen}
    note_listed(user, [one.row for one in failed if one.row], TICKED)
    return _page(request, context)


def _give(ticked: list[Tick], action: str, user: User, person: User) -> tuple[int, list[Failed]]:
    """A unit's part of a case that another unit leads goes by an action of its own."""
    return carry_out(user, action, [(tick, {"user": person}) for tick in ticked])


def _choose(request: HttpRequest, user: User, ticked: list[Tick]) -> HttpResponse:
    """Asks to whom. A form that came back without an answer says so."""
    found = rows(user, ticked)
    note_listed(user, found, TICKED)
    _say_left_out(request, ticked, found)
    error = _("Choose who gets the cases.") if "give" in request.POST else ""
    context = {"error": error, "rows": found, "colleagues": colleagues(user), "chosen": ""}
    return _page(request, context, status=422 if error else 200)


def _page(request: HttpRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    way = crumbs((reverse("workbench:queue"), _("Petitions")), (None, _("Ticked cases")))
    more = {"back": request.POST.get("back", ""), "back_to": back_to(request), "breadcrumbs_items": way}
    return render(request, "workbench/selected.html", {**context, **more}, status=status)


@require_POST
@case_staff
def export(request: HttpRequest) -> HttpResponse:
    """The ticked cases as a table: masked and recorded as any export."""
    ticked = ticks(request.POST.getlist("case"))
    found = rows(staff_of(request), ticked)
    if not found:
        return _none_left(request, ticked)
    _say_left_out(request, ticked, found)
    return handed_out(staff_of(request), found, TICKED)


@require_POST
@case_staff
def print_list(request: HttpRequest) -> HttpResponse:
    """The ticked cases as a list on paper, masked."""
    ticked = ticks(request.POST.getlist("case"))
    found = rows(staff_of(request), ticked)
    if not found:
        return _none_left(request, ticked)
    note_listed(staff_of(request), found, "print list", always=True)
    return render(
        request,
        "workbench/print_list.html",
        {
            "rows": found,
            "left_out": left_out(ticked, found),
            "user": staff_of(request),
            "back_to": back_to(request),
        },
    )
