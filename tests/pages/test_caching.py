"""Public pages may stand in every cache; what belongs to one person in none."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import Site

from sunshine.middleware import CacheMiddleware

PUBLIC = [
    "/",
    "/en/",
    "/help/",
    "/en/help/",
    "/office/",
    "/elder/",
    "/en/elder/",
    "/robots.txt",
    "/manifest.webmanifest",
]


def test_a_public_page_sets_no_cookie_and_differs_for_nobody(site: Site, client: Client) -> None:
    for path in PUBLIC:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.cookies == {}, path
        assert response.get("Vary", "") == "", path
        assert "public" in response["Cache-Control"], path
        assert response["ETag"], path
        assert b"csrfmiddlewaretoken" not in response.content, path


def test_a_signed_in_visitor_gets_the_same_bytes(site: Site, client: Client) -> None:
    someone = get_user_model().objects.create(username="someone", display_name="试用者")
    signed_in = Client()
    signed_in.force_login(someone)
    for path in PUBLIC:
        assert signed_in.get(path).content == client.get(path).content, path


def test_an_unchanged_page_is_answered_in_one_line(site: Site, client: Client) -> None:
    first = client.get("/help/")
    again = client.get("/help/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert "public" in again["Cache-Control"]


def test_a_published_change_is_seen_at_once_by_whoever_asks(site: Site, client: Client) -> None:
    from cms.pages.models import PlainPage

    etag = client.get("/help/")["ETag"]
    page = PlainPage.objects.get(slug="help")
    page.lede = "换了一句。"
    page.save_revision().publish()
    again = client.get("/help/", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "换了一句" in again.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/healthz/", "/readyz/", "/accounts/login/", "/admin/"])
def test_everything_else_is_kept_nowhere(site: Site, client: Client, path: str) -> None:
    kept = client.get(path)["Cache-Control"]
    assert "public" not in kept
    assert "no-store" in kept


@pytest.mark.parametrize("path", ["/petition/new/", "/track/", "/en/track/lost/"])
def test_residents_pages_are_kept_nowhere_whatever_their_view_says(path: str) -> None:
    def careless(request: object) -> HttpResponse:
        return HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})

    response = CacheMiddleware(careless)(RequestFactory().get(path))
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_sets_a_cookie_is_not_public_whatever_its_view_says() -> None:
    def careless(request: object) -> HttpResponse:
        response = HttpResponse("x", headers={"Cache-Control": "public, max-age=60"})
        response.set_cookie("sessionid", "x")
        return response

    response = CacheMiddleware(careless)(RequestFactory().get("/help/"))
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_differs_by_cookie_is_not_public_whatever_its_view_says() -> None:
    def careless(request: object) -> HttpResponse:
        return HttpResponse("x", headers={"Cache-Control": "public, max-age=60", "Vary": "Cookie"})

    response = CacheMiddleware(careless)(RequestFactory().get("/help/"))
    assert response["Cache-Control"] == "no-store"
