"""The admin's home page for who works on cases: what is next, what waits, and nothing about pages that one has not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from accounts import rights
from accounts.models import Role
from intake.petitions import policies
from intake.petitions.models import Petition, Review
from intake.petitions.models.case import UNDER_REVIEW, State
from intake.petitions.models.work import OPEN_REVIEW

from .approvals import SHOWN, Approvals, may_decide
from .entry import may_enter, note_listed
from .filters import FilterForm
from .mentions import Mentions
from .queue import Listing
from .tabs import INTAKE, OFFICE, SUPERVISORS, TABS, WORKING

MOST_COUNTED = 99

TO_DECIDE: tuple[str, ...] = (State.SUBMITTED, State.REGISTERED)
WITH_UNIT: tuple[str, ...] = (State.FORWARDED, State.ASSIGNED, *WORKING)
UNIT_ROLES = (*policies.HANDLING_ROLES, Role.DISCIPLINE_OFFICER)


def count_in_hand(user: Any, listing: Listing | None = None) -> str:
    """How many cases wait for the user's offices to act, as the menu shows it; nothing for none.

    A page that lists all of the user's cases has counted them already: it hands its listing over.
    """
    at_intake = policies.keys_at(user, rights.organisation_ids(user, *OFFICE, *INTAKE))
    in_unit = policies.keys_at(user, rights.organisation_ids(user, *UNIT_ROLES))
    at_body = rights.organisation_ids(user, *policies.REVIEW_ROLES)
    wanted = dict.fromkeys(at_intake, TO_DECIDE)
    for key in in_unit:
        wanted[key] = (*wanted.get(key, ()), *WITH_UNIT)
    count = listing.count_by_key(wanted) if listing is not None and not at_body else None
    if count is None:
        waiting = Q(key__in=at_intake, state__in=TO_DECIDE) | Q(key__in=in_unit, state__in=WITH_UNIT)
        if at_body:
            reviews = Review.objects.filter(organisation__in=at_body, state__in=OPEN_REVIEW)
            waiting |= Q(state__in=UNDER_REVIEW, petition__in=reviews.values("petition"))
        # Who works in two offices may hold two keys of one case: it still counts once.
        cases = policies.keys_held(user).filter(waiting).order_by().values("petition").distinct()
        count = cases[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


class CasePanel(Component):
    """The first cases of a tab of the queue, with a link to the rest of them."""

    template_name = "workbench/panel.html"

    def __init__(
        self,
        user: Any,
        tab: str,
        title: str | Promise,
        empty: str | Promise,
        order: int,
        *,
        mine: bool = False,
    ) -> None:
        self.user, self.tab, self.title, self.empty, self.order = user, tab, title, empty, order
        self.filters = {"mine": "on"} if mine else None

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        listing = Listing(self.user, FilterForm(self.filters, user=self.user))
        tab = next(tab for tab in TABS if tab.code == self.tab)
        rows: list[Petition] = listing.cases(tab, 0, SHOWN)
        note_listed(self.user, rows, "home")
        more = f"{reverse('workbench:queue')}?tab={self.tab}{'&mine=on' if self.filters else ''}"
        return {"title": self.title, "empty": self.empty, "rows": rows, "more": more}


def my_cases(user: Any) -> CasePanel:
    empty = _("You hold no case. Cases that you accept or start stand here.")
    return CasePanel(user, "working", _("My cases by deadline"), empty, 50, mine=True)


def to_accept(user: Any) -> CasePanel:
    return CasePanel(
        user, "to_accept", _("Waiting for your unit"), _("Nothing waits to be accepted by your unit."), 51
    )


def to_register(user: Any) -> CasePanel:
    return CasePanel(user, "submitted", _("Waiting for registration"), _("Every petition is registered."), 48)


def to_send_on(user: Any) -> CasePanel:
    return CasePanel(
        user, "registered", _("Registered, to send on"), _("No registered petition waits to be sent on."), 48
    )


def objections(user: Any) -> CasePanel:
    return CasePanel(user, "objected", _("Objections to decide"), _("No unit objects to a transfer."), 48)


def sealed(user: Any) -> CasePanel:
    empty = _("No report of wrongdoing waits for a decision.")
    return CasePanel(user, "sealed", _("Sealed: waiting for a decision"), empty, 48)


def returned(user: Any) -> CasePanel:
    return CasePanel(
        user, "returned", _("Returned several times"), _("No open case was given back several times."), 49
    )


def unmatched(user: Any) -> CasePanel:
    return CasePanel(user, "unmatched", _("No rule fits"), _("The rules find a unit for every case."), 49)


def under_review(user: Any) -> CasePanel:
    return CasePanel(user, "reviews", _("Under review"), _("No case is under review."), 50)


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of one's roles on the home page, and take off Wagtail's own for who has no pages."""
    user = request.user
    if not user_has_any_page_permission(user):
        panels.clear()
    if not may_enter(user):
        return
    if rights.has_role(user, *OFFICE):
        panels += [to_register(user), to_send_on(user), objections(user)]
    if rights.has_role(user, *INTAKE):
        panels.append(sealed(user))
    if rights.has_role(user, *SUPERVISORS):
        panels += [returned(user), unmatched(user)]
    called = Mentions(user)
    if called.rows:
        panels.append(called)
    approvals = Approvals(user)
    if approvals.count or may_decide(user):
        panels.append(approvals)
    if rights.has_role(user, *policies.REVIEW_ROLES):
        panels.append(under_review(user))
    if rights.has_role(user, *UNIT_ROLES):
        panels += [my_cases(user), to_accept(user)]
