"""Where somebody finds the notes that call one by name: on the home page what is new, on a page of its own all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from intake.petitions import policies
from intake.petitions.models import Mention

from .approvals import SHOWN
from .entry import note_listed

_ENCRYPTED = tuple(f"petition__{name}" for name in ("title", "body", "reported_party", "target_body"))


def mentions(user: Any) -> QuerySet[Mention]:
    """A user's mentions with what a list shows of them, the newest first, without anybody's encrypted words."""
    return policies.mentions_of(user).select_related("petition", "author").defer(*_ENCRYPTED)


class Mentions(Component):
    """What is new, with a link to the rest."""

    template_name = "workbench/panel_mentions.html"
    order = 47

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def rows(self) -> list[Mention]:
        return list(mentions(self.user).filter(read_at=None)[:SHOWN])

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        note_listed(self.user, [row.petition for row in self.rows], "home")
        return {"rows": self.rows}
