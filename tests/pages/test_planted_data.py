"""Names and numbers planted in spreadsheets, attachments and petitions are looked for wherever the public, or a machine
that keeps things for it, could come upon them: pages, feeds, downloads, answers of the API, index, cache, log."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import docx_made
import factories
import publishing
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from ledgers import made

from cms.ledgers.models import LedgerVersion
from cms.ledgers.process import NotReady
from cms.pages.models import DisclosureAttachment, DisclosurePage
from intake.petitions.process.receipt import open_notice
from intake.summaries import process as summaries
from intake.summaries.checking import Texts
from search import indexing
from sunshine.keeping import Copy
from sunshine.settings import production

NAMES = ("覃见山", "欧阳小娜")
NUMBERS = (
    *("19900010001", "19900010002"),
    *("990121196501010018", "990121197203040029", "990121198010100037"),
    *("6228480000000004471", "6228480000000008812", "6228480402564890018"),
)
PLANTED = (*NAMES, *NUMBERS)
HREF = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
# Where a visitor begins; everything else is found from there.
DOORS = (
    "/",
    "/en/",
    "/disclosures/",
    "/notices/",
    "/cases/",
    "/statistics/",
    "/search/?q=覃见山",
    "/search/?q=水渠",
)
MACHINES = (
    *("/api/v1/disclosures/", "/api/v1/notices/", "/api/v1/cases/", "/api/v1/statistics/"),
    *("/api/v1/search/?q=覃见山", "/api/v1/search/?q=19900010001", "/disclosures/feed/", "/cases/feed/"),
    *("/notices/feed/", f"/r/{factories.VILLAGE}/feed/", f"/r/{factories.VILLAGE}/cases/feed/"),
)
MOST_PAGES = 250


@pytest.fixture
def published(site, settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> DisclosurePage:
    """A subsidy by household with an attachment, and an answered petition of which a summary is public."""
    caplog.set_level(logging.DEBUG)
    settings.SUNSHINE_SEARCH_FOLDER = tmp_path / "search"
    settings.MIDDLEWARE = production.MIDDLEWARE  # with the copies of pages that the site keeps
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    page = publishing.with_ledger(publishing.draft("D036"), made.subsidy().content)
    page.attachments.add(
        DisclosureAttachment(
            file=publishing.attached("分户说明.docx", docx_made.by("覃见山", "按面积发放。"))
        )
    )
    page.save_revision(user=factories.staff("clerk"))
    page = publishing.approve(page)
    publish_a_case()
    indexing.rebuild()
    return page


def publish_a_case() -> None:
    petition = factories.to_replied(
        publish_consent=True,
        title="覃见山家的水渠没修",
        body="我是覃见山，电话19900010001，身份证990121196501010018，水渠没有修到我家地边。",
    )
    open_notice(petition.pk, petition.notices.get(is_reply=True).pk)
    writer, second = factories.staff("petition_office"), factories.staff("petition_head")
    summary = summaries.begin(petition.pk, writer)
    texts = Texts("水渠返工", "村民希望水渠修到地边。", "施工单位三十日内补修。", None)
    summary = summaries.send(petition.pk, writer, texts, "", seen=summary.version)
    summaries.publish(petition.pk, second, seen=summary.version)


def everything_public(client: Client) -> dict[str, bytes]:
    """Every page and file that a visitor can get to by links, and what machines read."""
    found: dict[str, bytes] = {}
    waiting = [*DOORS, *MACHINES]
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        if path in found:
            continue
        response = client.get(path)
        found[path] = b"".join(response.streaming_content) if response.streaming else response.content
        if response.get("Content-Type", "").startswith("text/html"):
            links = HREF.findall(found[path].decode())
            waiting += [link.replace("&amp;", "&") for link in links if may_hold_something(link)]
    for form in ("csv", "xlsx", "json"):
        for version in LedgerVersion.objects.all():
            path = f"/ledgers/{version.pk}.{form}"
            response = client.get(path)
            found[path] = b"".join(response.streaming_content) if response.streaming else response.content
    return found


def may_hold_something(link: str) -> bool:
    """Not forms and static files, nor the pages of places that published nothing."""
    place = re.match(r"(?:/en)?/r/(\d+)/", link)
    elsewhere = place is not None and place[1] != factories.VILLAGE
    return not elsewhere and not re.match(
        "(?:/en)?/(?:static|accounts|petition|track|admin|documents)/", link
    )


def unpacked(content: bytes) -> bytes:
    """What is inside a package, beside what it is itself."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return content + b"".join(package.read(name) for name in package.namelist())


def planted_in(content: bytes, *allowed: str) -> set[str]:
    text = unpacked(content)
    return {word for word in PLANTED if word not in allowed and word.encode() in text}


def test_nothing_planted_is_found_by_anybody(
    published: DisclosurePage, client: Client, settings, caplog: pytest.LogCaptureFixture
) -> None:
    public = everything_public(client)
    for wanted in (published.path_on_site, "/disclosures/files/", "/cases/", "/ledgers/", ".xlsx"):
        assert any(wanted in path for path in public), wanted
    assert "欧阳＊＊" in public[published.path_on_site].decode()
    # What somebody asks for stands in the box and in the address of the answer: their own words.
    leaks = {path: planted_in(content, *asked(path)) for path, content in public.items()}
    assert {path: found for path, found in leaks.items() if found} == {}

    index = {
        str(path): path.read_bytes()
        for path in Path(settings.SUNSHINE_SEARCH_FOLDER).rglob("*")
        if path.is_file()
    }
    assert index
    assert {path: found for path, content in index.items() if (found := planted_in(content))} == {}

    copies = kept_copies()
    assert copies
    assert planted_in(b"\n".join(copies)) == set()
    assert planted_in(caplog.text.encode()) == set()


def kept_copies() -> list[bytes]:
    """What lies in the cache, with the copies of pages unpacked."""
    keys = [key.split(":", 2)[2] for key in cache._cache]
    found = [cache.get(key) for key in keys]
    return [one.content if isinstance(one, Copy) else repr(one).encode() for one in found]


def asked(path: str) -> list[str]:
    return [word for word in PLANTED if word in unquote(path)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("名单.docx", "覃见山 19900010001"),
        ("名单.docx", "990121196501010018"),
        ("覃见山19900010001.docx", "名单"),
    ],
)
def test_an_attachment_with_a_number_of_a_person_is_not_taken(site, name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        publishing.attached(name, docx_made.by("无名", text))


def test_a_spreadsheet_with_numbers_in_its_texts_is_not_stored_until_somebody_decides(site) -> None:
    with pytest.raises(NotReady):
        publishing.with_ledger(publishing.draft("D021"), made.personal_data_in_remarks().content)
    assert not LedgerVersion.objects.exists()
