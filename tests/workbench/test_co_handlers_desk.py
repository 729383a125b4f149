"""The desk where several units have one case: naming them, their own lists, and what each may do."""

from __future__ import annotations

import datetime

import pytest
from desk import QUEUE, address, do, seen
from django.urls import reverse
from django.utils import timezone
from factories import AGRICULTURE, CIVIL_AFFAIRS, TOWNSHIP, act, staff, to_in_progress, to_registered, unit

from intake.petitions.models import Petition
from intake.workbench.selection import Tick, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_the_office_ticks_co_handlers_while_it_transfers(at):
    for name in ("officer", "officer2", "township_officer"):
        staff(name)
    petition = to_registered()
    desk = at("petition_office")
    page = desk.get(do(petition, "transfer")).content.decode()
    assert f'name="cos" value="{CIVIL_AFFAIRS}"' in page
    sent = {"organisation": AGRICULTURE, "cos": [CIVIL_AFFAIRS, TOWNSHIP], "reason": "分工明确"}
    answer = desk.post(do(petition, "transfer"), sent | seen(petition))
    assert answer.status_code == 302
    units = petition.handlings.filter(role="co").values_list("organisation__code", flat=True)
    assert set(units) == {CIVIL_AFFAIRS, TOWNSHIP}


def with_co(days: int = 3) -> Petition:
    staff("officer2")
    due = timezone.localdate() + datetime.timedelta(days=days)
    return act(
        to_in_progress(), "add_co", "officer", cos=[unit(CIVIL_AFFAIRS)], report_due=due, reason="协办"
    )


def test_a_co_handlers_queue_shows_its_own_day_and_stage(at):
    petition = with_co()
    due = petition.handlings.get(role="co").report_due
    page = at("officer2").get(reverse(QUEUE), {"tab": "to_accept"})
    (row,) = page.context["page"].rows
    assert row == petition and (row.next_due, row.state) == (due, "forwarded")
    assert '<span class="mark">协办</span>' in page.content.decode()
    (ticked,) = rows(staff("officer2"), [Tick(petition.number, petition.version)])
    assert (ticked.next_due, ticked.state, ticked.as_co) == (due, "forwarded", True)
    (lead_row,) = at("officer").get(reverse(QUEUE), {"tab": "working"}).context["page"].rows
    assert lead_row.next_due == petition.next_due and not lead_row.as_co


def test_each_unit_reads_who_works_on_it_with_its_own_clock(at):
    petition = with_co()
    for name in ("officer", "officer2", "petition_office"):
        page = at(name).get(address(petition)).context["page"]
        assert [(one.unit.code, one.lead) for one in page.workers] == [
            (AGRICULTURE, True),
            (CIVIL_AFFAIRS, False),
        ]
        assert all(one.clock for one in page.workers)
    own = at("officer2").get(address(petition)).context["page"].clocks
    assert own.main.due == petition.handlings.get(role="co").report_due


def test_a_case_that_one_unit_has_shows_no_list_of_units(at):
    page = at("officer").get(address(to_in_progress()))
    assert page.context["page"].workers == [] and 'id="workers"' not in page.content.decode()
    assert 'id="workers"' in at("officer").get(address(with_co())).content.decode()


def test_a_co_handler_reports_from_the_page_and_the_lead_reads_it(at):
    petition = with_co()
    desk = at("officer2")
    assert desk.post(do(petition, "co_accept"), seen(petition)).status_code == 302
    assert desk.get(do(petition, "report_to_lead")).status_code == 200
    said = {"reason": "补贴已经核对。"} | seen(petition)
    assert desk.post(do(petition, "report_to_lead"), said).status_code == 302
    assert "补贴已经核对" in at("officer").get(address(petition)).content.decode()


def test_the_lead_reads_why_it_cannot_answer_yet_and_how_it_may(at):
    petition = with_co()
    page = at("officer").get(address(petition))
    refused = {one.action: one.reason for one in page.context["page"].offer.refused}
    assert unit(CIVIL_AFFAIRS).name in refused["issue_opinion"]
    sent = {"co": CIVIL_AFFAIRS, "reason": "材料齐全"} | seen(petition)
    assert at("officer").post(do(petition, "stop_waiting"), sent).status_code == 302
    actions = {row.action for row in at("officer").get(address(petition)).context["page"].offer.steps}
    assert "issue_opinion" in actions


def test_the_list_to_name_a_co_handler_from_leaves_out_whom_the_petition_complains_of(at):
    petition = to_in_progress(reported_party="县民政局")
    page = at("officer").get(do(petition, "add_co")).content.decode()
    assert f'value="{TOWNSHIP}"' in page
    assert CIVIL_AFFAIRS not in page and AGRICULTURE not in page


def test_another_lead_is_named_on_its_own_page(at):
    staff("township_officer")
    petition = with_co()
    desk = at("petition_office")
    assert 'name="cos"' not in desk.get(do(petition, "change_lead")).content.decode()
    sent = {"organisation": TOWNSHIP, "reason": "联席会议指定"} | seen(petition)
    assert desk.post(do(petition, "change_lead"), sent).status_code == 302
    assert at("officer").get(address(petition)).status_code == 404
