"""Addresses of places and of what they disclose, without asking the page tree for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from cms.pages.published import language_prefix

if TYPE_CHECKING:
    from cms.pages.models import DisclosurePage

register = template.Library()


@register.simple_tag
def place_url(code: str) -> str:
    """The address of a place's page, in the visitor's language."""
    return f"{language_prefix()}/r/{code}/"


@register.simple_tag
def disclosure_url(page: DisclosurePage) -> str:
    """The address of a disclosure, in the visitor's language. Its place is already there."""
    return f"{language_prefix()}{page.path_on_site}"
