"""What every page knows of the site around it: name, today, menus, the same page in the other language.

All of it is worked out when a template asks: the admin and the API render nothing of it and pay nothing.
"""

from __future__ import annotations

import datetime

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from cms.pages.models import SiteSettings
from delivery import channels
from sunshine import navigation, paths

UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError)


class Frame:
    """The frame round one page. In templates: ``frame``."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def settings(self) -> SiteSettings:
        """The site's name, organiser and contact, read once a request."""
        return SiteSettings.for_request(self.request)

    @cached_property
    def today(self) -> datetime.date:
        """The day in Asia/Shanghai."""
        return timezone.localdate()

    @cached_property
    def lang(self) -> str:
        """The page's language as HTML writes it: ``zh-Hans`` or ``en``."""
        return "en" if translation.get_language() == "en" else "zh-Hans"

    @cached_property
    def home_url(self) -> str:
        return reverse("wagtail_serve", args=[""])

    @cached_property
    def other_language_url(self) -> str:
        """This page in the other language, or nothing where one address serves both, as in the admin.

        Without the query string, which may hold what a person typed; but who signs in still gets where they wanted.
        """
        path = self.request.path
        if paths.is_desk(path):
            return ""
        other = paths.without_language(path) if path.startswith(paths.ENGLISH) else paths.ENGLISH + path[1:]
        wanted = self._wanted()
        return f"{other}?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if wanted else other

    def _wanted(self) -> str:
        """The page of the admin that asked to sign in first, on the page where that is done."""
        request = self.request
        if paths.without_language(request.path) != paths.SIGN_IN:
            return ""
        try:
            asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
        except UNREADABLE:  # this is the page that says so
            return ""
        known = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if known and paths.is_desk(asked) else ""

    @property
    def sends_sms(self) -> bool:
        """Whether text messages go out at all: no page may promise one where none does."""
        return not channels.is_off("sms")

    @cached_property
    def menu(self) -> list[navigation.Link]:
        return navigation.menu(self)

    @cached_property
    def sitemap(self) -> list[navigation.Group]:
        return navigation.sitemap(self)


def site(request: HttpRequest) -> dict[str, Frame]:
    """The context processor: adds ``frame``."""
    return {"frame": Frame(request)}
