"""The site's own pages in the search: found in both languages while they are public, and not a moment longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from wagtail.models import Site

from cms.pages.indexing import PageSource
from cms.pages.models import PlainPage
from delivery import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def indexed(site: Site, tmp_path: Path, settings: LazySettings) -> None:
    settings.SUNSHINE_SEARCH_FOLDER = tmp_path / "search"
    outbox.drain()


def urls(client: Client, asked: str, language: str = "zh-hans") -> list[str]:
    answer = client.get(
        "/api/v1/search/", {"q": asked, "kind": "page"}, headers={"accept-language": language}
    )
    return [one["url"].removeprefix("http://testserver") for one in answer.json()["results"]]


def test_help_is_found_by_chinese_and_by_english_words(client: Client) -> None:
    assert "/help/" in urls(client, "密码")
    assert "/en/help/" in urls(client, "password", "en")


def test_a_page_that_is_taken_down_is_found_no_more_and_again_when_it_is_back(client: Client) -> None:
    page = PlainPage.objects.get(slug="help")
    page.unpublish()
    assert "/help/" not in urls(client, "密码"), "before the index knows"
    outbox.drain()
    assert "/help/" not in urls(client, "密码")
    page.refresh_from_db()
    page.save_revision().publish()
    outbox.drain()
    assert "/help/" in urls(client, "密码")
    page.delete()
    outbox.drain()
    assert "/help/" not in urls(client, "密码")


def test_a_draft_is_not_found(client: Client) -> None:
    page = PlainPage.objects.get(slug="help")
    page.lede = "量子纠缠"
    page.save_revision()
    outbox.drain()
    assert urls(client, "量子纠缠") == []


def test_a_page_of_results_is_one_question_for_all_kinds_of_pages(
    client: Client, django_assert_max_num_queries
) -> None:
    found = list(PlainPage.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(2):
        assert len(list(PageSource().find([str(number) for number in found]))) == len(found)
