"""What a page must not do: log errors, ask another host, scroll sideways, break one of axe's rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# The admin's own frame cuts off what is too wide in it, so what stands in a frame is asked too.
TOO_WIDE = """Math.max(...[document.documentElement, ...document.querySelectorAll("main, form, .wb")].map(
  part => part.clientWidth && part.scrollWidth - part.clientWidth))"""


class Watch:
    """Follows a page from now on."""

    def __init__(self, page: Page, url: str) -> None:
        self.faults: list[str] = []
        self._host = urlsplit(url).netloc
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _said(self, message: Any) -> None:
        # The browser notes the status of an error page itself.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.faults.append(message.text)

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.faults.append(f"asks another host: {parts.netloc}")


def too_wide(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(page.evaluate(TOO_WIDE))


def violations(page: Page) -> list[str]:
    """What axe finds wrong: rule and place, a line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]
