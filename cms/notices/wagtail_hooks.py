"""Registers the desk of notices in Wagtail's admin: only for who works in a discipline body."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import urls
from .policies import may_enter


class NoticesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    return [path("notices/", include(urls))]


@hooks.register("register_admin_menu_item")
def notices_item() -> NoticesMenuItem:
    return NoticesMenuItem(
        _("Accountability notices"),
        reverse("notices_desk:list"),
        name="notices",
        icon_name="doc-full",
        order=30,
    )
