"""A resident's whole way in a real browser: without JavaScript, on a phone, by keyboard, large and narrow, on paper."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect
from web.resident import (
    ARCHIVE,
    BODY,
    NOTE,
    TITLE,
    VILLAGE,
    confirm,
    offices_answer,
    open_case,
    take_slip,
    write_matter,
)
from web.serving import Web
from web.watching import Watch, too_wide, violations

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def sound(page: Page) -> None:
    """Readable by all, and no wider than its window."""
    assert violations(page) == [], page.url
    assert too_wide(page) == 0, page.url


def test_without_javascript_from_the_first_word_to_the_rating(web: Web, plain: Page) -> None:
    page = plain
    page.goto(f"{web.url}/en/petition/new/?region={VILLAGE}")
    write_matter(page)
    page.set_input_files("[name=files]", [NOTE, ARCHIVE])
    page.fill("[name=name]", "𠮷㐂·阿")
    page.fill("[name=phone]", "199 0001 0001")
    confirm(page)
    # One file is refused: the page says which, and all the rest is still there.
    expect(page.get_by_role("alert")).to_contain_text("证据.zip")
    expect(page.locator(".kept")).to_contain_text("说明.txt")
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=body]")).to_have_value(BODY)
    confirm(page)
    slip = take_slip(page)
    page.reload()
    assert take_slip(page) == slip
    page.get_by_role("button", name="I have noted both, leave").click()
    page.goto(f"{web.url}/en/petition/receipt/")
    expect(page.locator("body")).not_to_contain_text(slip.password)

    open_case(page, web, slip)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("link", name="Add material").click()
    page.fill("[name=text]", "渠边的田埂也塌了。")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("with your case now")

    offices_answer(web, slip)
    page.reload()
    page.get_by_role("button", name="Open the answer").click()
    expect(page.locator(".paper")).to_contain_text("三十日内返工")
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("link", name="Say whether you are satisfied").click()
    page.check("input[name=office_value][value=satisfied]")
    page.check("input[name=handler_value][value=dissatisfied]")
    page.fill("[name=handler_text]", "还没有返工。")
    page.get_by_role("button", name="Send the rating").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    page.get_by_role("button", name="Leave this case").click()
    page.goto(f"{web.url}/en/track/case/")
    expect(page).to_have_url(f"{web.url}/en/track/")


def test_without_javascript_a_report_is_asked_about_and_sealed(web: Web, plain: Page) -> None:
    page = plain
    page.goto(f"{web.url}/en/petition/new/?region={VILLAGE}")
    title, body = (
        "村支书把集体鱼塘低价包给亲戚",
        "荷叶埂村支书把集体的鱼塘低价包给自己亲戚，收了好处费，钱没有进村里的账。",
    )
    write_matter(page, title=title, body=body)
    page.fill("[name=reported_party]", "荷叶埂村支书")
    page.check("input[name=identity][value=anonymous]")
    confirm(page)
    question = page.locator(".question")
    expect(question).to_contain_text("Shall it go to the discipline side?")
    expect(page.locator("[name=body]")).to_have_value(body)
    question.locator("input[value=seal]").check()
    confirm(page)
    slip = take_slip(page)
    expect(page.locator("main")).to_contain_text(
        "Only the discipline side, and those to whom it must pass it"
    )
    expect(page.locator("main")).to_contain_text("can never be replaced")
    open_case(page, web, slip)
    expect(page.locator(".kicker")).to_contain_text("received")


def test_on_a_phone_in_steps_with_help(web: Web, phone: Page) -> None:
    page = phone
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/en/petition/new/")
    page.get_by_role("button", name="Next: where and who").click()
    expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    sound(page)
    write_matter(page)
    page.check("#draft-keep")
    page.get_by_role("button", name="Next: where and who").click()
    expect(page.locator("[name=title]")).to_be_hidden()
    page.select_option("[name=region]", VILLAGE)
    suggested = page.locator(".suggested button").first
    suggested.click()
    assert page.input_value("[name=category]")
    sound(page)
    page.get_by_role("button", name="Next: how to reach you").click()
    sound(page)

    page.reload()  # the phone ran out of power
    page.get_by_role("button", name="Bring the draft back").click()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    page.get_by_role("button", name="Next: where and who").click()
    expect(page.locator("[name=region]")).to_have_value(VILLAGE)
    page.get_by_role("button", name="Next: how to reach you").click()
    page.fill("[name=name]", "覃见山")
    page.fill("[name=phone]", "19900010001")
    confirm(page)
    slip = take_slip(page)
    sound(page)
    assert page.evaluate("localStorage.getItem('sunshine.petition-draft')") is None

    page.goto(f"{web.url}/en/track/#{slip.number}")  # the code on the receipt
    expect(page.locator("[name=number]")).to_have_value(slip.number)
    assert page.url == f"{web.url}/en/track/"
    sound(page)
    open_case(page, web, slip)
    sound(page)
    for act in ("add", "withdraw", "contact"):
        page.goto(f"{web.url}/en/track/case/{act}/")
        sound(page)
    assert watch.faults == []


def test_a_draft_is_never_kept_of_a_report_or_without_a_name(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/en/petition/new/")
    write_matter(page)
    page.check("#draft-keep")
    kept = "localStorage.getItem('sunshine.petition-draft')"
    assert TITLE in page.evaluate(kept)
    page.check("input[name=petition_class][value=accusation]")
    assert page.evaluate(kept) is None
    expect(page.locator("#draft-keep")).to_be_disabled()
    page.check("input[name=petition_class][value=appeal]")
    page.check("#draft-keep")
    assert TITLE in page.evaluate(kept)
    page.get_by_role("button", name="Clear the draft").click()
    assert page.evaluate(kept) is None


def test_no_draft_without_asking_for_it(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/en/petition/new/")
    write_matter(page)
    assert page.evaluate("localStorage.getItem('sunshine.petition-draft')") is None


def test_by_keyboard_alone(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/en/petition/new/?region={VILLAGE}&petition_class=appeal")
    page.locator("[name=title]").focus()
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")
    page.keyboard.type(BODY)
    page.locator("[name=title]").press("Enter")  # in the first part it means "next"
    expect(page.locator("[name=region]")).to_be_visible()
    page.locator("[name=target_body]").press("Enter")
    expect(page.locator("[name=name]")).to_be_visible()
    page.locator("[name=name]").press("Enter")  # in the last one it sends, and what is missing gets the focus
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 640, "height": 450}])
@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_large_narrow_and_dark(
    web: Web, browser: Browser, size: dict[str, int], mode: str, scheme: str
) -> None:
    page = browser.new_page(viewport=size, color_scheme=scheme)
    page.add_init_script(f"localStorage.setItem('sunshine.mode', '{mode}')")
    for path in (
        "/petition/new/",
        "/petition/receipt/",
        "/track/",
        "/track/lost/",
        "/en/petition/new/",
        "/en/track/",
    ):
        page.goto(web.url + path)
        sound(page)
    page.close()


def test_the_receipt_is_one_sheet_of_paper(web: Web, page: Page, tmp_path) -> None:
    page.goto(f"{web.url}/en/petition/new/?region={VILLAGE}")
    write_matter(page, title="三组机耕路修了一半停工，" * 5)
    page.get_by_role("button", name="Next: where and who").click()
    page.get_by_role("button", name="Next: how to reach you").click()
    page.check("input[name=identity][value=anonymous]")
    confirm(page)
    take_slip(page)
    page.pdf(path=tmp_path / "receipt.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "receipt.pdf") as sheet:
        assert len(sheet.pages) == 1


def test_two_taps_make_one_petition(web: Web, phone: Page) -> None:
    page = phone
    page.goto(f"{web.url}/en/petition/new/?region={VILLAGE}")
    write_matter(page, title="两次按下的提交键")
    page.get_by_role("button", name="Next: where and who").click()
    page.get_by_role("button", name="Next: how to reach you").click()
    page.fill("[name=name]", "覃见山")
    page.fill("[name=phone]", "19900010001")
    page.check("[name=truth]")
    page.check("[name=privacy]")
    page.locator("form[data-filing] button[type=submit]").dblclick()
    take_slip(page)
    count = web.python(
        "from intake.petitions.models import Petition\n"
        "print(sum(one.title == '两次按下的提交键' for one in Petition.objects.all()))"
    )
    assert count.strip() == "1"


def test_six_requests_at_the_same_moment_make_one_petition(web: Web) -> None:
    """The connection stutters and the browser sends again and again: whichever answer is the last one shows the
    password."""
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = visitor.open(f"{web.url}/en/petition/new/").read().decode()
    unseen = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields = unseen | {
        "petition_class": "appeal",
        "title": "六次同时提交",
        "body": BODY,
        "region": VILLAGE,
        "identity": "named",
        "name": "覃见山",
        "phone": "19900010001",
        "truth": "on",
        "privacy": "on",
    }
    cookies = "; ".join(
        f"{cookie.name}={cookie.value}"
        for handler in visitor.handlers
        if isinstance(handler, urllib.request.HTTPCookieProcessor)
        for cookie in handler.cookiejar
    )

    def send(_nth: int) -> str:
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(f"{web.url}/en/petition/new/", data, {"Cookie": cookies})
        return str(urllib.request.urlopen(request).read().decode())

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(send, range(6)))
    shown = {tuple(re.findall(r'<dd class="big">([^<]+)</dd>', receipt)) for receipt in receipts}
    assert len(shown) == 1
    assert len(shown.pop()) == 2
