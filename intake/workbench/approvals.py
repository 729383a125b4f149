"""What waits for somebody's decision as the second person: the first of it on the home page, all of it on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from accounts import rights
from intake.petitions import policies
from intake.petitions.models import Approval

from .entry import note_listed
from .labels import action_name

SHOWN = 8  # on the home page, here and in the other panels


@dataclass(frozen=True)
class Waiting:
    """A request for approval, with the name of what was asked."""

    row: Approval
    action: str


def may_decide(user: Any) -> bool:
    """Whether the user has a role in which one is ever asked to decide."""
    return rights.has_role(user, *policies.HEADS, *policies.DISCIPLINE_ROLES)


def waiting(user: Any) -> QuerySet[Approval]:
    """The approvals that the user may decide, the oldest first, without anybody's encrypted words."""
    rows = policies.waiting_for(user).select_related("petition__region", "organisation", "asked_by")
    encrypted = (f"petition__{name}" for name in ("title", "body", "reported_party", "target_body"))
    return rows.defer("draft", *encrypted).order_by("asked_at", "pk")


def listed(user: Any, rows: QuerySet[Approval] | list[Approval], purpose: str) -> list[Waiting]:
    """Rows about to be shown to the user, which is recorded where the discipline rules ask for it."""
    found = [Waiting(row, action_name(row.action)) for row in rows]
    note_listed(user, (one.row.petition for one in found), purpose)
    return found


class Approvals(Component):
    """The first of what waits, with a link to the rest."""

    template_name = "workbench/panel_approvals.html"
    order = 49

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def count(self) -> int:
        return policies.waiting_for(self.user).count()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        rows = listed(self.user, waiting(self.user)[:SHOWN], "home") if self.count else []
        return {"rows": rows, "count": self.count}
