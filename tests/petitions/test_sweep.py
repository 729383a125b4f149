"""The sweep finishes what is due: however much there is, and whatever is wrong with one case or one part of it."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from factories import accusation, file_petition, to_in_progress, to_registered, to_replied

from delivery import heartbeat
from delivery.models import Heartbeat
from intake.petitions.models import Deadline, Notice, Petition
from intake.petitions.process import apart, following
from intake.petitions.process.files import DRAFTS
from intake.petitions.process.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

LONG_AFTER = datetime.timedelta(days=400)


def break_it(petition: Petition) -> None:
    """Make the case one that no data key opens: whoever reads it fails."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE petitions_petition SET title = %s WHERE number = %s", [b"nonsense", petition.number]
        )


def state_of(petition: Petition) -> str:
    return Petition.objects.filter(pk=petition.pk).values_list("state", flat=True).get()


def test_a_reply_that_cannot_be_counted_as_received_stops_no_other(caplog):
    broken, fine = to_replied(), to_replied()
    break_it(broken)
    report = sweep(timezone.now() + datetime.timedelta(days=8))
    assert fine.notices.get(is_reply=True).received_how == "posted"
    assert (report.received, report.failed) == (1, 1)
    assert str(broken.notices.get(is_reply=True).pk) in caplog.text and broken.number not in caplog.text


def test_a_case_that_cannot_be_closed_stops_no_other():
    broken, fine = to_replied(), to_replied()
    sweep(timezone.now() + datetime.timedelta(days=8))
    break_it(broken)
    report = sweep(timezone.now() + LONG_AFTER)
    assert (state_of(broken), state_of(fine)) == ("replied", "concluded")
    assert (report.closed, report.failed) == (1, 1)


def test_a_case_whose_text_nobody_can_read_is_marked_late_all_the_same():
    broken = to_in_progress()
    break_it(broken)
    sweep(timezone.now() + LONG_AFTER)
    assert Deadline.objects.get(petition_id=broken.pk, rule="handle_60").late_marked_at is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="breaks a row with a trigger of SQLite's")
def test_a_clock_that_cannot_be_marked_late_stops_no_other():
    broken, fine = to_in_progress(), to_in_progress()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER broken BEFORE UPDATE OF overdue ON petitions_petition"
            f" WHEN old.number = '{broken.number}' BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    report = sweep(timezone.now() + LONG_AFTER)
    late = {
        petition: Petition.objects.values_list("overdue", flat=True).get(pk=petition.pk)
        for petition in (broken, fine)
    }
    assert late == {broken: False, fine: True}
    assert report.late and report.failed == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER broken")
    assert sweep(timezone.now() + LONG_AFTER).late == 1


def test_keys_that_cannot_be_computed_stop_no_other_and_are_computed_with_the_next_sweep():
    broken, fine = (to_registered(reported_party="荷叶埂村委会") for _case in range(2))
    whole = Petition.objects.get(pk=broken.pk)
    for petition in (broken, fine):
        petition.keys.all().delete()
    break_it(broken)
    assert sweep().failed == 1
    assert fine.keys.exists() and not broken.keys.exists()
    assert heartbeat.age(following.DONE) is None
    whole.save()
    assert sweep().failed == 0
    assert broken.keys.exists() and heartbeat.age(following.DONE) is not None


def test_a_part_that_fails_stops_no_other_part(settings, tmp_path):
    alone = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"private": alone}
    petition = to_in_progress()
    storage = storages["private"]
    storage.save(DRAFTS, ContentFile(b"a file where there should be a folder"))
    try:
        report = sweep(timezone.now() + LONG_AFTER)
    finally:
        storage.delete(DRAFTS)
    assert report.failed == 1
    assert Petition.objects.get(pk=petition.pk).overdue


def test_nothing_is_left_for_the_next_sweep_however_much_there_is():
    petition = accusation().petition
    day = timezone.now() - datetime.timedelta(days=8)
    Notice.objects.bulk_create(
        Notice(
            petition=petition,
            code="discipline_feedback",
            template_version=1,
            subject="反馈",
            body="反馈",
            issued_at=day,
            is_reply=True,
        )
        for _paper in range(501)
    )
    assert sweep().received == 501


def test_the_worker_shows_that_it_lives_while_a_long_sweep_runs():
    Heartbeat.objects.all().delete()
    apart.each(range(apart.STEP - 1), lambda item: 1, "nothing")
    assert heartbeat.age("worker") is None
    assert apart.each(range(apart.STEP), lambda item: 1, "nothing") == (apart.STEP, 0)
    assert heartbeat.age("worker") is not None


def test_a_case_that_moved_on_meanwhile_has_not_failed():
    from intake.petitions.policies import Actor
    from intake.petitions.process import perform

    petition = file_petition().petition
    done = apart.each(
        [petition.pk], lambda pk: bool(perform(pk, "close", Actor.system())), "closing what is not answered"
    )
    assert done == (0, 0)
