"""What a visitor finds on the county's own pages, in either language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page, Site

from cms.pages import panels
from cms.pages.models import HomePage, OfficePage, PlainPage, SiteSettings
from cms.pages.setup import ensure_site
from regions.models import Region
from search import indexing

PAGES = ["/", "/help/", "/office/", "/privacy/", "/accessibility/", "/elder/"]
BOTH = [*PAGES, *(f"/en{path}" for path in PAGES)]
LINK = re.compile(r'(?:href|src)="(/[^"#?]*)')
CSS = Path(__file__).parents[2] / "site" / "sunshine" / "static" / "sunshine" / "css"


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_home_page_has_three_doors_and_every_village(site: Site, client: Client) -> None:
    page = text(client, "/")
    for door in ("我要反映", "查进度", "查公开"):
        assert door in page
    assert "/r/990121103204/" in page
    assert "荷叶埂村" in page


def test_a_village_that_was_merged_away_is_not_offered(site: Site, client: Client) -> None:
    gone = Region.objects.get(name="皂角嶂村")
    assert gone.code not in text(client, "/")


def test_many_villages_are_folded_by_township(site: Site, client: Client) -> None:
    township = Region.objects.get(name="柘木湾镇")
    for number in range(60):
        code = f"9901211039{number:02}"
        Region.objects.create(
            code=code, name=f"试{number}村", short_name=f"试{number}", level="village", kind="village",
            parent=township, path=f"{township.path}{code}/",
        )  # fmt: skip
    assert "<details>" in text(client, "/")


def test_each_page_is_english_under_en(site: Site, client: Client) -> None:
    assert "How to use this site" in text(client, "/en/help/")
    assert "怎么用本站" in text(client, "/help/")
    assert '<html lang="en"' in text(client, "/en/office/")
    assert '<html lang="zh-Hans"' in text(client, "/office/")


def test_the_other_language_is_one_link_away(site: Site, client: Client) -> None:
    assert 'href="/en/help/"' in text(client, "/help/")
    assert 'href="/help/" lang="zh-Hans"' in text(client, "/en/help/")


def test_the_sign_in_page_offers_only_a_language_that_it_has(site: Site, client: Client) -> None:
    assert 'href="/en/accounts/login/"' in text(client, "/accounts/login/")
    assert '<html lang="en"' in text(client, "/en/accounts/login/")


def test_a_page_without_english_says_so_and_shows_chinese(site: Site, client: Client) -> None:
    page = PlainPage.objects.get(slug="help")
    page.body_en = []
    page.save_revision().publish()
    shown = text(client, "/en/help/")
    assert "only in Chinese" in shown
    assert "怎么反映" in shown
    assert "only in Chinese" not in text(client, "/help/")


PROMISES = [
    "15 日",
    "60 日",
    "再加 30 日",
    "5 个工作日",
    "15 个工作日",
    "匿名",
    "最多五个",
    "诬告陷害",
    "满意、基本满意、不满意",
]


def test_the_help_names_every_promise_of_the_rules(site: Site, client: Client) -> None:
    shown = text(client, "/help/").replace("\N{NO-BREAK SPACE}", " ")
    for promise in PROMISES:
        assert promise in shown


def test_the_office_page_has_what_article_18_wants_published(site: Site, client: Client) -> None:
    shown = text(client, "/office/")
    for wanted in ("地址", "时间", "电话", "0990-000 1234", "受理", "复查", "怎么查进度和结果"):
        assert wanted in shown


def test_a_county_that_the_product_does_not_know_gets_no_invented_address(site: Site, client: Client) -> None:
    other = Region.objects.create(
        code="9902", name="甲县", short_name="甲", level="county", kind="county", path="9902/"
    )
    Page.objects.filter(depth__gt=1).delete()
    SiteSettings.objects.all().delete()
    ensure_site(other)
    shown = text(client, "/office/")
    assert "0990-000" not in shown
    assert "甲阳光" in shown


def test_setting_up_twice_changes_nothing_that_people_wrote(site: Site) -> None:
    page = PlainPage.objects.get(slug="help")
    page.title = "帮助（本县改过）"
    page.save_revision().publish()
    SiteSettings.objects.update(phone="0990-000 4321")
    before = Page.objects.count()
    ensure_site(Region.objects.get(level=Region.Level.COUNTY))
    assert Page.objects.count() == before
    assert PlainPage.objects.get(slug="help").title == "帮助（本县改过）"
    assert SiteSettings.objects.get().phone == "0990-000 4321"
    assert HomePage.objects.count() == OfficePage.objects.count() == 1


def test_no_menu_leads_to_a_page_that_was_taken_down(site: Site, client: Client) -> None:
    PlainPage.objects.get(slug="help").unpublish()
    assert 'href="/help/"' not in text(client, "/")
    assert client.get("/help/").status_code == 404


def test_every_link_to_the_site_itself_leads_somewhere(site: Site, client: Client) -> None:
    indexing.rebuild()  # without an index the search says to come back in a minute
    targets = {target for path in BOTH for target in LINK.findall(text(client, path))}
    for target in targets:
        if not target.startswith(("/static/", "/admin/")):
            assert client.get(target).status_code == 200, target


def test_a_panel_stands_on_the_home_page_when_it_has_something_to_show(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_registered", {})
    assert "还没有内容" in text(client, "/")
    panels.register("empty", lambda: None, "sunshine/foot.html")
    panels.register("newest", lambda: {"heading": "刚刚答复"}, "sunshine/field_notes.html")
    shown = text(client, "/")
    assert 'id="newest"' in shown
    assert 'href="#newest"' in shown
    assert 'id="empty"' not in shown
    assert "还没有内容" not in shown


def test_two_rooms_cannot_have_panels_of_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_registered", {})
    panels.register("newest", dict, "a.html")
    panels.register("newest", dict, "a.html")
    with pytest.raises(panels.DuplicatePanel):
        panels.register("newest", dict, "b.html")


def test_every_page_with_its_style_sheets_is_under_100_kb(site: Site, client: Client) -> None:
    sheets = sum(sheet.stat().st_size for sheet in CSS.glob("*.css") if sheet.name != "admin.css")
    for path in BOTH:
        assert len(client.get(path).content) + sheets < 100_000, path


def test_the_home_page_asks_the_database_little(
    site: Site, client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get("/")
