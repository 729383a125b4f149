"""The head's panel on the admin's home page: how many cases are red, by rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from . import policies
from .listing import for_user
from .rules import RULES


class RedPanel(Component):
    """How many cases each red rule finds, with a link to each list."""

    order = 47
    template_name = "supervision/panel.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        counts = for_user(self.user).counts()
        found = [(rule, counts[rule.code]) for rule in RULES if rule.red and counts[rule.code]]
        return {"found": found}


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if policies.heads(request.user):
        panels.append(RedPanel(request.user))
