"""A day at the desk in a real browser: ticks and keys, phrases, what is printed, and the pages beside the queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

SENT = """
import factories
from accounts.models import Membership, Role, User
user, made = User.objects.get_or_create(username="colleague", defaults={"display_name": "韦望川"})
if made:
    Membership.objects.create(user=user, role=Role.HANDLER, organisation=factories.unit(factories.AGRICULTURE))
factories.staff("officer_head")
print(*[factories.to_transferred().shown_number for _ in range(3)])
"""

OFFICERS = """
from intake.petitions.models import Handling
print(Handling.objects.filter(officer__username="colleague").count())
"""

PHRASE = """
import factories
from intake.workbench.models import Phrase, SavedFilter
user = factories.staff("officer")
Phrase.objects.get_or_create(user=user, title="到现场", text="已到现场查看。")
SavedFilter.objects.get_or_create(user=user, name="待受理的", query="tab=to_accept")
petition = factories.to_in_progress()
factories.act(petition, "note", "officer", reason="@试用officer_head 请看")
print(petition.shown_number)
"""


@pytest.fixture(params=["light", "dark"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme=request.param
    )
    yield context
    context.close()


def test_cases_are_ticked_and_given_to_a_colleague_with_the_keyboard_alone(web: Web, page: Page) -> None:
    web.python(SENT)
    web.sign_in(page.context, "officer_head")
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/cases/?tab=to_accept")
    boxes = page.locator("[data-queue] input[name=case]")
    for key in ("j", "x", "ArrowDown", "x"):
        page.keyboard.press(key)
    assert [box.is_checked() for box in boxes.all()[:3]] == [True, True, False]
    expect(page.locator("[data-count]")).to_contain_text("2")
    page.keyboard.press("/")
    page.keyboard.type("xa?")
    expect(page.locator("#filter-q")).to_have_value("xa?")
    expect(page.locator("[data-count]")).to_contain_text("2")
    expect(page.locator("dialog[data-keys]")).to_be_hidden()
    boxes.first.focus()
    page.keyboard.press("?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()
    page.keyboard.press("x")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[data-keys]")).to_be_hidden()
    expect(page.locator("[data-count]")).to_contain_text("2")
    page.get_by_role("button", name="交由同事办理").press("Enter")
    page.locator("#ticked-user").select_option(label="韦望川")
    page.get_by_role("button", name="交给此人").press("Enter")
    page.wait_for_url("**/admin/cases/?tab=to_accept")
    expect(page.get_by_text("已将 2 件交给韦望川")).to_be_visible()
    assert web.python(OFFICERS).strip() == "2"
    assert watch.faults == []


def test_all_of_a_page_are_ticked_with_one_click_and_none_with_another(web: Web, page: Page) -> None:
    web.python(SENT)
    web.sign_in(page.context, "officer_head")
    page.goto(f"{web.url}/admin/cases/?tab=to_accept")
    boxes = page.locator("[data-queue] input[name=case]")
    page.get_by_role("link", name="全选本页").click()
    assert all(box.is_checked() for box in boxes.all())
    page.get_by_role("link", name="全选本页").click()
    assert not any(box.is_checked() for box in boxes.all())
    assert "select=all" not in page.url


def test_a_phrase_goes_where_the_cursor_stands(web: Web, page: Page) -> None:
    number = web.python(PHRASE).strip()
    web.sign_in(page.context, "officer")
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/admin/cases/{number}/do/issue_opinion/")
    facts = page.locator("#issue_opinion-facts")
    facts.fill("前后")
    facts.press("ArrowLeft")
    page.locator("[data-phrase] summary").click()
    page.locator("[data-phrase] [name=insert]").click()
    expect(facts).to_have_value("前已到现场查看。后")
    expect(facts).to_be_focused()
    assert watch.faults == []


def test_on_paper_stand_the_cases_and_nothing_to_click(web: Web, page: Page) -> None:
    number = web.python(SENT).split()[0]
    web.sign_in(page.context, "officer_head")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.goto(f"{web.url}/admin/cases/?tab=to_accept")
    expect(page.locator(".wb-queue thead")).to_be_visible()
    expect(page.locator(".wb-queue .hide").last).to_be_visible()
    for hidden in (".wb form >> nth=0", ".wb-tabs", "#wagtail-sidebar", ".wb-queue .k >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    page.goto(f"{web.url}/admin/cases/{number}/")
    expect(page.locator(".wb .paper").first).to_be_visible()
    expect(page.locator("#history")).to_be_visible()
    assert [button for button in page.locator(".wb button").all() if button.is_visible()] == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("officer", "/admin/cases/?tab=working&select=all"),
        ("officer", "/admin/cases/phrases/"),
        ("officer", "/admin/cases/filters/"),
        ("officer_head", "/admin/cases/mentions/"),
        ("officer_head", "/admin/cases/hand-over/"),
        ("officer_head", "/admin/"),
        ("officer", "/admin/cases/{number}/do/note/"),
    ],
)
def test_the_pages_beside_the_queue_fit_a_phone_and_read_well(
    web: Web, phone: BrowserContext, name: str, path: str
) -> None:
    number = web.python(PHRASE).strip()
    web.sign_in(phone, name)
    page = phone.new_page()
    watch = Watch(page, web.url)
    page.goto(web.url + path.format(number=number))
    if "hand-over" in path:
        page.get_by_role("button", name="查看").click()
        expect(page.locator("[data-ticked]")).to_be_visible()
    assert too_wide(page) == 0
    assert watch.faults == []
    assert violations(page) == []
