"""What officers do at a desk in a browser, said once for all stories."""

from __future__ import annotations

from playwright.sync_api import Page
from web.serving import Web


def do(page: Page, web: Web, number: str, action: str, **typed: str) -> None:
    """Carry out an action on its own page."""
    page.goto(f"{web.url}/admin/cases/{number}/do/{action}/")
    for name, value in typed.items():
        if name == "outcome":
            page.check(f"input[name=outcome][value={value}]")
        else:
            page.fill(f"form [name={name}]", value)
    page.locator(f"form[action$='do/{action}/'] button:not([name])").click()
    page.wait_for_url(f"**/admin/cases/{number}/")


def approve(page: Page, web: Web, number: str) -> None:
    page.goto(f"{web.url}/admin/cases/{number}/")
    page.locator("form[action$='do/grant/'] button:not([name])").click()
    page.wait_for_url(f"**/admin/cases/{number}/")
