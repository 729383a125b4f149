"""Registers the desk in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks

from . import desk_urls, urls
from .menu import cases_item, desk_item
from .panels import add_panels

hooks.register(
    "register_admin_urls", lambda: [path("cases/", include(urls)), path("register/", include(desk_urls))]
)
hooks.register("register_admin_menu_item", cases_item)
hooks.register("register_admin_menu_item", desk_item)
hooks.register("construct_homepage_panels", add_panels)
