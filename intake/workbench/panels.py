"""The admin's home page for who works on cases: what is next, what waits, and nothing about pages that one has not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from accounts import rights
from intake.petitions import policies
from intake.petitions.models import Petition

from .approvals import SHOWN, Approvals, may_decide
from .entry import may_enter, note_listed
from .filters import FilterForm
from .hand import LISTED, UNIT_ROLES, Counting, in_hand
from .mentions import Mentions
from .queue import Listing
from .tabs import INTAKE, OFFICE, SUPERVISORS, TABS, Tab

MOST_COUNTED = 99


def count_in_hand(user: Any, listing: Counting | None = None) -> str:
    """How many cases wait for the user's offices to act, as the menu shows it; nothing for none.

    A page that lists cases has counted them already: it hands its listing over.
    """
    count = in_hand(user)[: MOST_COUNTED + 1].count() if listing is None else listing.in_hand
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


class CasePanel(Component):
    """The first cases of a tab of the queue, with a link to the rest of them."""

    template_name = "workbench/panel.html"

    def __init__(
        self, listing: Listing, tab: str, title: str | Promise, empty: str | Promise, order: int
    ) -> None:
        self.listing, self.tab, self.title, self.empty, self.order = listing, tab, title, empty, order

    @property
    def _tab(self) -> Tab:
        return next(tab for tab in TABS if tab.code == self.tab)

    @property
    def count(self) -> int:
        return self.listing.count(self._tab)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        rows: list[Petition] = self.listing.cases(self._tab, 0, SHOWN)
        note_listed(self.listing.user, rows, "home")
        more = f"{reverse('workbench:queue')}?tab={self.tab}{'&mine=on' if self.listing.narrowed else ''}"
        return {"title": self.title, "empty": self.empty, "rows": rows, "more": more}


def my_cases(user: Any) -> CasePanel:
    mine = Listing(user, FilterForm({"mine": "on"}, user=user))
    empty = _("You hold no case. Cases that you accept or start stand here.")
    return CasePanel(mine, "working", _("My cases by deadline"), empty, 50)


def to_accept(known: Listing) -> CasePanel:
    return CasePanel(
        known, "to_accept", _("Waiting for your unit"), _("Nothing waits to be accepted by your unit."), 51
    )


def to_register(known: Listing) -> CasePanel:
    return CasePanel(
        known, "submitted", _("Waiting for registration"), _("Every petition is registered."), 48
    )


def to_send_on(known: Listing) -> CasePanel:
    return CasePanel(
        known, "registered", _("Registered, to send on"), _("No registered petition waits to be sent on."), 48
    )


def objections(known: Listing) -> CasePanel:
    return CasePanel(known, "objected", _("Objections to decide"), _("No unit objects to a transfer."), 48)


def promised(known: Listing) -> CasePanel:
    return CasePanel(
        known, "promised", _("Promises to keep"), _("Nothing promised is left for your unit to do."), 52
    )


def refused(known: Listing) -> CasePanel:
    title = _("Objection refused: to be accepted")
    return CasePanel(known, "refused", title, _("No objection of your unit's was refused."), 47)


def urged(known: Listing) -> CasePanel:
    return CasePanel(
        known, "urged", _("Urges to answer"), _("No letter of supervision waits for your answer."), 47
    )


def reopening(known: Listing) -> CasePanel:
    return CasePanel(
        known, "reopening", _("Asked to open again"), _("Nobody asks to have a closed case opened again."), 48
    )


def sealed(known: Listing) -> CasePanel:
    empty = _("No report of wrongdoing waits for a decision.")
    return CasePanel(known, "sealed", _("Sealed: waiting for a decision"), empty, 48)


def returned(known: Listing) -> CasePanel:
    return CasePanel(
        known, "returned", _("Returned several times"), _("No open case was given back several times."), 49
    )


def unmatched(known: Listing) -> CasePanel:
    return CasePanel(known, "unmatched", _("No rule fits"), _("The rules find a unit for every case."), 49)


def under_review(known: Listing) -> CasePanel:
    return CasePanel(known, "reviews", _("Under review"), _("No case is under review."), 50)


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of one's roles on the home page, and take off Wagtail's own for who has no pages."""
    user = request.user
    if not user_has_any_page_permission(user):
        panels.clear()
    if not may_enter(user):
        return
    known = Listing(user, FilterForm(None, user=user))  # counted once for all of them, and for the menu
    setattr(request, LISTED, known)
    if rights.has_role(user, *OFFICE):
        panels += [to_register(known), to_send_on(known), objections(known)]
    if rights.has_role(user, *INTAKE):
        panels.append(sealed(known))
    if rights.has_role(user, *OFFICE, *INTAKE):
        panels.append(reopening(known))
    if rights.has_role(user, *SUPERVISORS):
        panels += [returned(known), unmatched(known)]
    called = Mentions(user)
    if called.rows:
        panels.append(called)
    approvals = Approvals(user)
    if approvals.count or may_decide(user):
        panels.append(approvals)
    if rights.has_role(user, *policies.REVIEW_ROLES):
        panels.append(under_review(known))
    if rights.has_role(user, *UNIT_ROLES):
        panels += [my_cases(user), to_accept(known)]
    if rights.has_role(user, *policies.HANDLING_ROLES):
        panels.append(promised(known))
    # They press, and are seldom there: an empty one says nothing.
    panels += [panel for panel in (urged(known), refused(known)) if panel.count]
