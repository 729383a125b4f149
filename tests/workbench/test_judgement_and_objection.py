"""What a petitioner judged and what a unit objects stands on the desk of whoever has to act on it."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from django.test import Client
from factories import act, staff, to_replied, to_transferred, unit

from intake.petitions.models import Petition
from intake.petitions.process import case as cases
from intake.petitions.process import receipt
from intake.petitions.process.sweep import sweep
from intake.workbench.clocks import clocks_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]


def page(name: str, address: str) -> str:
    client = Client()
    client.force_login(staff(name))
    return client.get(address).content.decode()


def of(petition: Petition) -> str:
    return f"/admin/cases/{petition.shown_number}/"


@pytest.mark.parametrize("reader", ["officer", "officer_head", "petition_office", "petition_head"])
def test_office_and_unit_read_how_the_petitioner_judged_them_and_why(reader: str) -> None:
    petition = to_replied()
    receipt.open_notice(petition.pk, petition.notices.get(code="opinion").pk)
    act(petition, "rate", "P", subject="handler", value="dissatisfied", text="渠底还是没有动。")
    shown = page(reader, of(petition))
    assert "不满意" in shown and "渠底还是没有动。" in shown


def test_the_petition_office_finds_an_objection_with_its_reason_on_its_own_tab_and_home_page() -> None:
    petition = act(to_transferred(), "object", "officer", reason="渠道归水利管，不归农业。")
    assert petition.shown_number in page("petition_office", "/admin/cases/?tab=objected")
    assert petition.shown_number in page("petition_office", "/admin/")
    for address in (of(petition), f"{of(petition)}do/grant_objection/"):
        assert "渠道归水利管，不归农业。" in page("petition_office", address)
    assert "渠道归水利管，不归农业。" in page("officer", of(petition))


def test_a_decided_objection_leaves_the_tab() -> None:
    petition = act(to_transferred(), "object", "officer", reason="不归我们。")
    act(petition, "refuse_objection", "petition_office", reason="职责在你局。")
    assert petition.shown_number not in page("petition_office", "/admin/cases/?tab=objected")


def test_a_right_to_object_that_lapsed_makes_nobody_late() -> None:
    petition = to_transferred()
    with time_machine.travel(petition.submitted_at + datetime.timedelta(days=12), tick=False):
        sweep()
        petition.refresh_from_db()
        shown = clocks_of(cases.load(petition.pk))
    assert not petition.overdue
    assert petition.next_due == petition.deadlines.get(rule="notify_forwarded_15").due
    assert shown.main is not None and shown.main.due == petition.next_due and shown.units == []


def test_the_answering_unit_stays_named_after_its_reply() -> None:
    assert unit(factories.AGRICULTURE).name in page("petition_office", of(to_replied()))


def test_what_is_long_past_is_not_said_to_come_first() -> None:
    petition = act(to_transferred(), "accept", "officer")
    petition = act(petition, "ask_supplement_here", "officer", reason="请补充照片。")
    assert "先要到这一步：待单位受理" not in page("officer", of(petition))


def test_a_window_that_passed_unused_is_no_longer_said_to_be_open() -> None:
    petition = to_replied()
    receipt.open_notice(petition.pk, petition.notices.get(code="opinion").pk)
    last = petition.deadlines.get(rule="rating_30").due
    for days, words, others in ((0, "来件人可到", "为止，未使用"), (1, "为止，未使用", "来件人可到")):
        with time_machine.travel(
            datetime.datetime.combine(last, datetime.time(4)) + datetime.timedelta(days)
        ):
            sweep()
            shown = page("officer", of(petition))
            assert words in shown and others not in shown
