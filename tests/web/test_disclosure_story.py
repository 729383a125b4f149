"""From a spreadsheet to an answer, in real browsers: clerk, reviewer, offices, a resident without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from ledgers import made
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.resident import VILLAGE, confirm, offices_answer, open_case, take_slip, write_matter
from web.serving import Web
from web.watching import Watch

pytestmark = pytest.mark.browser

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the worker does all the time: here it is asked to, so that nobody waits.
WORK = "from delivery import worker\nworker.run_once()"

As = Callable[[str], Page]


@pytest.fixture
def as_(browser: Browser, web: Web) -> Iterator[As]:
    """A page in the browser of a member of staff; of a resident, who has no JavaScript, by the empty name."""
    contexts: dict[str, BrowserContext] = {}

    def page(name: str) -> Page:
        if name not in contexts:
            contexts[name] = browser.new_context(java_script_enabled=bool(name), locale="zh-CN")
            if name:
                web.sign_in(contexts[name], name)
        return contexts[name].new_page()

    yield page
    for context in contexts.values():
        context.close()


def press(page: Page, selector: str) -> None:
    """A button of Wagtail's menu of actions, which is folded until it is opened."""
    with page.expect_navigation():
        page.locator(selector).first.evaluate("button => button.click()")


def test_what_a_clerk_publishes_is_found_objected_to_and_answered(web: Web, as_: As) -> None:
    clerk, path = as_("clerk"), f"/admin/disclosures/import/{VILLAGE}/"
    import_table(clerk, web, path, made.monthly().content)
    editor = clerk.url
    press(clerk, "[name=action-submit]")

    send_back(as_("reviewer"), web, "第四笔的经手人请再核对")

    clerk.goto(f"{web.url}/admin/")
    expect(clerk.locator("main")).to_contain_text("第四笔的经手人请再核对")
    clerk.goto(editor)
    clerk.fill("[name=lede]", "三月收支，结余 13,376.80 元，经手人已核对。")
    press(clerk, "[name=action-submit]")
    address = approve(as_("reviewer"), web)

    web.python(WORK)
    slip = object_to_it(as_(""), web)
    officer = as_("petition_office")
    officer.goto(f"{web.url}/admin/cases/{slip.number}/")
    expect(officer.locator("main")).to_contain_text("2026年3月")
    expect(officer.locator(f"main a[href='{address}']")).to_be_visible()

    offices_answer(web, slip)
    resident = as_("")
    open_case(resident, web, slip)
    resident.click("section.reply button[type=submit]")
    summarise(as_, web, slip.number)
    web.python(WORK)
    resident.goto(f"{web.url}/search/?q=电费&kind=case")
    expect(resident.locator("main")).to_contain_text("路灯电费账目")


def import_table(page: Page, web: Web, path: str, content: bytes) -> None:
    """Upload, look, store; the editor of the draft is open then."""
    watch = Watch(page, web.url)
    page.goto(f"{web.url}{path}")
    page.set_input_files("[name=file]", {"name": "三月.xlsx", "mimeType": SHEET, "buffer": content})
    page.click("form:has([name=file]) button[type=submit]")
    expect(page.locator("main")).to_contain_text("修渠人工")
    page.click("button[name=store]")
    page.wait_for_url("**/edit/")
    assert watch.faults == []


def send_back(page: Page, web: Web, comment: str) -> None:
    open_review(page, web)
    page.fill("[name=comment]", comment)
    page.click("button[value=reject]")


def open_review(page: Page, web: Web) -> None:
    page.goto(f"{web.url}/admin/")
    page.click("main a[href*='/review/']")
    expect(page.frame_locator("iframe").locator("main")).to_contain_text("修渠人工")


def approve(page: Page, web: Web) -> str:
    """Approve what waits; the address where it is public then."""
    open_review(page, web)
    page.click("button[value=approve]")
    page.goto(f"{web.url}/admin/disclosures/")
    return str(page.locator(f"main a[href^='/r/{VILLAGE}/']").first.get_attribute("href"))


def object_to_it(page: Page, web: Web):
    """Find it by a word of two characters, read it, and say what is wrong."""
    page.goto(f"{web.url}/search/?q=修渠")
    page.click("main a[href*='/r/']")
    expect(page.locator("main table").first).to_contain_text("修渠人工")
    page.click("main a[href*='/petition/new/?about=']")
    assert page.input_value("[name=region]") == VILLAGE
    write_matter(page, title="三月路灯电费对不上", body="三月没有路灯电费这一笔，四月却补了两个月，请查。")
    page.fill("[name=name]", "覃见山")
    page.fill("[name=phone]", "19900010001")
    page.check("[name=publish]")
    confirm(page)
    return take_slip(page)


def summarise(as_: As, web: Web, number: str) -> None:
    """One officer writes the summary, a second one publishes it."""
    writer = as_("petition_office")
    writer.goto(f"{web.url}/admin/summaries/{number}/")
    writer.click("form[action$='/do/begin/'] button")
    writer.fill("[name=title]", "路灯电费账目")
    writer.fill("[name=question]", "有人反映村里路灯电费的账目前后月份对不上。")
    writer.fill("[name=answer]", "核查后更正了账目，电费按月入账，票据已公示。")
    writer.click("button[formaction$='/do/send/']")
    head = as_("petition_head")
    head.goto(f"{web.url}/admin/summaries/{number}/")
    head.click("form[action$='/do/publish/'] button")
