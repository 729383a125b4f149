"""The site's own pages in every look: readable by all, nothing from elsewhere, nothing sideways."""

from __future__ import annotations

from typing import Any

import factories
import pytest
from ledgers import made
from playwright.sync_api import Browser, Page, expect
from web import published
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

IMPORT = f"/admin/disclosures/import/{factories.VILLAGE}/"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

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
    "/r/",
    f"/r/{factories.VILLAGE}/",
    "{disclosure}",
    "/ledgers/{ledger}/changes/",
    "/petition/new/?about={page}",
    "{notice}",
    "{case}",
    "/search/?q=修渠",
    "/search/?q=紫禁城",
    "/statistics/{year}/",
    "/statistics/method/",
]
# The desks that belong to them: who sees which.
DESKS = {
    "clerk": ["/admin/", "/admin/disclosures/", IMPORT, "/admin/pages/{page}/edit/"],
    "reviewer": [
        "/admin/",
        "/admin/disclosures/{waiting}/review/",
        "/admin/disclosures/{page}/withdraw/",
        "/admin/disclosures/{page}/ledgers/{ledger}/redact/",
    ],
    "inspector_head": ["/admin/notices/", "/admin/notices/new/"],
    "centre_clerk": ["/admin/register/", "/admin/register/new/", "/admin/register/identity/"],
    "grid_worker": ["/admin/register/grid/"],
    "petition_head": ["/admin/summaries/", "/admin/annual-reports/"],
}
# Each width, each ground and each language with each other, in four looks of the eight.
LOOKS = [
    (390, "light", "zh-hans"),
    (390, "dark", "en"),
    (1280, "light", "en"),
    (1280, "dark", "zh-hans"),
]
SPEAKING = """
import factories
from wagtail.users.models import UserProfile
for name in {names!r}:
    UserProfile.objects.update_or_create(user=factories.staff(name), defaults={{"preferred_language": {language!r}}})
"""


@pytest.fixture(scope="module")
def there(web: Web) -> dict[str, Any]:
    """What was published in the site, by its kind."""
    return published.publish(web)


@pytest.fixture
def paths(there: dict[str, Any]) -> list[str]:
    return [path.format(**there) for path in PAGES]


def visit(page: Page, web: Web, path: str) -> Watch:
    watch = Watch(page, web.url)
    page.goto(web.url + path)
    return watch


def faults_of(page: Page, watch: Watch) -> list[str]:
    """All that is wrong with the page that stands there."""
    found = [*violations(page), *watch.faults]
    # Wagtail keeps the panels of its editor beside the window.
    if not page.url.endswith("/edit/") and (wider := too_wide(page)):
        found.append(f"{wider} px wider than the window")
    return [f"{page.url}: {fault}" for fault in found]


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_page_passes_axe_in(
    web: Web, browser: Browser, paths: list[str], width: int, scheme: str, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    start = "/en" if language == "en" else ""
    faults = [fault for path in paths for fault in faults_of(page, visit(page, web, start + path))]
    assert faults == []
    page.close()


def test_large_type_passes_axe_on_the_narrowest_phone(web: Web, browser: Browser, paths: list[str]) -> None:
    """On one ground: larger type needs no more contrast than other type has."""
    page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme="light")
    page.add_init_script("localStorage.setItem('sunshine.mode', 'elder')")
    faults = []
    for path in paths:
        watch = visit(page, web, path)
        assert page.evaluate("document.documentElement.dataset.mode") == "elder"
        faults += faults_of(page, watch)
    assert faults == []
    page.close()


def test_nothing_is_cut_off_at_twice_the_size(web: Web, browser: Browser, paths: list[str]) -> None:
    """200 % zoom of a window of 1280 px is a window of 640 px."""
    page = browser.new_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for path in paths:
        visit(page, web, path)
        assert too_wide(page) == 0, path
    page.close()


def test_pages_are_whole_without_javascript(web: Web, browser: Browser, paths: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in paths:
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


@pytest.fixture(scope="module")
def signed_in(web: Web, browser: Browser) -> dict[str, Any]:
    """What a browser of each of the staff holds."""
    states = {}
    for name in DESKS:
        context = browser.new_context()
        web.sign_in(context, name)
        states[name] = context.storage_state()
        context.close()
    return states


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_desk_passes_axe_in(
    web: Web, browser: Browser, there: dict, signed_in: dict, width: int, scheme: str, language: str
) -> None:
    web.python(SPEAKING.format(names=list(DESKS), language=language))
    faults = []
    for name, desks in DESKS.items():
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, storage_state=signed_in[name]
        )
        page = context.new_page()
        for path in desks:
            watch = visit(page, web, path.format(**there))
            page.wait_for_load_state("networkidle")  # Wagtail builds much of these pages by script
            faults += faults_of(page, watch)
        if name == "clerk":
            for content in (made.wrong_sums().content, made.personal_data_in_remarks().content):
                watch = visit(page, web, IMPORT)
                page.set_input_files("[name=file]", {"name": "a.xlsx", "mimeType": SHEET, "buffer": content})
                page.click("form:has([name=file]) button[type=submit]")
                expect(page.locator(".import-table")).to_be_visible()
                faults += faults_of(page, watch)
        context.close()
    assert faults == []
