"""An officer whose session ends while a note is being written finds it again after signing in, and nobody else does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from web.serving import Web

pytestmark = pytest.mark.browser

NOTE = "已与当事人通话，约定周三到现场。"
IN_WORK = """
import factories
for name in ("officer", "officer_head"):
    user = factories.staff(name)
    user.set_password("sunshine-demo-1")
    user.save()
print(factories.to_in_progress().shown_number)
"""
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('sunshine.typed')).length"


def sign_in_here(page: Page, name: str) -> None:
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", "sunshine-demo-1")
    page.click("main button[type=submit]")


def write_note_signed_out(page: Page, web: Web, number: str) -> None:
    page.goto(f"{web.url}/admin/cases/{number}/do/note/")
    page.fill("[data-typed] [name=reason]", NOTE)
    page.context.clear_cookies(name="sessionid")
    page.locator("form[data-typed] button:not([name])").click()
    expect(page.locator("input[name=login]")).to_be_visible()


def test_the_note_is_back_after_signing_in_and_gone_once_it_was_sent(web: Web, page: Page) -> None:
    number = web.python(IN_WORK).strip()
    web.sign_in(page.context, "officer")
    write_note_signed_out(page, web, number)
    sign_in_here(page, "officer")
    expect(page.locator("[data-typed] [name=reason]")).to_have_value(NOTE)
    expect(page.get_by_text("重新登录前填写的内容已恢复")).to_be_visible()
    page.goto(f"{web.url}/admin/cases/{number}/")  # not sent yet: it waits where the form stands
    page.goto(f"{web.url}/admin/cases/{number}/do/note/")
    expect(page.locator("[data-typed] [name=reason]")).to_have_value(NOTE)
    page.locator("form[data-typed] button:not([name])").click()
    page.wait_for_url(f"**/admin/cases/{number}/")
    expect(page.locator(".wb-history")).to_contain_text("约定周三到现场")
    assert page.evaluate(KEPT) == 0
    page.goto(f"{web.url}/admin/cases/{number}/do/note/")
    expect(page.locator("[data-typed] [name=reason]")).to_have_value("")


def test_a_colleague_who_signs_in_at_the_same_desk_finds_nothing(web: Web, page: Page) -> None:
    number = web.python(IN_WORK).strip()
    web.sign_in(page.context, "officer")
    write_note_signed_out(page, web, number)
    sign_in_here(page, "officer_head")
    expect(page.locator("[data-typed] [name=reason]")).to_have_value("")
    assert page.evaluate(KEPT) == 0


def test_what_waits_is_gone_with_the_site_s_own_page(web: Web, page: Page) -> None:
    number = web.python(IN_WORK).strip()
    web.sign_in(page.context, "officer")
    write_note_signed_out(page, web, number)
    assert page.evaluate(KEPT) == 1
    page.goto(web.url)  # where signing out leads to
    page.wait_for_function(f"{KEPT} === 0")
