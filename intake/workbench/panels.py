"""The admin's home page for who works on cases: what is next, what waits, and nothing about pages that one has not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from accounts import rights
from accounts.models import Role
from intake.petitions import policies
from intake.petitions.models import Approval, Petition
from intake.petitions.models.case import State
from intake.petitions.process.case import of
from intake.routing.models import PetitionClass

from .entry import may_enter, note_listed
from .filters import FilterForm
from .labels import action_name
from .queue import Listing
from .tabs import INTAKE, OFFICE, TABS, WORKING

SHOWN = 8
MOST_COUNTED = 99

TO_DECIDE = (State.SUBMITTED, State.REGISTERED)
WITH_UNIT = (State.FORWARDED, State.ASSIGNED, *WORKING)
UNIT_ROLES = (*policies.HANDLING_ROLES, Role.DISCIPLINE_OFFICER)


def count_in_hand(user: Any) -> str:
    """How many cases wait for the user's offices to act, as the menu shows it; nothing for none."""
    at_intake = policies.keys_at(user, rights.organisation_ids(user, *OFFICE, *INTAKE))
    in_unit = policies.keys_at(user, rights.organisation_ids(user, *UNIT_ROLES))
    waiting = Q(key__in=at_intake, state__in=TO_DECIDE) | Q(key__in=in_unit, state__in=WITH_UNIT)
    count = policies.keys_held(user).filter(waiting)[: MOST_COUNTED + 1].count()
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


def sealed(user: Any) -> CasePanel:
    empty = _("No report of wrongdoing waits for a decision.")
    return CasePanel(user, "sealed", _("Sealed: waiting for a decision"), empty, 48)


class Approvals(Component):
    """What waits for the user's decision as a second person."""

    template_name = "workbench/panel_approvals.html"
    order = 49

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def rows(self) -> list[tuple[Approval, str]]:
        """The approvals that the user may decide, with the name of what was asked, the oldest first."""
        may = Q(organisation_id__in=rights.organisation_ids(self.user, *policies.CASE_ROLES))
        if rights.has_role(self.user, *INTAKE):
            may |= Q(
                petition__petition_class=PetitionClass.ACCUSATION
            )  # the second person for every unit below
        asked = Approval.objects.filter(may, state=Approval.ApprovalState.ASKED)
        rows = (
            asked.exclude(asked_by=self.user)
            .filter(Exists(policies.keys_held(self.user).filter(petition=OuterRef("petition"))))
            .select_related("petition__region", "organisation", "asked_by")
            .defer(
                "draft",
                "petition__title",
                "petition__body",
                "petition__reported_party",
                "petition__target_body",
            )
            .order_by("asked_at")
        )
        decidable = (row for row in rows[: SHOWN * 4] if self._may_decide(row))
        return [(row, action_name(row.action)) for row in islice(decidable, SHOWN)]

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        note_listed(self.user, (row.petition for row, _ in self.rows), "home")
        return {"rows": self.rows}

    def _may_decide(self, approval: Approval) -> bool:
        return "approver" in policies.approval_roles(self.user, of(approval.petition), approval)


def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panels of one's roles on the home page, and take off Wagtail's own for who has no pages."""
    user = request.user
    without_pages = not user_has_any_page_permission(user)
    request.without_pages = without_pages  # type: ignore[attr-defined] # read by home.html
    if without_pages:
        panels.clear()
    if not may_enter(user):
        return
    if rights.has_role(user, *OFFICE):
        panels.append(to_register(user))
    if rights.has_role(user, *INTAKE):
        panels.append(sealed(user))
    approvals = Approvals(user)
    if approvals.rows or rights.has_role(user, *policies.HEADS, *policies.DISCIPLINE_ROLES):
        panels.append(approvals)
    if rights.has_role(user, *UNIT_ROLES):
        panels += [my_cases(user), to_accept(user)]
