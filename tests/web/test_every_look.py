"""The site's own pages in every look: readable by all, nothing from elsewhere, nothing sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/help/",
    "/office/",
    "/privacy/",
    "/accessibility/",
    "/elder/",
    "/disclosures/",
    "/notices/",
    "/cases/",
    "/nowhere/",
]
WIDTHS = [390, 1280]


def visit(page: Page, web: Web, path: str) -> Watch:
    watch = Watch(page, web.url)
    page.goto(web.url + path)
    return watch


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_passes_axe_in(web: Web, browser: Browser, width: int, scheme: str, language: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in PAGES:
        watch = visit(page, web, language + path)
        assert violations(page) == [], path
        assert too_wide(page) == 0, path
        assert watch.faults == [], path
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_large_type_passes_axe_on_the_narrowest_phone(web: Web, browser: Browser, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.add_init_script("localStorage.setItem('sunshine.mode', 'elder')")
    for path in PAGES:
        visit(page, web, path)
        assert page.evaluate("document.documentElement.dataset.mode") == "elder"
        assert violations(page) == [], path
        assert too_wide(page) == 0, path
    page.close()


def test_nothing_is_cut_off_at_twice_the_size(web: Web, browser: Browser) -> None:
    """200 % zoom of a window of 1280 px is a window of 640 px."""
    page = browser.new_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for path in PAGES:
        visit(page, web, path)
        assert too_wide(page) == 0, path
    page.close()


def test_pages_are_whole_without_javascript(web: Web, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES:
        page.goto(web.url + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator(".js-only:visible").count() == 0, path
    context.close()


@pytest.mark.parametrize("name", ["petition_office", "clerk", "operator"])
def test_the_admin_wears_the_sites_name_and_asks_no_other_host(web: Web, page: Page, name: str) -> None:
    web.sign_in(page.context, name)
    watch = visit(page, web, "/admin/")
    page.wait_for_load_state("networkidle")
    assert watch.faults == []
    expect(page.locator(".sunshine-brand")).to_contain_text("砚川阳光")
    assert "Wagtail" not in page.locator("main").inner_text()
