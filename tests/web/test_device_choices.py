"""What a person chooses on a device stays on the device: dark or light, large type or standard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from web.serving import Web

pytestmark = pytest.mark.browser

ROOT = "document.documentElement"
# What the page is painted with for the first time, noted before any script of ours could change it late.
FIRST_PAINT = """
new PerformanceObserver(() => {
  window.first = getComputedStyle(document.body).backgroundColor;
}).observe({ type: "paint", buffered: true });
"""
DARK = "rgb(17, 24, 22)"


def test_a_visitor_chooses_dark_and_finds_it_dark_again(web: Web, page: Page) -> None:
    page.goto(web.url)
    page.locator("[data-device-theme]").click()
    assert page.evaluate(f"{ROOT}.dataset.theme") == "dark"
    page.goto(f"{web.url}/help/")
    assert page.evaluate(f"{ROOT}.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK


def test_a_dark_page_never_flashes_light(web: Web, browser: Browser) -> None:
    page = browser.new_page(color_scheme="light")
    page.add_init_script("localStorage.setItem('sunshine.theme', 'dark');" + FIRST_PAINT)
    page.goto(web.url)
    painted = None
    for _turn in range(100):  # asked from outside: the page's own policy forbids what waits inside it
        painted = page.evaluate("window.first")
        if painted:
            break
        page.wait_for_timeout(50)
    assert painted == DARK
    page.close()


def test_choosing_what_the_device_wants_is_no_choice(web: Web, page: Page) -> None:
    page.goto(web.url)
    switch = page.locator("[data-device-theme]")
    switch.click()
    switch.click()
    assert page.evaluate("localStorage.getItem('sunshine.theme')") is None
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK


def test_large_type_is_on_until_it_is_switched_off(web: Web, page: Page) -> None:
    page.goto(web.url)
    page.locator("[data-device-mode=elder]").click()
    page.wait_for_url(f"{web.url}/elder/")  # the same start page that visitors without JavaScript get
    expect(page.locator("[data-offer-elder]")).to_be_hidden()
    page.goto(f"{web.url}/office/")
    assert page.evaluate(f"{ROOT}.dataset.mode") == "elder"
    page.locator("a[data-device-mode=standard]").click()
    assert page.evaluate(f"{ROOT}.dataset.mode") is None
    page.goto(f"{web.url}/help/")
    assert page.evaluate(f"{ROOT}.dataset.mode") is None


def test_choosing_large_type_leads_away_from_no_form_that_was_begun(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/petition/new/")
    page.fill("[name=title]", "渠比田高")
    page.locator("[data-device-mode=elder]").click()
    assert page.evaluate(f"{ROOT}.dataset.mode") == "elder"
    expect(page.locator("[name=title]")).to_have_value("渠比田高")


def test_the_large_start_page_can_be_kept_for_all_pages(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/elder/")
    page.locator("button[data-device-mode=elder]").click()
    page.wait_for_url(f"{web.url}/")
    assert page.evaluate(f"{ROOT}.dataset.mode") == "elder"


def test_choices_set_no_cookie(web: Web, page: Page) -> None:
    page.goto(web.url)
    page.locator("[data-device-theme]").click()
    page.locator("[data-device-mode=elder]").click()
    page.goto(f"{web.url}/help/")
    assert page.context.cookies() == []


def test_a_device_that_keeps_nothing_still_switches(web: Web, browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('barred'); } })"
    )
    page.goto(web.url)
    page.locator("[data-device-theme]").click()
    assert page.evaluate(f"{ROOT}.dataset.theme") == "dark"
    page.close()


def test_the_keyboard_reaches_the_text_in_one_step(web: Web, page: Page) -> None:
    page.goto(web.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
