"""The menu's entry for the desk: only for who works in a petition office."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from . import policies


class SummariesMenuItem(MenuItem):
    """“Public cases”, in the reader's language."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.may_enter(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        return LinkMenuItem(
            self.name, _("Public cases"), self.url, icon_name=self.icon_name, classname=self.classname
        )


def summaries_item() -> SummariesMenuItem:
    return SummariesMenuItem("", reverse("summaries:desk"), name="summaries", icon_name="view", order=21)
