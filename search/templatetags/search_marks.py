"""``{{ fragment|marked }}``: a text with what was found in ``<mark>``, everything escaped."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from search.highlights import Fragment, to_html

register = template.Library()


@register.filter
def marked(fragment: Fragment) -> SafeString:
    return mark_safe(to_html(fragment))  # noqa: S308  each piece is escaped in to_html
