"""The officers' desk in a real browser: by keyboard, in two windows, on a phone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

FILE = """
import factories
numbers = [factories.{make}.{more}shown_number for _ in range({count})]
print(*numbers)
"""


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme=request.param
    )
    yield context
    context.close()


def filed(web: Web, count: int = 1) -> list[str]:
    return web.python(FILE.format(make="file_petition()", more="petition.", count=count)).split()


def registered(web: Web) -> str:
    return web.python(FILE.format(make="to_registered()", more="", count=1)).strip()


def test_the_queue_is_walked_and_opened_with_the_keyboard_alone(web: Web, page: Page) -> None:
    filed(web, 3)
    web.sign_in(page.context, "petition_office")
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/cases/?tab=submitted")
    links = page.locator("[data-queue] tbody th a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#filter-q")).to_be_focused()
    page.keyboard.type("jk/")
    expect(page.locator("#filter-q")).to_have_value("jk/")
    links.nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/cases/2*/")
    assert watch.faults == []


def test_of_two_windows_the_second_keeps_its_draft(web: Web, page: Page) -> None:
    number = registered(web)
    web.sign_in(page.context, "petition_office")
    other = page.context.new_page()
    for window in (page, other):
        window.goto(f"{web.url}/admin/cases/{number}/")
        window.locator("summary", has_text="写内部备注").click()
    page.fill("#note-reason", "先写的一条")
    page.locator("form[action$='do/note/'] button:not([name])").click()
    page.wait_for_url(f"**/admin/cases/{number}/")
    other.fill("#note-reason", "后写的一条，一个字也不能丢")
    other.locator("form[action$='do/note/'] button:not([name])").click()
    expect(other.get_by_role("alert").first).to_be_visible()
    expect(other.locator("#note-reason")).to_have_value("后写的一条，一个字也不能丢")


def test_without_javascript_a_case_is_registered_and_sent_on(web: Web, plain: BrowserContext) -> None:
    number = filed(web)[0]
    web.sign_in(plain, "petition_office")
    page = plain.new_page()
    page.goto(f"{web.url}/admin/cases/{number}/")
    page.locator("form[action$='do/register/'] select").select_option(index=1)
    page.locator("form[action$='do/register/'] button:not([name])").click()
    page.locator(".wb-candidates form button").click()
    expect(page.locator(".wb-candidates")).to_have_count(0)
    expect(page.locator(".wb-acts a, .wb-acts summary").filter(has_text="收回")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("petition_office", "/admin/"),
        ("petition_office", "/admin/cases/?tab=all"),
        ("petition_office", "/admin/cases/{number}/"),
        ("petition_office", "/admin/cases/{number}/do/transfer/"),
        ("petition_office", "/admin/cases/{number}/print/"),
        ("petition_head", "/admin/cases/approvals/"),
        ("officer2", "/admin/cases/"),
        ("operator", "/admin/"),
        ("leader", "/admin/"),
    ],
)
def test_each_page_of_the_desk_fits_a_phone_and_reads_well(
    web: Web, phone: BrowserContext, name: str, path: str
) -> None:
    address = path.format(number=registered(web))
    web.sign_in(phone, name)
    page = phone.new_page()
    watch = Watch(page, web.url)
    page.goto(web.url + address)
    assert too_wide(page) == 0
    assert watch.faults == []
    assert violations(page) == []


ENGLISH = """
import factories
from wagtail.users.models import UserProfile
UserProfile.objects.update_or_create(user=factories.staff("{name}"), defaults={{"preferred_language": "en"}})
"""


def test_a_case_and_its_print_fit_a_phone_in_english_where_words_are_longer(
    web: Web, phone: BrowserContext
) -> None:
    number = registered(web)
    web.python(ENGLISH.format(name="petition_office"))
    web.sign_in(phone, "petition_office")
    page = phone.new_page()
    for address in ("", "print/"):
        page.goto(f"{web.url}/admin/cases/{number}/{address}")
        said = page.locator(".facts .says", has_text="appeal or request").first
        expect(said).to_be_visible()
        first = "word => getComputedStyle(word, '::first-letter').textTransform"
        assert said.evaluate(first) == "uppercase"
        assert too_wide(page) == 0, address


def test_on_a_phone_the_parts_of_a_row_begin_on_one_line(web: Web, phone: BrowserContext) -> None:
    registered(web)
    web.sign_in(phone, "petition_office")
    page = phone.new_page()
    page.goto(f"{web.url}/admin/cases/?tab=all")
    edge = "cell => cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell).paddingLeft)"
    row = page.locator(".wb-queue tbody tr").first
    edges = {row.locator(f".{part}").evaluate(edge) for part in ("t", "d", "h")}
    assert len(edges) == 1
