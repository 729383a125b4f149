"""From a clerk's spreadsheet to a public table: upload, check, store, review; corrected, and taken away."""

from __future__ import annotations

import factories
import publishing
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from ledgers import made

from cms.ledgers.models import LedgerRow, LedgerVersion
from cms.pages.models import DisclosurePage

IMPORT = f"/admin/disclosures/import/{factories.VILLAGE}/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def brought(client: Client, content: bytes, path: str = IMPORT, **said: str):
    """A spreadsheet uploaded, looked at, and its first table stored."""
    checked = client.post(path, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert checked.status_code == 302, checked.content.decode()[-3000:]
    key = checked["Location"].partition("upload=")[2]
    assert client.get(checked["Location"]).status_code == 200
    return client.post(path, {"upload": key, "table": "0", "store": "1"} | said)


@pytest.fixture
def page(site) -> DisclosurePage:
    """A disclosure that came from a spreadsheet and is public."""
    assert brought(signed_in("clerk"), made.monthly().content).status_code == 302
    return publishing.approve(DisclosurePage.objects.get())


def test_a_spreadsheet_becomes_a_draft_under_the_item_it_speaks_of(site) -> None:
    answer = brought(signed_in("clerk"), made.monthly().content)
    page = DisclosurePage.objects.get()
    assert answer["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert (page.item.ledger, page.period_words, page.live) == ("L1", "2026年3月", False)
    (row,) = page.get_latest_revision_as_object().ledgers.all()
    assert (row.version.state, row.version.totals) == ("draft", made.monthly().totals)
    editor = signed_in("clerk").get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "荷叶埂村2026年3月财务收支公开表" in editor


@pytest.mark.parametrize("name", ["reviewer", "officer", "operator", "petition_office"])
def test_nobody_else_imports_for_the_village(site, name: str) -> None:
    client = signed_in(name)
    assert client.get(IMPORT).status_code == 404
    client.post(IMPORT, {"file": SimpleUploadedFile("a.xlsx", made.monthly().content)})
    assert not LedgerVersion.objects.exists()


def test_a_clerk_imports_for_no_other_place(site) -> None:
    path = f"/admin/disclosures/import/{factories.OTHER_VILLAGE}/"
    assert signed_in("clerk").get(path).status_code == 404


def test_a_correction_is_public_with_its_review_and_says_what_changed(page: DisclosurePage) -> None:
    old = page.ledgers.get().version
    path = reverse("disclosure_correct_ledger", args=[page.pk, old.pk])
    answer = brought(signed_in("clerk"), made.corrected(), path, reason="第三笔金额写错")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    new = LedgerVersion.objects.get(number=2)
    assert new.state == "draft"
    assert Client().get(f"/ledgers/{new.pk}/").status_code == 404
    assert Client().get(f"/ledgers/{new.pk}.csv").status_code == 404
    assert "1,600.00" not in Client().get(page.path_on_site).content.decode()
    publishing.approve(DisclosurePage.objects.get())
    shown = Client().get(page.path_on_site).content.decode()
    new = DisclosurePage.objects.get().ledgers.get().version
    assert (new.number, new.state, "1,600.00" in shown) == (2, "published", True)
    assert "第三笔金额写错" in Client().get(f"/ledgers/{new.pk}/changes/").content.decode()


def test_a_correction_that_is_given_up_leaves_what_is_public(page: DisclosurePage) -> None:
    old = page.ledgers.get().version
    clerk = signed_in("clerk")
    brought(
        clerk, made.corrected(), reverse("disclosure_correct_ledger", args=[page.pk, old.pk]), reason="写错"
    )
    new = LedgerVersion.objects.get(number=2)
    clerk.post(reverse("disclosure_remove_ledger", args=[page.pk, new.pk]))
    assert list(LedgerVersion.objects.all()) == [old]
    (row,) = DisclosurePage.objects.get().get_latest_revision_as_object().ledgers.all()
    assert row.version == old


def test_a_reviewer_takes_the_text_away_for_good(page: DisclosurePage) -> None:
    version = page.ledgers.get().version
    path = reverse("disclosure_redact_ledger", args=[page.pk, version.pk])
    assert signed_in("clerk").get(path).status_code == 404
    signed_in("reviewer").post(path, {"reason": "摘要里有身份证号"})
    assert not LedgerRow.objects.exists()
    shown = Client().get(page.path_on_site)
    assert shown.status_code == 200 and "修渠人工" not in shown.content.decode()
    assert Client().get(f"/ledgers/{version.pk}.csv").status_code in (404, 410)


def test_the_desk_lists_what_is_ones_own_and_what_one_reviews(page: DisclosurePage) -> None:
    other = publishing.draft("D022", of=factories.OTHER_VILLAGE)
    for name in ("clerk", "reviewer"):
        listed = signed_in(name).get("/admin/disclosures/").content.decode()
        assert page.title in listed and other.title not in listed
    assert signed_in("officer").get("/admin/disclosures/").status_code == 404


def test_a_table_is_taken_out_of_a_draft_again(site) -> None:
    clerk = signed_in("clerk")
    brought(clerk, made.monthly().content)
    page = DisclosurePage.objects.get()
    version = LedgerVersion.objects.get()
    clerk.post(reverse("disclosure_remove_ledger", args=[page.pk, version.pk]))
    assert not LedgerVersion.objects.exists()
    assert not page.get_latest_revision_as_object().ledgers.all()


def test_the_list_of_the_desk_asks_no_more_for_more_disclosures(site) -> None:
    reviewer = signed_in("reviewer")
    publishing.published("D021")
    reviewer.get("/admin/disclosures/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get("/admin/disclosures/").status_code == 200
        return len(queries)

    few = asked()
    for item in ("D022", "D023", "D024"):
        publishing.published(item)
    assert asked() == few
