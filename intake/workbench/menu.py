"""The menu's entries for who works on cases, with how many stand with one's offices, and for who takes matters down."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from intake.petitions.desks import may_register

from .entry import may_enter
from .hand import LISTED
from .panels import count_in_hand


class CasesMenuItem(MenuItem):
    """“Petitions”, followed by the number in hand."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = count_in_hand(request.user, getattr(request, LISTED, None))
        label = f"{_('Petitions')} {count}".strip()
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


class DeskMenuItem(MenuItem):
    """“Register for residents”: for desks of offices and centres, and for grid workers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_register(request.user)


def desk_item() -> DeskMenuItem:
    return DeskMenuItem(
        gettext_lazy("Register for residents"),
        reverse("desk:index"),
        name="register",
        icon_name="form",
        order=21,
    )


def cases_item() -> CasesMenuItem:
    return CasesMenuItem("", reverse("workbench:queue"), name="cases", icon_name="mail", order=20)
