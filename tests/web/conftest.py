"""The browser that is installed, and a site for it to visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import chromium
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web import serving
from web.serving import Web

# A busy machine is no fault of ours: what comes at all may take its time.
expect.set_options(timeout=30_000)

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own chromium. Without its sandbox, which root cannot have; it visits our pages alone."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in the county."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="module")
def web(site_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Web]:
    """A site that answers, with data that belongs to this module's tests alone."""
    folder = tmp_path_factory.mktemp("site") / "var"
    serving.copy(site_template, folder)
    with serving.serve(folder) as served:
        yield served


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """The resident's browser, without JavaScript, as wide as a phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def desk_of(browser: Browser, web: Web) -> Iterator[Callable[[str], Page]]:
    """The desk of a member of staff, in a browser of its own."""
    opened: list[BrowserContext] = []

    def desk(name: str) -> Page:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        opened.append(context)
        web.sign_in(context, name)
        return context.new_page()

    yield desk
    for context in opened:
        context.close()
