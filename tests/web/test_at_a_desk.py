"""A clerk takes a matter down for an old man who comes again with his paper; a grid worker does it on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.resident import BODY, TITLE, VILLAGE
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

ID_NUMBER = "99012119560101001X"
PHONE = "19900010009"


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """The narrowest phone that people carry."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme=request.param
    )
    yield context
    context.close()


def well(page: Page, watch: Watch) -> None:
    """Nothing of the page is wider than its window, wrong for a screen reader, or at fault."""
    assert too_wide(page) == 0
    assert violations(page) == []
    assert watch.faults == []


def test_a_clerk_writes_for_an_old_man_who_later_asks_with_his_phone_and_his_paper(
    web: Web, page: Page
) -> None:
    web.sign_in(page.context, "centre_clerk")
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/register/")
    page.get_by_role("link", name="登记来信来访来电").first.click()
    page.fill("[name=name]", "覃老六")
    page.fill("[name=phone]", PHONE)
    page.select_option("[name=id_type]", "resident")
    page.fill("[name=id_number]", ID_NUMBER)
    page.check("input[name=petition_class][value=appeal]")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", BODY)
    page.select_option("[name=region]", VILLAGE)
    page.click("main form button[type=submit]")
    expect(page.get_by_role("alert").first).to_be_visible()  # the two ticks are missing, and all else is kept
    expect(page.locator("[name=body]")).to_have_value(BODY)
    page.check("[name=truth]")
    page.check("[name=privacy]")
    page.locator("main form button[type=submit]").last.click()
    number, password = page.locator("dd.big").all_inner_texts()
    expect(page.locator(".qr svg")).to_be_visible()
    well(page, watch)
    page.get_by_role("button", name="已交给群众").click()
    expect(page.locator(".wb-numbers")).to_contain_text(number)
    expect(page.locator("body")).not_to_contain_text(password)

    page.get_by_role("link", name="核验证件").first.click()
    page.select_option("[name=paper]", "resident")
    page.fill("[name=name]", "覃老六")
    page.fill("[name=id_number]", ID_NUMBER)
    page.fill("[name=phone]", PHONE)
    page.check("[name=seen]")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".wb")).to_contain_text(number)
    well(page, watch)
    with page.context.expect_page() as printed:
        page.get_by_role("button", name="打印办理情况").click()
    sheet = printed.value
    expect(sheet.locator("main")).to_contain_text(TITLE)
    expect(sheet.locator("main")).to_contain_text("已代您登记")
    assert violations(sheet) == []


def test_a_grid_worker_takes_a_matter_down_on_a_phone_and_two_taps_make_one(
    web: Web, phone: BrowserContext
) -> None:
    web.sign_in(phone, "grid_worker")
    page = phone.new_page()
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/register/")
    well(page, watch)
    page.get_by_role("link", name="上门登记").click()
    expect(page.locator("[name=region]")).to_have_value(VILLAGE)
    well(page, watch)
    page.fill("[name=body]", BODY)
    page.check("input[name=petition_class][value=appeal]")
    page.check("input[name=identity][value=anonymous]")
    page.check("[name=truth]")
    page.check("[name=privacy]")
    page.locator("form.wb-grid button[type=submit]").dblclick()
    expect(page.locator("dd.big").first).to_be_visible()
    number = page.locator("dd.big").first.inner_text()
    well(page, watch)
    page.go_back()
    page.locator("form.wb-grid button[type=submit]").click()
    expect(page.locator("dd.big").first).to_have_text(number)


def test_each_page_of_a_centre_fits_a_phone_and_reads_well(web: Web, phone: BrowserContext) -> None:
    web.sign_in(phone, "centre_clerk")
    page = phone.new_page()
    watch = Watch(page, web.url)
    for path in ("", "new/", "identity/"):
        page.goto(f"{web.url}/admin/register/{path}")
        well(page, watch)
