"""The menu's entry for the desk: only for who works on cases, with how many stand with one's offices."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from .entry import may_enter
from .panels import count_in_hand


class CasesMenuItem(MenuItem):
    """“Petitions”, followed by the number in hand."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = count_in_hand(request.user)
        label = f"{_('Petitions')} {count}".strip()
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


def cases_item() -> CasesMenuItem:
    return CasesMenuItem("", reverse("workbench:queue"), name="cases", icon_name="mail", order=20)
