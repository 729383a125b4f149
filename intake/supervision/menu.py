"""The ways into the room, only for who stands in it: the menu's entry, and urging what is ticked in the queue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from intake.workbench.bulk import Bulk

from . import policies


class SupervisionMenuItem(MenuItem):
    """“Supervision”, in the reader's language."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.may_enter(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        return LinkMenuItem(
            self.name, _("Supervision"), self.url, icon_name=self.icon_name, classname=self.classname
        )


def supervision_item() -> SupervisionMenuItem:
    return SupervisionMenuItem(
        "", reverse("supervision:list"), name="supervision", icon_name="warning", order=22
    )


def urge_ticked(user: Any) -> Bulk | None:
    """Urging the units of the cases that are ticked in the queue, for who supervises."""
    return Bulk(reverse("supervision:urge"), _("Urge the units")) if policies.supervises(user) else None
