"""More time for an answer in real browsers: refused, then asked for again and granted, and the resident told why.

The resident has no JavaScript; officer and head have a browser each.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from web.at_desk import approve, do
from web.resident import Slip, open_case
from web.serving import Web
from web.watching import too_wide, violations

pytestmark = pytest.mark.browser

AT_WORK = """
import factories
made = factories.file_petition()
petition = made.petition
for action, who, data in (
    ("register", "petition_office", {}),
    ("transfer", "petition_office", {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责所在"}),
    ("accept", "officer", {}),
    ("start", "officer", {}),
):
    petition = factories.act(petition, action, who, **data)
factories.staff("officer_head")
print(made.petition.shown_number, made.password)
"""
WHY = "渠底标高要等县水利站实测，结果下月才有。"


def test_more_time_is_refused_then_granted_and_the_resident_is_told_why(
    web: Web, plain: Page, desk_of: Callable[[str], Page]
) -> None:
    number, password = web.python(AT_WORK).split()
    officer, head = desk_of("officer"), desk_of("officer_head")
    page = f"{web.url}/admin/cases/{number}/"

    do(officer, web, number, "extend", reason="手头事情多。")
    expect(officer.locator(".panel--ask")).to_contain_text("手头事情多")
    head.goto(page)
    head.get_by_text("退回修改").first.click()
    head.fill("form[action$='do/refuse/'] textarea", "这不是延期的理由，请抓紧。")
    head.locator("form[action$='do/refuse/'] button").click()
    head.wait_for_url(page)
    open_case(plain, web, Slip(number, password))
    expect(plain.locator("main")).not_to_contain_text("More time for the answer")

    officer.goto(f"{page}do/extend/")
    officer.fill("form [name=reason]", WHY)
    officer.get_by_role("button", name="预览文书").click()
    expect(officer.locator(".paper--sent")).to_contain_text(WHY)
    assert violations(officer) == []
    officer.locator("form[action$='do/extend/'] button:not([name])").click()
    officer.wait_for_url(page)
    approve(head, web, number)
    expect(head.locator(".wb-head")).to_contain_text("延期")

    plain.goto(f"{web.url}/en/track/case/")
    expect(plain.locator("main")).to_contain_text("More time for the answer")
    expect(plain.locator("main")).to_contain_text("at most 30 days more")
    assert too_wide(plain) == 0
