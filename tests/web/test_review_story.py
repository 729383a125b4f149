"""From an answer to its end in real browsers: review, second review, and the same matter put once more.

The resident has no JavaScript; each office has its own browser.
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

ANSWERED = """
import factories
from intake.petitions.models import Petition
for name in ("review_officer", "review_head", "city_review_officer", "city_review_head"):
    factories.staff(name)
made = factories.file_petition()
petition = made.petition
for action, who, data in (
    ("register", "petition_office", {}),
    ("transfer", "petition_office", {"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责所在"}),
    ("accept", "officer", {}),
    ("start", "officer", {}),
    ("issue_opinion", "officer", factories.OPINION),
    ("grant", "officer_head", {}),
):
    petition = factories.act(petition, action, who, **data)
print(made.petition.shown_number, made.password, factories.to_registered().shown_number)
"""
GROUNDS = "渠底只降了十公分，水还是放不进田里。"


def read_answer(page: Page, web: Web) -> None:
    page.goto(f"{web.url}/en/track/case/")
    page.get_by_role("button", name="Open the answer").click()
    expect(page.locator(".paper")).to_be_visible()


def ask(page: Page, web: Web, link: str) -> None:
    page.goto(f"{web.url}/en/track/case/")
    page.get_by_role("link", name=link).click()
    assert too_wide(page) == 0
    page.fill("[name=text]", GROUNDS)
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator(".paper")).to_contain_text("申请已经收到")


PARTS = {
    "requests": "要求返工。",
    "facts": "经复查属实。",
    "decision": "按设计高程返工。",
    "basis": "第三十五条。",
}


def test_a_decision_is_reviewed_twice_and_the_same_matter_is_no_longer_accepted(
    web: Web, plain: Page, desk_of: Callable[[str], Page]
) -> None:
    number, password, again = web.python(ANSWERED).split()
    open_case(plain, web, Slip(number, password))
    read_answer(plain, web)
    ask(plain, web, "Ask for review")

    officer, head = desk_of("review_officer"), desk_of("review_head")
    officer.goto(f"{web.url}/admin/cases/?tab=reviews")
    officer.locator("[data-queue] tbody tr", has_text=number).locator("th a").click()
    expect(officer.locator(".panel--ask")).to_contain_text(GROUNDS)
    assert violations(officer) == []
    do(officer, web, number, "accept_review")
    do(officer, web, number, "decide_review", outcome="maintain", **PARTS)
    approve(head, web, number)

    read_answer(plain, web)
    expect(plain.locator(".paper")).to_contain_text("按设计高程返工")
    ask(plain, web, "Ask for a second review")
    plain.goto(f"{web.url}/en/track/case/")
    expect(plain.locator("main")).to_contain_text("for a second review")
    assert too_wide(plain) == 0

    city, city_head = desk_of("city_review_officer"), desk_of("city_review_head")
    do(city, web, number, "accept_review")
    do(city, web, number, "hear", hearing_on="下月八日九时", place="市政府一楼", reason="情况复杂")
    expect(city.locator("main")).to_contain_text("停止计算")
    do(city, web, number, "end_hearing")
    do(city, web, number, "decide_rereview", outcome="maintain", **PARTS)
    approve(city_head, web, number)
    read_answer(plain, web)
    expect(plain.locator(".paper")).to_contain_text("终结")

    office, office_head = desk_of("petition_office"), desk_of("petition_head")
    said = {"basis": "第三十六条。", "destination": "县信访局", "reason": "复核已经终结。"}
    do(office, web, again, "no_longer_accept", earlier=number, **said)
    approve(office_head, web, again)
    expect(office_head.locator(".wb-head")).to_contain_text("不再受理")
