"""Registers the desk in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks

from . import urls
from .menu import cases_item
from .panels import add_panels

hooks.register("register_admin_urls", lambda: [path("cases/", include(urls))])
hooks.register("register_admin_menu_item", cases_item)
hooks.register("construct_homepage_panels", add_panels)
