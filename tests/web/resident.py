"""A resident at a browser: fills the form, keeps the receipt, goes through the door."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect
from web.serving import Web

VILLAGE = "990121103204"
TITLE = "高标准农田的渠比田高"
BODY = "今年新修的渠，渠底比我们那一片田高出二十多公分，水放不进去，要求返工。"
NOTE = {"name": "说明.txt", "mimeType": "text/plain", "buffer": "三组的田".encode()}
ARCHIVE = {"name": "证据.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04rest"}

# Carries the case on as the offices do; ``%s`` is its number.
OFFICES = """
import factories
from intake.petitions.models import Petition
petition = Petition.objects.get(number="{number}")
for action, who, data in (
    ("register", "petition_office", {{}}),
    ("transfer", "petition_office", {{"organisation": factories.unit(factories.AGRICULTURE), "reason": "职责所在"}}),
    ("accept", "officer", {{}}),
    ("start", "officer", {{}}),
    ("issue_opinion", "officer", factories.OPINION),
    ("grant", "officer_head", {{}}),
):
    petition = factories.act(petition, action, who, **data)
"""


@dataclass(frozen=True)
class Slip:
    """What a resident takes along."""

    number: str
    password: str


def offices_answer(web: Web, slip: Slip) -> None:
    """Register, transfer, accept, work on and answer a case."""
    web.python(OFFICES.format(number=slip.number.replace("-", "")))


def write_matter(page: Page, **typed: str) -> None:
    """The first two parts of the form, wherever they are shown."""
    page.check(f"input[name=petition_class][value={typed.get('petition_class', 'appeal')}]")
    page.fill("[name=title]", typed.get("title", TITLE))
    page.fill("[name=body]", typed.get("body", BODY))


def confirm(page: Page) -> None:
    page.check("[name=truth]")
    page.check("[name=privacy]")
    page.click("form[data-filing] button[type=submit]")


def take_slip(page: Page) -> Slip:
    """Copy number and password from the receipt."""
    expect(page.locator(".slip")).to_be_visible()
    number, password = page.locator(".slip .big").all_inner_texts()
    return Slip(number, password)


def open_case(page: Page, web: Web, slip: Slip) -> None:
    page.goto(f"{web.url}/en/track/")
    page.fill("[name=number]", slip.number)
    page.fill("[name=password]", slip.password)
    page.click("form[data-door] button[type=submit]")
    expect(page).to_have_url(f"{web.url}/en/track/case/")
