"""A published ledger as everybody finds it: its page, files, corrections; nothing of it when its page is gone."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation
from ledgers import made
from ledgers.made import spending

from cms.ledgers import present, process, visibility
from cms.ledgers.reading import read_file
from cms.ledgers.report import as_json

pytestmark = pytest.mark.django_db

SOUND = [name for name, make in made.TEN.items() if make().verdict == "import"]
WATER = ["2026-09-02", "修渠人工", 1300, "覃见山", ""]
POWER = ["2026-09-05", "路灯电费", 120.5, "砚川县供电公司", ""]
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


@pytest.fixture(autouse=True)
def live(monkeypatch):
    """Every ledger's page is live."""
    monkeypatch.setattr(visibility, "_answers", dict(visibility._answers))
    visibility.register(lambda version: True, lambda version: "/r/990121103204/")


class Page(HTMLParser):
    """The words of a page, its links, its identifiers, and whether its tags close."""

    def __init__(self, client, path, status=200):
        super().__init__()
        self.words, self.links, self.ids, self.open, self.faults = [], [], [], [], []
        response = client.get(path)
        assert response.status_code == status, path
        assert not response.cookies and "public" in response["Cache-Control"]
        self.html = response.content.decode()
        self.feed(self.html)
        assert self.faults == [] and self.open == [] and len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> has what the content policy forbids")
        self.links += [given["href"]] if tag == "a" else []
        self.ids += [given["id"]] if given.get("id") else []
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.words += [data.strip()] if data.strip() else []


@pytest.mark.parametrize("name", SOUND)
def test_each_ledger_has_a_page_in_both_languages_and_three_files(name, publish, client: Client):
    version = publish(made.TEN[name]().content)
    page = Page(client, present.address(version))
    assert "合计" in page.words
    with translation.override("en"):
        page_en = Page(client, present.address(version))
    assert "Total" in page_en.words
    [expected] = as_json("", read_file(made.TEN[name]().content))["tables"]
    for form in present.FORMATS:
        address = present.download_address(version, form)
        assert address in page.links and address in page_en.links and not address.startswith("/en")
        response = client.get(address)
        assert response["Content-Disposition"].endswith(f'-v1.{form}"') and not response.cookies
        if form == "json":
            assert len(json.loads(response.content)["rows"]) == version.row_count
        else:
            assert as_json("", read_file(response.content))["tables"][0]["totals"] == expected["totals"]


@pytest.mark.parametrize("form", present.FORMATS)
def test_a_file_takes_no_parameters(form, publish, client: Client):
    address = present.download_address(publish(spending(WATER)), form)
    for asked in ("?foo=1", "?page=2", "?foo="):
        response = client.get(f"{address}{asked}")
        assert response.status_code == 400 and not response.cookies, asked
    assert client.get(address).status_code == 200


def test_amounts_stand_with_thousands_apart_and_their_unit_in_the_head(publish, client: Client):
    page = Page(client, present.address(publish(spending(WATER, POWER))))
    assert {"1,300.00", "120.50", "1,420.50", "2026-09-02", "覃＊＊", "砚川县供电公司"} <= set(page.words)
    assert '<th scope="col" class="num">支出金额<small>元</small></th>' in page.html
    assert "覃见山" not in page.html


def test_who_reads_covered_names_is_told_that_a_rule_covers_them(publish, client: Client):
    rule = "按规定，居民姓名只显示姓氏。"
    assert rule in Page(client, present.address(publish(spending(WATER)))).words
    nobody = publish(spending(["2026-09-05", "路灯电费", 120.5, "", ""]))
    assert rule not in Page(client, present.address(nobody)).words


def test_the_chart_says_in_words_what_it_shows(publish, client: Client):
    page = Page(client, present.address(publish(made.quarterly_in_ten_thousands().content)))
    assert 'role="img"' in page.html and "收入金额 / 支出金额（按月份）" in page.words
    assert {"2026年1月", "2026年2月", "12,000.00", "3,500.00"} <= set(page.words)


def test_a_long_ledger_is_paged_with_links_that_stay(publish, client: Client, django_assert_max_num_queries):
    version = publish(
        spending(*([f"2026-09-{1 + at % 28:02d}", f"第{at}笔", at + 1, "", ""] for at in range(230)))
    )
    address = present.address(version)
    with django_assert_max_num_queries(8):
        first = Page(client, address)
    assert "第99笔" in first.words and "第100笔" not in first.words
    last = Page(client, f"{address}?page=3")
    assert "第229笔" in last.words and f"{present.key(version)}-230" in last.ids
    assert present.row_address(version, 230) == f"{address}?page=3#{present.key(version)}-230"
    for nonsense in ("0", "4", "x", "９", "1" * 9):
        assert client.get(f"{address}?page={nonsense}").status_code == 404


def test_a_correction_is_told_cell_by_cell_with_what_stood_there(publish, correct, client: Client):
    first = publish(spending(WATER, POWER))
    second = correct(first, spending([*WATER[:2], 1350, *WATER[3:]]), reason="金额写错")
    changes = Page(client, present.changes_address(second))
    assert "<del>1,300.00</del>" in changes.html and "<ins>1,350.00</ins>" in changes.html
    assert {"金额写错", "删去 1 行", "路灯电费"} <= set(changes.words)
    old = Page(client, present.address(first))
    assert present.address(second) in old.links and "1,300.00" in old.words
    newest = Page(client, present.address(second))
    assert present.changes_address(second) in newest.links and "金额写错" in newest.words


def test_after_a_redaction_only_that_it_happened_is_told(publish, correct, clerk, client: Client):
    first = publish(spending(WATER, POWER))
    second = correct(first, spending(POWER), reason="撤下一笔")
    process.redact(first, by=clerk, reason="写了不该公开的内容")
    told = Page(client, present.address(first))
    assert "修渠" not in told.html and any("内容已撤除" in word for word in told.words)
    assert client.get(present.changes_address(second)).status_code == 404
    for form in present.FORMATS:
        assert client.get(present.download_address(first, form)).status_code == 404


def test_nothing_is_found_of_a_draft_or_when_the_page_is_gone(store, publish, correct, client: Client):
    draft = store(spending(WATER))
    published = publish(spending(WATER))
    corrected = correct(published, spending(POWER))

    def addresses(version):
        files = [present.download_address(version, form) for form in present.FORMATS]
        return [present.address(version), present.changes_address(version), *files]

    assert {client.get(address).status_code for address in addresses(draft)} == {404}
    visibility.register(lambda version: False)
    for version in (published, corrected):
        assert {client.get(address).status_code for address in addresses(version)} == {404}
