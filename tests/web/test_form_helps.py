"""What the form does at once where JavaScript runs: files, what is missing, what the server wants looked at again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from web.resident import ARCHIVE, NOTE, TITLE, VILLAGE, confirm, write_matter
from web.serving import Web

pytestmark = pytest.mark.browser

NEXT = "[data-part]:not([hidden]) [data-next]"
HUGE = {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": bytes(10 * 1024 * 1024 + 1)}
HEIC = {"name": "田.heic", "mimeType": "image/heic", "buffer": b"film"}


def test_a_file_that_would_be_refused_is_named_when_it_is_chosen(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/petition/new/")
    page.set_input_files("[name=files]", [NOTE, ARCHIVE, HUGE, HEIC])
    said = page.locator(".field:has([name=files]) .err")
    for words in ("证据.zip", "大.jpg", "10 MB", "田.heic", "JPG"):
        expect(said).to_contain_text(words)
    assert page.evaluate("[...document.querySelector('[name=files]').files].map((file) => file.name)") == [
        "说明.txt"
    ]
    page.set_input_files("[name=files]", [NOTE])
    expect(said).to_have_count(0)
    # What was refused here never travels: the form carries its names on to the receipt.
    names = "[...document.querySelectorAll('[name=left_out]')].map((field) => field.value)"
    assert page.evaluate(names) == [ARCHIVE["name"], "大.jpg", "田.heic"]


def test_what_was_missing_is_no_longer_complained_of_once_it_is_typed(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/petition/new/?petition_class=appeal")
    page.click(NEXT)
    title = page.locator(".field:has([name=title])")
    expect(title.locator(".err use")).to_have_attribute("href", "#i-warn")
    page.fill("[name=title]", "渠")
    expect(title.locator(".err")).to_have_count(0)
    assert "bad" not in str(title.get_attribute("class"))


def test_the_link_for_reports_chooses_their_kind_and_leaves_it_out_of_the_address(
    web: Web, page: Page
) -> None:
    page.goto(web.url)
    page.click("a[data-begin=accusation]")
    expect(page.locator("[name=petition_class][value=accusation]")).to_be_checked()
    assert page.url == f"{web.url}/petition/new/"
    page.reload()
    assert page.evaluate("window.sessionStorage.getItem('sunshine.begin')") is None


def test_a_report_asks_in_its_own_part_whom_it_is_about(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/petition/new/?region={VILLAGE}")
    write_matter(page, petition_class="accusation")
    page.click(NEXT)
    page.click(NEXT)
    party = page.locator(".field:has([name=reported_party])")
    expect(party.locator(".err")).to_contain_text("请写反映的是谁或哪个单位")
    page.fill("[name=reported_party]", "荷叶埂村支书")
    expect(party.locator(".err")).to_have_count(0)
    page.click(NEXT)
    expect(page.locator("[name=name]")).to_be_visible()


def test_an_error_opens_the_part_where_it_stands_and_the_summary_leads_to_others(
    web: Web, page: Page
) -> None:
    page.goto(f"{web.url}/petition/new/?region={VILLAGE}")
    write_matter(page)
    page.click(NEXT)
    page.fill("[name=reported_party]", "某" * 201)
    page.click(NEXT)
    confirm(page)  # without a name
    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("[name=reported_party]")).to_be_visible()
    expect(page.locator("[name=title]")).to_be_hidden()
    page.click(".errsum a[href='#id_name']")
    expect(page.locator("[name=name]")).to_be_focused()
    expect(page.locator("[name=reported_party]")).to_be_hidden()


def test_the_question_of_a_report_is_where_the_eye_is_with_a_button_beside_it(web: Web, page: Page) -> None:
    page.goto(f"{web.url}/petition/new/?region={VILLAGE}")
    body = "荷叶埂村支书把集体的鱼塘低价包给自己亲戚，收了好处费，钱没有进村里的账。"
    write_matter(page, title="村支书把集体鱼塘低价包给亲戚", body=body)
    page.click(NEXT)
    page.fill("[name=reported_party]", "荷叶埂村支书")
    page.click(NEXT)
    page.check("[name=identity][value=anonymous]")
    confirm(page)
    question = page.locator(".question")
    expect(question.locator("fieldset")).to_be_focused()
    expect(question).to_be_in_viewport()
    question.locator("input[value=seal]").check()
    question.get_by_role("button").click()
    expect(page.locator(".slip")).to_be_visible()


def test_the_browsers_own_back_goes_to_the_part_before_and_keeps_what_was_typed(web: Web, page: Page) -> None:
    page.goto(web.url)
    page.goto(f"{web.url}/petition/new/?region={VILLAGE}")
    write_matter(page)
    page.click(NEXT)
    page.click(NEXT)
    page.fill("[name=name]", "覃见山")
    page.go_back()
    expect(page.locator("[name=region]")).to_be_visible()
    page.go_back()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    page.go_forward()
    page.go_forward()
    expect(page.locator("[name=name]")).to_have_value("覃见山")
    page.click("[data-part]:not([hidden]) [data-back]")
    page.click("[data-part]:not([hidden]) [data-back]")
    expect(page.locator("[name=title]")).to_be_visible()
    page.go_back()
    assert page.url == f"{web.url}/"
