"""A day that may still move says so wherever it is shown, until the days off of its year are announced."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import address
from django.test import Client
from petitions_public.resident import RECEIPT, filed, open_case

from intake.clock.calendar import FIXED_DAYS_OFF
from intake.clock.models import Holiday

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

CHINESE = "暂定：2027年的放假安排还没有公布，这一天可能会变。"
ENGLISH = "Provisional: the days off of 2027 are not announced yet; the day may move."
DECEMBER, JUNE = "2026-12-21T02:00:00+00:00", "2026-06-01T02:00:00+00:00"


def announce_2027() -> None:
    for month, day in FIXED_DAYS_OFF:
        Holiday.objects.create(date=datetime.date(2027, month, day), kind="off", name="试")


def pages(client: Client) -> dict[str, str]:
    """What is shown of a case that is filed now: the resident's pages in English, the officer's in Chinese."""
    made = factories.file_petition()
    desk = Client()
    desk.force_login(factories.staff("petition_office"))
    track = open_case(Client(), made.petition, made.password)
    filed(client)
    found = {"receipt": client.get(RECEIPT), "track": track, "desk": desk.get(address(made.petition))}
    return {name: response.content.decode() for name, response in found.items()}


@time_machine.travel(DECEMBER, tick=False)
def test_days_in_a_year_without_a_table_are_called_provisional(client):
    shown = pages(client)
    assert ENGLISH in shown["receipt"] and ENGLISH in shown["track"]
    assert CHINESE in shown["desk"]


@time_machine.travel(DECEMBER, tick=False)
def test_they_are_not_once_the_year_is_announced(client):
    announce_2027()
    assert "Provisional" not in (shown := pages(client))["receipt"] + shown["track"]
    assert "暂定" not in shown["desk"]


@time_machine.travel(JUNE, tick=False)
def test_days_in_a_year_with_its_table_are_certain(client):
    assert "Provisional" not in (shown := pages(client))["receipt"] + shown["track"]
    assert "暂定" not in shown["desk"]
