"""The page of the API draws the whole schema under the site's own policy of contents."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from web.serving import Web
from web.watching import Watch

pytestmark = pytest.mark.browser


def test_the_docs_page_shows_every_operation_and_the_browser_has_nothing_to_say(web: Web, page: Page) -> None:
    watch = Watch(page, web.url)
    page.goto(f"{web.url}/api/v1/docs/")
    expect(page.locator(".opblock")).to_have_count(13)
    expect(page.locator(".opblock-summary-path").first).to_be_visible()
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
    assert watch.faults == []
