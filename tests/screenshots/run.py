"""``make screenshots``: each page at two widths, light and dark, Chinese and English, to ``var/screenshots``.

Fails when a page scrolls sideways, logs an error to the console, or asks another host for anything. With
``ARGS=--docs`` the pictures that README and docs show are renewed too; ``ARGS='home track'`` takes some.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browsers import chromium
from tests.scratch import scratch_site, servers
from tests.screenshots.pages import PAGES, PICTURES, Shot, arrive
from tests.web.watching import Watch, too_wide

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "var" / "screenshots"
HEIGHT = 900


@dataclass(frozen=True)
class Look:
    """How pages are looked at."""

    width: int
    scheme: str
    language: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}-{self.language}"


TALLEST = "Math.max(...[...document.querySelectorAll('body, main')].map(part => part.scrollHeight))"
LOOKS = [Look(*parts) for parts in itertools.product((390, 1280), ("light", "dark"), ("zh", "en"))]


def main(arguments: list[str]) -> int:
    """Take every picture, say what was wrong with which, return 1 if anything was."""
    names = {argument for argument in arguments if not argument.startswith("--")}
    installed = chromium()
    if installed is None:
        print("No pictures: chromium is not installed.")
        return 1
    # Playwright keeps a loop in this thread, which Django takes for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with (
        _site() as folder,
        servers(folder) as address,
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])) as browser,
    ):
        shots = [shot for shot in PAGES if not names or shot.name in names]
        # What files a petition comes last, in every look: it would stand in the pictures of the queue.
        rounds = ([shot for shot in shots if shot.files is filing] for filing in (False, True))
        faults = [f for some in rounds for look in LOOKS for f in take_all(browser, address, look, some)]
    if "--docs" in arguments:
        for name, source in PICTURES.items():
            # Ink, paper and amber: few colours are enough, in a third of the bytes.
            with Image.open(TARGET / source) as picture:
                few = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
            few.save(ROOT / "docs" / "pictures" / name, optimize=True)
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET}")
    print("\n".join(faults))
    return 1 if faults else 0


@contextmanager
def _site() -> Iterator[Path]:
    with scratch_site(with_cases=True) as folder:
        from tests.screenshots.prepared import prepare  # models: only after Django is set up

        prepare()
        connections.close_all()
        yield folder


def take_all(browser: Browser, address: str, look: Look, shots: list[Shot]) -> Iterator[str]:
    """Take every page in one look, each visitor in a browser of its own; yields what was wrong."""
    for visitor in dict.fromkeys(shot.visitor for shot in shots):
        with closing(
            browser.new_context(
                viewport={"width": look.width, "height": HEIGHT},
                color_scheme="dark" if look.scheme == "dark" else "light",
                locale="en-GB" if look.language == "en" else "zh-CN",
                timezone_id="Asia/Shanghai",
            )
        ) as context:
            arrive(context, address, visitor, look.language)
            for shot in shots:
                if shot.visitor == visitor:
                    yield from take(context, address, look, shot)


def take(context: BrowserContext, address: str, look: Look, shot: Shot) -> Iterator[str]:
    """Open one page, take its picture, yield its faults."""
    name = f"{shot.name}-{look}"
    page = context.new_page()
    watch = Watch(page, address)
    status = shot.open(page, address, look.language)
    page.wait_for_load_state("networkidle")
    if status != shot.status:
        yield f"{name}: answered {status}"
    if not shot.beside and (wider := too_wide(page)):
        yield f"{name}: {wider} px wider than the window"
    yield from (f"{name}: {fault}" for fault in watch.faults)
    # The admin scrolls inside its window: a window as tall as its content shows all of it.
    page.set_viewport_size({"width": look.width, "height": max(HEIGHT, int(page.evaluate(TALLEST)))})
    page.screenshot(path=TARGET / f"{name}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
