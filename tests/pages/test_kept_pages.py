"""The site keeps copies of public pages for their minute, and answers from none that was made before a change."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import factories
import publishing
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.cache import get_max_age
from wagtail.models import Site

from cms.pages import publishing as desk
from cms.pages.models import PlainPage
from delivery.public import caching
from regions.models import Region
from regions.process import save_region
from sunshine.keeping import KeptPagesMiddleware
from sunshine.settings import production

Commit = Callable[..., object]
NOON = datetime.datetime(2026, 11, 20, 4, tzinfo=datetime.UTC)
PUBLIC = {"Cache-Control": "public, max-age=60"}


@pytest.fixture
def reader(site: Site, settings) -> Client:
    """A visitor of a site that keeps copies, as in production."""
    settings.MIDDLEWARE = production.MIDDLEWARE
    return Client()


def seconds_left(response: HttpResponse) -> int:
    return get_max_age(response) or 0


def asked(reader: Client, path: str, **given: str) -> tuple[HttpResponse, int]:
    """The answer, and how often the database was asked for it."""
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(path, **given)
    return response, len(queries)


@pytest.mark.parametrize("path", ["/", "/en/", f"/r/{factories.VILLAGE}/", "/disclosures/", "/help/"])
def test_a_page_is_made_once_and_answered_again_without_a_question(reader: Client, path: str) -> None:
    first, _queries = asked(reader, path)
    again, queries = asked(reader, path)
    assert queries == 0
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert reader.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("change", [{"name": "望江亭社区"}, {"valid_to": datetime.date(2026, 1, 1)}])
def test_a_place_that_is_renamed_or_ends_is_so_at_once_on_its_township_s_page(
    reader: Client, django_capture_on_commit_callbacks: Commit, change: dict[str, object]
) -> None:
    village = Region.objects.get(code=factories.VILLAGE)
    page, old = f"/r/{village.parent.code}/", f">{village.name}<"
    assert old in reader.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for name, value in change.items():
            setattr(village, name, value)
        save_region(village)
    assert old not in reader.get(page).content.decode()


def test_what_is_published_is_seen_at_once(
    reader: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    reader.get("/help/")
    page = PlainPage.objects.get(slug="help")
    page.lede = "换了一句。"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "换了一句" in reader.get("/help/").content.decode()


def test_what_is_withdrawn_is_gone_at_once(
    reader: Client, django_capture_on_commit_callbacks: Commit
) -> None:
    page = publishing.published()
    assert reader.get(page.path_on_site).status_code == 200
    assert asked(reader, page.path_on_site)[1] == 0
    with django_capture_on_commit_callbacks(execute=True):
        desk.withdraw(page, by=factories.staff("reviewer"), reason="表格有误。")
    assert reader.get(page.path_on_site).status_code == 410


def test_a_page_made_while_something_is_withdrawn_is_never_answered_again(
    db: None, django_capture_on_commit_callbacks: Commit
) -> None:
    answers = iter(["before", "after"])

    def slow(request: HttpRequest) -> HttpResponse:
        answer = next(answers)
        if answer == "before":  # meanwhile somebody withdraws what this page was made from
            with django_capture_on_commit_callbacks(execute=True):
                caching.drop_copies()
        return HttpResponse(answer, headers=PUBLIC)

    cache.clear()
    kept = KeptPagesMiddleware(slow)
    assert [kept(RequestFactory().get("/help/")).content for _ in range(3)] == [b"before", b"after", b"after"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/search/?q=x", PUBLIC, 200),
        ("/petition/new/", PUBLIC, 200),
        ("/en/track/", PUBLIC, 200),
        ("/admin/", PUBLIC, 200),
        ("/readyz/", PUBLIC, 200),
        ("/help/", {}, 200),
        ("/help/", {"Cache-Control": "no-store"}, 200),
        ("/help/", PUBLIC, 404),
        ("/api/v1/disclosures/", PUBLIC | {"Vary": "Accept-Language"}, 200),
        ("/help/", PUBLIC | {"Set-Cookie": "a=b"}, 200),
        ("/static/a.css", PUBLIC, 200),
        ("/help/", PUBLIC | {"X-Size": "large"}, 200),
    ],
)
def test_nothing_else_is_kept(path: str, headers: dict[str, str], status: int) -> None:
    made = 0

    def page(request: HttpRequest) -> HttpResponse:
        nonlocal made
        made += 1
        response = HttpResponse("x" * (600_000 if "X-Size" in headers else 1), status=status)
        for name, value in headers.items():
            if name == "Set-Cookie":
                response.set_cookie(*value.split("="))
            else:
                response[name] = value
        return response

    cache.clear()
    kept = KeptPagesMiddleware(page)
    for _ in range(2):
        kept(RequestFactory().get(path))
    assert made == 2


@pytest.mark.parametrize(
    "given", [{"headers": {"host": "localhost"}}, {"headers": {"host": "testserver:81"}}]
)
def test_there_are_no_copies_but_under_the_sites_own_name(given: dict[str, Any]) -> None:
    cache.clear()
    kept = KeptPagesMiddleware(lambda request: HttpResponse(request.build_absolute_uri(), headers=PUBLIC))
    for request in (RequestFactory().get("/help/"), RequestFactory().get("/help/", **given)):
        assert kept(request).content.decode() == request.build_absolute_uri()


def test_an_unencrypted_address_has_no_part_in_the_encrypted_ones_copy() -> None:
    cache.clear()
    kept = KeptPagesMiddleware(lambda request: HttpResponse(request.build_absolute_uri(), headers=PUBLIC))
    for secure in (False, True):
        request = RequestFactory().get("/help/", secure=secure)
        assert kept(request).content.decode() == request.build_absolute_uri()


def test_a_minute_is_a_minute_also_for_who_has_the_page_already(reader: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = reader.get("/help/")
        clock.shift(50)
        again = reader.get("/help/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, seconds_left(first), seconds_left(again)) == (304, 60, 10)


def test_nothing_is_kept_past_midnight_when_things_come_down_by_date() -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 20, 15, 59, 30, tzinfo=datetime.UTC), tick=False):
        assert seconds_left(caching.cacheable(HttpResponse("x"))) == 30


def test_a_reviewer_reads_the_new_version_and_not_the_copy_of_the_old_one(reader: Client) -> None:
    page = publishing.published()
    reader.get(page.path_on_site)
    page.lede = "这是改过的一句。"
    page.save_revision(user=factories.staff("clerk"))
    publishing.send_in(page)
    reviewer = Client()
    reviewer.force_login(factories.staff("reviewer"))
    shown = reviewer.get(reverse("disclosure_as_public", args=[page.pk]))
    assert "这是改过的一句" in shown.content.decode()
    assert "这是改过的一句" not in reader.get(page.path_on_site).content.decode()


def test_copies_are_dropped_with_the_end_of_the_transaction(
    db: None, django_capture_on_commit_callbacks: Commit
) -> None:
    before = caching.generation()
    with django_capture_on_commit_callbacks(execute=True):
        caching.drop_copies()
        assert caching.generation() == before
    assert caching.generation() != before
