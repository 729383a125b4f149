"""A clerk imports a spreadsheet: checked, decided about, shown as the public will see it, stored; uploaded once."""

from __future__ import annotations

import datetime

import factories
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from ledgers import made
from ledgers.made import spending
from wagtail.admin.auth import require_admin_access

from accounts.rights import has_role
from cms.ledgers import stored, tasks, uploading
from cms.ledgers.importing import ImportView
from cms.ledgers.models import LedgerVersion, Upload
from regions.models import Region
from sunshine.celery import app
from sunshine.urls import urlpatterns as of_the_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ledgers.test_ledger_import")]

WATER = ["2026-09-02", "修渠人工", 1300, "覃见山", ""]


def village_of(request, code):
    if not has_role(request.user, "clerk"):
        raise PermissionDenied
    return Region.objects.get(code=code)


def newest(request, code):
    return LedgerVersion.objects.filter(state="published").first()


def done(request, version, code):
    return HttpResponse(f"stored {version.pk}")


mounted = ImportView.as_view(region_for=village_of, done=done, corrects=newest)
urlpatterns = [path("admin/import-here/<str:code>/", require_admin_access(mounted)), *of_the_site]
HERE = f"/admin/import-here/{factories.VILLAGE}/"


@pytest.fixture
def desk(clerk) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def upload(desk: Client, content: bytes) -> str:
    answer = desk.post(HERE, {"file": SimpleUploadedFile("九月.xlsx", content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].partition("upload=")[2]


def seen(desk: Client, key: str) -> str:
    answer = desk.get(HERE, {"upload": key})
    assert answer.status_code == 200 and answer["Cache-Control"].startswith(("no-store", "max-age=0"))
    return answer.content.decode()


def test_a_sound_table_is_shown_as_the_public_will_see_it_and_stored_once(desk):
    key = upload(desk, made.subsidy().content)
    page = seen(desk, key)
    assert "欧阳＊＊" in page and "****4471" in page and "553.80" in page
    assert "欧阳小娜" not in page and "990121197203040029" not in page
    answer = desk.post(HERE, {"upload": key, "table": "0", "store": "1"})
    version = LedgerVersion.objects.get()
    assert answer.content.decode() == f"stored {version.pk}"
    assert (version.state, version.row_count, version.source_name) == ("draft", 3, "九月.xlsx")
    assert not Upload.objects.exists()


def test_what_must_be_put_right_is_named_by_cell_and_nothing_is_stored(desk):
    key = upload(desk, made.wrong_sums().content)
    page = seen(desk, key)
    for cell in ("A5", "A6", "C7", "D8", "E6", "E7", "F5"):
        assert f'<th scope="row">{cell}</th>' in page
    assert 'name="store"' not in page
    assert desk.post(HERE, {"upload": key, "table": "0", "store": "1"}).status_code == 422
    assert not LedgerVersion.objects.exists()


def test_each_text_with_personal_data_is_covered_or_let_stand_with_a_reason(desk):
    key = upload(desk, made.personal_data_in_remarks().content)
    undecided = {"upload": key, "table": "0", "store": "1"}
    assert desk.post(HERE, undecided).status_code == 422
    let_stand = undecided | {"table0-all_covered": "on", "table0-choice-B3": "stand"}
    assert desk.post(HERE, let_stand).status_code == 422  # without a reason
    let_stand["table0-reason-B3"] = "合作社对外公布的电话"
    preview = desk.post(
        HERE, {name: said for name, said in let_stand.items() if name != "store"} | {"preview": "1"}
    )
    assert preview.status_code == 200 and not LedgerVersion.objects.exists()
    assert desk.post(HERE, let_stand).status_code == 200
    rows = list(stored.rows(LedgerVersion.objects.get()))
    assert rows[0]["摘要"].endswith("19900010001") and "19900010002" not in str(rows)


def test_a_correction_asks_why(desk, publish):
    first = publish(spending(WATER))
    key = upload(desk, spending([*WATER[:2], 1350, *WATER[3:]]))
    assert desk.post(HERE, {"upload": key, "table": "0", "store": "1"}).status_code == 422
    desk.post(HERE, {"upload": key, "table": "0", "store": "1", "reason": "金额写错"})
    second = LedgerVersion.objects.get(state="draft")
    assert (second.ledger, second.number, second.reason) == (first.ledger, 2, "金额写错")


def test_a_correction_that_changes_nothing_is_refused_with_a_sentence(desk, publish):
    publish(spending(WATER))
    key = upload(desk, spending(WATER))
    answer = desk.post(HERE, {"upload": key, "table": "0", "store": "1", "reason": "金额写错"})
    assert answer.status_code == 409 and "没有不同" in answer.content.decode()


def test_the_file_lies_encrypted_is_found_by_who_sent_it_alone_and_goes_after_a_day(desk, clerk):
    content = made.subsidy().content
    key = upload(desk, content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, content FROM ledgers_upload")
        [(name, kept)] = cursor.fetchall()
    assert b"gAAAA" in bytes(kept)[:10] and b"gAAAA" in bytes(name)[:10]
    assert uploading.find(key, by=factories.staff("operator")) is None
    assert uploading.find("nonsense", by=clerk) is None
    assert uploading.content_of(uploading.find(key, by=clerk)) == content
    Upload.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert desk.get(HERE, {"upload": key}).status_code == 302
    tasks.prune_uploads()
    assert not Upload.objects.exists()
    assert "ledgers.prune_uploads" in {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_a_clerk_can_delete_it_at_once_and_keeps_five_at_most(desk):
    keys = [upload(desk, spending(WATER)) for _ in range(7)]
    assert Upload.objects.count() == 5
    desk.post(HERE, {"upload": keys[-1], "forget": "1"})
    assert Upload.objects.count() == 4


def test_who_may_not_import_here_gets_no_form():
    client = Client()
    client.force_login(factories.staff("officer"))
    assert client.get(HERE).status_code in (302, 403)
    assert client.post(HERE, {"file": SimpleUploadedFile("a.xlsx", b"x")}).status_code in (302, 403)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", "随便一行字".encode()])
def test_what_is_no_spreadsheet_is_said_to_be_none(desk, content):
    answer = desk.post(HERE, {"file": SimpleUploadedFile("a.xlsx", content)}, follow=True)
    page = answer.content.decode()
    assert 'name="store"' not in page and ("必须改" in page or "空" in page)
