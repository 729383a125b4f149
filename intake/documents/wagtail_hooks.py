"""Registers the operators' pages in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks

from intake.documents import urls
from intake.documents.admin import NumberPrefixViewSet, notice_templates_item

hooks.register("register_admin_urls", lambda: [path("notice-templates/", include(urls))])
hooks.register("register_settings_menu_item", notice_templates_item)


@hooks.register("register_admin_viewset")
def register_number_prefixes() -> NumberPrefixViewSet:
    return NumberPrefixViewSet("number_prefixes", url_prefix="number-prefixes")
