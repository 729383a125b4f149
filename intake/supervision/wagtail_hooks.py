"""Registers the room in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks

from intake.workbench.bulk import HOOK

from . import urls
from .admin import SetNumberViewSet
from .menu import supervision_item, urge_ticked
from .panel import add_panel

hooks.register("register_admin_urls", lambda: [path("supervision/", include(urls))])
hooks.register("register_admin_menu_item", supervision_item)
hooks.register("construct_homepage_panels", add_panel)
hooks.register(HOOK, urge_ticked)
hooks.register("register_admin_viewset", SetNumberViewSet)
