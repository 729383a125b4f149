"""Who saw which reports of wrongdoing in a list, a panel or a table: all of it is recorded, before it is shown."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import QUEUE, many
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.petitions.models import Petition
from privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

TELEPHONE = {"phone": factories.WRITER.phone}


def looks(petition: Petition) -> list[tuple[object, str]]:
    found = AccessRecord.objects.filter(kind="petition", object_id=petition.pk).order_by("id")
    return list(found.values_list("user", "purpose"))


@pytest.mark.parametrize(
    ("method", "where", "data", "purpose"),
    [
        ("get", QUEUE, {"tab": "all"}, "queue"),
        ("get", "wagtailadmin_home", {}, "home"),
        ("get", "workbench:export", {"tab": "all"}, "export"),
        ("post", "workbench:by_phone", TELEPHONE, "search by telephone"),
    ],
)
def test_each_list_that_shows_a_report_of_wrongdoing_records_who_saw_it(at, method, where, data, purpose):
    petition = factories.accusation().petition
    page = getattr(at("inspector"), method)(reverse(where), data).content.decode()
    assert petition.title_masked in page
    assert looks(petition) == [(factories.staff("inspector").uuid, purpose)]


def test_the_second_person_who_finds_a_request_about_one_on_the_home_page_is_recorded(at):
    petition = factories.act(factories.accusation().petition, "release", "inspector", reason="无人被控")
    assert petition.title_masked in at("inspector_head").get(reverse("wagtailadmin_home")).content.decode()
    assert (factories.staff("inspector_head").uuid, "home") in looks(petition)


def test_ordinary_petitions_leave_no_record_of_a_list(at):
    factories.to_registered()
    office = at("petition_office")
    for where in (QUEUE, "wagtailadmin_home"):
        office.get(reverse(where), {"tab": "all"})
    assert not AccessRecord.objects.exists()


def test_leafing_back_and_forth_within_an_hour_is_one_look_and_an_export_is_always_another(at):
    with time_machine.travel("2026-11-20T04:00:00+00:00", tick=False) as clock:
        petition = factories.accusation().petition
        intake = at("inspector")
        for _ in range(3):
            intake.get(reverse(QUEUE))
            intake.get(reverse("workbench:export"))
        assert [purpose for _, purpose in looks(petition)] == ["queue", "export", "export", "export"]
        clock.shift(datetime.timedelta(minutes=61))
        at("inspector").get(reverse(QUEUE))
        assert [purpose for _, purpose in looks(petition)][4:] == ["queue"]


def test_a_page_is_recorded_with_two_questions_to_the_database_however_many_stand_on_it(at):
    commission = factories.unit(factories.DISCIPLINE)
    sealed = {"state": "submitted", "petition_class": "accusation", "owner": commission}
    intake, asked = at("inspector"), []
    for more in (3, 45):
        many(more, **sealed)
        intake.get(reverse(QUEUE))
        many(1, **sealed)
        with CaptureQueriesContext(connection) as queries:
            intake.get(reverse(QUEUE))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 17
    assert AccessRecord.objects.filter(purpose="queue").count() == 50
