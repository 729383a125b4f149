"""The admin in a real browser under its own policy: each page works, and nothing that it needs is refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from web.serving import Web
from web.watching import Watch

pytestmark = pytest.mark.browser

CASE = "import factories; print(factories.file_petition().petition.shown_number)"
# A picture, and somebody who may do in Wagtail whatever can be done there.
EVERYTHING = """
import io
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image
import factories
content = io.BytesIO()
Picture.new("RGB", (60, 40), "red").save(content, "PNG")
Image.objects.create(title="水渠", file=ImageFile(content, "canal.png"))
user = factories.staff("operator")
user.is_superuser = True
user.save()
from cms.pages.models import PlainPage
print(PlainPage.objects.get(slug="help").pk)
"""


@pytest.fixture(scope="module")
def help_page(web: Web) -> str:
    return web.python(EVERYTHING).strip()


def watched(web: Web, page: Page, name: str) -> Watch:
    web.sign_in(page.context, name)
    return Watch(page, web.url)


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/cases/", "/admin/cases/{number}/", "/admin/cases/no-such/"]
)
def test_the_desk_works_without_inline_scripts(web: Web, page: Page, path: str) -> None:
    number = web.python(CASE).strip()
    watch = watched(web, page, "petition_office")
    answer = page.goto(web.url + path.format(number=number))
    page.wait_for_load_state("networkidle")
    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if path != "/admin/":
        scripts = answer.headers["content-security-policy"].split("script-src ")[1].split(";")[0]
        assert "unsafe" not in scripts
    assert watch.faults == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/pages/",
        "/admin/pages/{help}/edit/",
        "/admin/pages/{help}/history/",
        "/admin/images/",
        "/admin/images/add/",
        "/admin/documents/",
        "/admin/reports/locked/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
        "/admin/account/",
        "/admin/settings/pages/sitesettings/",
    ],
)
def test_the_rest_of_the_admin_works(web: Web, page: Page, help_page: str, path: str) -> None:
    watch = watched(web, page, "operator")
    answer = page.goto(web.url + path.format(help=help_page))
    page.wait_for_load_state("networkidle")
    assert answer is not None and answer.status == 200
    assert watch.faults == []


def test_a_text_is_written_seen_in_the_preview_and_saved(web: Web, page: Page, help_page: str) -> None:
    watch = watched(web, page, "operator")
    page.goto(f"{web.url}/admin/pages/{help_page}/edit/")
    page.wait_for_load_state("networkidle")
    # Opened first: what was written before may be overtaken by the window's own first look at the page as it was.
    page.get_by_role("button", name="预览开关").click()
    preview = page.frame_locator("#w-preview-iframe").locator("main")
    expect(preview).to_contain_text("查进度")
    text = page.locator(".public-DraftEditor-content:visible").first
    text.click()
    page.keyboard.press("End")
    page.keyboard.type("新写的一句")
    expect(text).to_contain_text("新写的一句")
    expect(preview).to_contain_text("新写的一句")
    page.get_by_role("button", name="保存草稿").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(".public-DraftEditor-content", has_text="新写的一句").first).to_be_visible()
    assert watch.faults == []


def test_a_page_is_chosen_in_a_window_of_the_page(web: Web, page: Page, help_page: str) -> None:
    watch = watched(web, page, "operator")
    page.goto(f"{web.url}/admin/settings/pages/sitesettings/")
    page.wait_for_load_state("networkidle")
    page.locator("#id_help_page-chooser").get_by_role("button", name="操作").click()
    page.get_by_role("button", name="选择其它页面").click()
    expect(page.locator(".modal-content")).to_contain_text("怎么用本站")
    assert watch.faults == []
