"""Several units on one case, and a repeat that is joined to its first case, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

MADE = """
import factories
for name in ("officer", "officer_head", "officer2"):
    factories.staff(name)
print({what})
"""


def made(web: Web, what: str) -> str:
    return web.python(MADE.format(what=what)).strip()


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme=request.param
    )
    yield context
    context.close()


def signed_in(web: Web, browser: Browser, name: str) -> Page:
    context = browser.new_context()
    web.sign_in(context, name)
    return context.new_page()


def test_a_case_goes_to_lead_and_co_handler_and_the_lead_reads_what_the_other_found(
    web: Web, browser: Browser
) -> None:
    number = made(web, "factories.to_registered().shown_number")
    office = signed_in(web, browser, "petition_office")
    watch = Watch(office, web.url)
    office.goto(f"{web.url}/admin/cases/{number}/do/transfer/?organisation=990121-NYNC")
    office.locator("input[name=cos][value='990121-MZ']").check()
    office.fill("#transfer-reason", "涉及补贴发放，请民政部门协办")
    office.locator("form[action$='do/transfer/'] button:not([name])").click()
    office.wait_for_url(f"**/admin/cases/{number}/")
    expect(office.locator("#workers")).to_be_visible()
    assert watch.faults == []

    other = signed_in(web, browser, "officer2")
    other.goto(f"{web.url}/admin/cases/?tab=to_accept")
    row = other.locator("[data-queue] tbody tr", has_text=number)
    expect(row.locator(".mark", has_text="协办")).to_be_visible()
    row.locator("th a").click()
    other.locator("form[action$='do/co_accept/'] button:not([name])").click()
    other.locator("a[href$='do/report_to_lead/']").click()
    other.fill("textarea[name=reason]", "补贴已经核对，数额无误。")
    other.locator("form[action$='do/report_to_lead/'] button:not([name])").click()
    other.wait_for_url(f"**/admin/cases/{number}/")

    lead = signed_in(web, browser, "officer")
    lead.goto(f"{web.url}/admin/cases/{number}/")
    expect(lead.locator(".wb-part", has_text="补贴已经核对").first).to_be_visible()
    for page in (office, other, lead):
        page.context.close()


TWICE = "factories.to_transferred().shown_number, factories.file_petition().petition.shown_number"


def test_a_repeat_is_found_and_joined_to_its_first_case(web: Web, page: Page) -> None:
    first, again = made(web, TWICE).split()
    web.sign_in(page.context, "petition_office")
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/cases/{again}/")
    page.locator(f"a[href$='do/merge/?first={first}']").click()
    expect(page.locator("#merge-first")).to_have_value(first)
    page.fill("#merge-reason", "与首次信访件系同一事项")
    page.locator("form[action$='do/merge/'] button:not([name])").click()
    page.wait_for_url(f"**/admin/cases/{again}/")
    expect(page.locator("#belonging")).to_be_visible()
    page.goto(f"{web.url}/admin/cases/{first}/")
    expect(page.locator(".wb-part", has_text=again)).to_be_visible()
    assert watch.faults == []


@pytest.mark.parametrize("action", ["transfer", "add_co", "merge", "hear_here", "mediate"])
def test_each_of_their_forms_fits_a_phone_and_reads_well(
    web: Web, phone: BrowserContext, action: str
) -> None:
    makes = {"transfer": "to_registered()", "merge": "file_petition().petition"}
    number = made(web, f"factories.{makes.get(action, 'to_in_progress()')}.shown_number")
    web.sign_in(phone, "officer" if action in ("add_co", "hear_here", "mediate") else "petition_office")
    page = phone.new_page()
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/cases/{number}/do/{action}/")
    expect(page.locator(f"form[action$='do/{action}/']")).to_be_visible()
    assert too_wide(page) == 0
    assert watch.faults == [] and violations(page) == []
