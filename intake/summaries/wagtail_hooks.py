"""Registers the desk in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks

from . import desk_urls
from .menu import summaries_item

hooks.register("register_admin_urls", lambda: [path("summaries/", include(desk_urls))])
hooks.register("register_admin_menu_item", summaries_item)
