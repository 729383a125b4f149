"""One address is one language; the API speaks the caller's."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Site

from sunshine.middleware import LanguageMiddleware


def language_of(path: str, **headers: str) -> str:
    """The language in which a view at ``path`` runs."""
    found: list[str] = []

    def view(request: object) -> HttpResponse:
        found.append(translation.get_language())
        return HttpResponse("")

    LanguageMiddleware(view)(RequestFactory().get(path, headers=headers))
    return found[0]


@pytest.mark.parametrize(
    "path", ["/", "/help/", "/petition/new/", "/admin/", "/accounts/login/", "/english/"]
)
def test_chinese_is_the_language_without_a_prefix(path: str) -> None:
    assert language_of(path, **{"Accept-Language": "en", "Cookie": "django_language=en"}) == "zh-hans"


@pytest.mark.parametrize("path", ["/en/", "/en/help/", "/en/track/"])
def test_english_has_its_prefix(path: str) -> None:
    assert language_of(path, **{"Accept-Language": "zh-CN"}) == "en"


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh-hans"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN", "zh-hans"), ("de, en;q=0.5", "en"),
     ("tlh", "zh-hans"), ("*", "zh-hans"), (";;;=\x00", "zh-hans"), ("x" * 5000, "zh-hans")],
)  # fmt: skip
def test_the_api_answers_in_the_callers_language(header: str, language: str) -> None:
    assert language_of("/api/v1/regions/", **{"Accept-Language": header}) == language


def test_the_api_says_that_it_differs_by_language() -> None:
    response = LanguageMiddleware(lambda request: HttpResponse(""))(RequestFactory().get("/api/v1/"))
    assert response["Vary"] == "Accept-Language"


def test_every_page_names_its_language(site: Site, client: Client) -> None:
    assert client.get("/help/")["Content-Language"] == "zh-hans"
    assert client.get("/en/help/")["Content-Language"] == "en"


def test_the_default_language_has_no_second_address(site: Site, client: Client) -> None:
    assert client.get("/zh-hans/help/").status_code == 404
