"""What is brought to the unit with the power itself (article 23): registered there, then told of or handed over."""

from __future__ import annotations

import datetime

import factories
import pytest
import time_machine
from desk import address
from django.utils import timezone
from factories import AGRICULTURE, CIVIL_AFFAIRS, act, offered, sees, staff, unit

from accounts.models import Membership, Role
from intake.clock import store
from intake.petitions import desks, timeline
from intake.petitions.errors import NotAllowed
from intake.petitions.models import Petition
from intake.petitions.models.case import CLOSED_STATES
from intake.petitions.outlook import headline
from intake.petitions.process import case as cases
from intake.petitions.process.behalf import OnBehalf, entered_on
from intake.petitions.process.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

NOON = "2026-11-20T04:00:00+00:00"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def brought(who: str = "officer", days_ago: int = 0, **given) -> Petition:
    """A visitor's matter, taken down by an officer of the unit to which it was brought."""
    user = staff(who)
    (at,) = desks.unit_desks(user)
    behalf = OnBehalf(user, at, timezone.localdate() - datetime.timedelta(days=days_ago))
    make = given.pop("make", factories.file_petition)
    made = make(channel="visit", behalf=behalf, **given)
    return Petition.objects.get(pk=made.petition.pk)


def test_it_is_registered_at_once_and_waits_at_the_unit_with_its_own_days_from_when_it_came():
    petition = brought(days_ago=3)
    lead, came = petition.handlings.get(), timezone.localdate() - datetime.timedelta(days=3)
    assert (lead.organisation, lead.entry, lead.state) == (unit(AGRICULTURE), "direct", "pending")
    assert petition.registered_at and petition.owner == unit(AGRICULTURE)
    (clock,) = petition.deadlines.open()
    assert (clock.rule, clock.handling, clock.started_on) == ("notify_direct_15", lead, came)
    assert petition.next_due == clock.due == store.due("notify_direct_15", came).due
    assert sees("officer", petition) and sees("petition_office", petition) and not sees("officer2", petition)
    assert entered_on(staff("officer"), timezone.localdate())[0] == 1


def test_the_petitioner_reads_on_the_receipt_and_the_track_page_who_has_it_and_by_when_it_is_told():
    petition = brought()
    due = petition.deadlines.open().get().due
    assert f"{due.year}年{due.month}月{due.day}日" in petition.notices.get(code="receipt").body
    told = headline(cases.load(petition.pk))
    assert "农业农村局" in told.words and told.clock.rule == "notify_direct_15"
    assert "农业农村局" in timeline.entries(petition)[-1].heading + timeline.entries(petition)[0].heading


def test_the_unit_has_every_choice_but_to_object_and_the_petition_office_may_take_it():
    now = offered("officer", brought())
    assert {"accept", "accept_simple", "not_accept_here", "divert_here", "redirect_here", "hand_over"} <= now
    assert "seal" in now
    assert not {"object", "answer_short_here"} & now
    assert "answer_short_here" in offered("officer", brought(petition_class="suggestion"))
    at_office = offered("petition_office", brought())
    assert {"recall", "seal"} <= at_office and "transfer" not in at_office
    assert not {"hand_over", "redirect_here", "seal"} & offered("officer", factories.to_transferred())
    assert "seal" not in offered("officer", act(brought(), "accept", "officer"))


def test_its_state_says_that_the_unit_received_it_and_that_nobody_passed_it_on():
    petition = brought()
    assert (petition.state, petition.get_state_display()) == ("received", "单位已收到")
    asked = act(petition, "ask_supplement_here", "officer", reason="请补合同")
    assert act(asked, "proceed_here", "officer", reason="够了").state == "received"


@pytest.mark.parametrize("who", ["officer", "petition_office"])
def test_what_turns_out_to_be_a_report_of_wrongdoing_is_sealed_from_the_unit_too(who):
    petition = act(brought(days_ago=3), "seal", who)
    assert petition.is_accusation and petition.state == "submitted"
    assert not sees("officer", petition) and not sees("petition_office", petition)
    assert sees("inspector", petition)
    (clock,) = petition.deadlines.open()
    assert clock.rule == "discipline_accept_15wd" and clock.started_on == timezone.localdate()


@pytest.mark.parametrize("action", ["seal", "hand_over", "recall"])
def test_a_co_handler_s_part_ends_with_the_unit_s(action):
    petition = act(brought(), "add_co", "officer", cos=[unit(CIVIL_AFFAIRS)], reason="共同核实")
    assert sees("officer2", petition)
    who = "petition_office" if action == "recall" else "officer"
    petition = act(petition, action, who, reason="不属本单位职权")
    assert not sees("officer2", petition) and not sees("officer", petition)
    open_work = petition.deadlines.open().filter(handling__isnull=False)
    assert not open_work.exists() and petition.state in ("submitted", "registered")


def test_the_petition_office_takes_a_repeat_and_joins_it_to_the_first():
    first, repeat = factories.to_in_progress(), brought(days_ago=20)
    repeat = act(repeat, "recall", "petition_office", reason="同一事项已在办理")
    (clock,) = repeat.deadlines.open()
    assert (clock.rule, clock.started_on) == ("transfer_15", timezone.localdate())
    repeat = act(repeat, "merge", "petition_office", first=first.shown_number, reason="同一事项")
    assert repeat.state == "merged" and repeat.merged_into == first


def test_a_receipt_is_of_the_unit_that_gives_it():
    assert brought().notices.get(code="receipt").issued_by == unit(AGRICULTURE)


def test_a_hand_over_counts_among_those_who_say_that_it_is_not_theirs():
    petition = act(brought(), "hand_over", "officer", reason="渠道由水利部门管。")
    petition = act(petition, "transfer", "petition_office", organisation=unit(CIVIL_AFFAIRS), reason="职责")
    assert not petition.returned_often
    assert act(petition, "object", "officer2", reason="归农业部门管。").returned_often


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("accept", {}),
        ("accept_simple", factories.SIMPLE),
        ("divert_here", factories.DIVERTED | {"reason": "另有途径"}),
        ("redirect_here", factories.NOT_ACCEPTED | {"reason": "属邻县管辖"}),
    ],
)
def test_word_to_the_petitioner_meets_the_days(action, given):
    petition = act(brought(), action, "officer", **given)
    assert petition.deadlines.get(rule="notify_direct_15").met_at == timezone.now()


@pytest.mark.parametrize(
    ("days_ago", "last"),
    [
        # Friday 20 November: three working days after it came, a weekend and a whole week on the way.
        (0, datetime.date(2026, 11, 25)),
        (1, datetime.date(2026, 11, 24)),
        (3, datetime.date(2026, 11, 20)),
    ],
)
def test_the_simple_procedure_is_open_for_three_working_days_from_when_the_matter_came(days_ago, last):
    petition = brought(days_ago=days_ago)
    days = datetime.timedelta(days=(last - timezone.localdate()).days)
    with time_machine.travel(timezone.now() + days, tick=False) as clock:
        assert "accept_simple" in offered("officer", petition)
        clock.shift(datetime.timedelta(days=1))
        assert "accept_simple" not in offered("officer", petition)
        with pytest.raises(NotAllowed):
            act(petition, "accept_simple", "officer", **factories.SIMPLE)


def test_what_came_longer_ago_is_registered_too_late_for_the_simple_procedure_and_the_desk_says_so(client):
    petition = brought(days_ago=4)
    assert "accept_simple" not in offered("officer", petition)
    client.force_login(staff("officer"))
    assert "2026年11月19日" in client.get(address(petition)).content.decode()
    with pytest.raises(NotAllowed):
        act(petition, "accept_simple", "officer", **factories.SIMPLE)
    assert act(petition, "accept", "officer").state == "accepted"


def test_handed_over_the_petition_office_has_its_own_days_and_the_petitioner_is_told_why():
    petition = brought(days_ago=9)
    petition = act(petition, "hand_over", "officer", reason="渠道由水利部门管。")
    office = unit(factories.PETITION_OFFICE)
    assert petition.state == "registered" and petition.owner == office
    (clock,) = petition.deadlines.open()
    assert clock.rule == "transfer_15" and clock.started_on == timezone.localdate()
    told = petition.notices.get(code="handover_notice")
    assert office.name in told.body and "渠道由水利部门管。" in told.body
    assert petition.notices.get(code="handover_letter").to_organisation == office
    assert not sees("officer", petition) and not petition.returned_often
    petition = act(petition, "transfer", "petition_office", organisation=unit("990121-SL"), reason="职责")
    assert petition.state == "forwarded" and clock_of(petition, "transfer_15").met_at


def clock_of(petition: Petition, rule: str):
    return petition.deadlines.filter(rule=rule).latest("pk")


def test_a_unit_that_is_complained_of_afterwards_loses_it_and_the_office_s_days_begin_then():
    petition = brought(days_ago=20)
    petition = act(petition, "accuse", "petition_office", organisation=unit(AGRICULTURE))
    assert not sees("officer", petition) and petition.state == "registered"
    (clock,) = petition.deadlines.open()
    assert clock.rule == "transfer_15" and clock.started_on == timezone.localdate()
    petition = act(petition, "handle_here", "petition_office")
    own = clock_of(petition, "notify_direct_15")
    assert own.started_on == timezone.localdate() and own.met_at


@pytest.mark.parametrize("who", ["the unit", "everybody there"])
def test_what_complains_of_the_unit_or_of_all_who_work_there_goes_to_the_petition_office(who):
    words = "县农业农村局" if who == "the unit" else "平时安"
    user = staff("officer")
    user.display_name = "平时安"
    user.save()
    petition = brought(reported_party=words)
    assert not petition.handlings.exists() and petition.state == "submitted"
    assert not sees("officer", petition) and sees("petition_office", petition)
    assert set(petition.deadlines.open().values_list("rule", flat=True)) == {"transfer_15", "register_1wd"}


def test_a_report_of_wrongdoing_is_sealed_as_from_any_desk():
    petition = brought(make=factories.accusation)
    assert petition.is_accusation and not petition.handlings.exists()
    assert not sees("officer", petition) and not sees("petition_office", petition)
    assert sees("inspector", petition)
    assert entered_on(staff("officer"), timezone.localdate()) == (1, [])


def test_a_unit_that_says_nothing_is_late_with_its_own_days():
    petition = brought()
    last = petition.deadlines.open().get().due
    with time_machine.travel(NOON, tick=False) as clock:
        clock.shift(last - timezone.localdate() + datetime.timedelta(days=1))
        sweep(timezone.now())
    petition.refresh_from_db()
    assert petition.overdue and petition.state not in CLOSED_STATES


def test_discipline_units_and_villages_take_nothing_down_as_units_that_handle_it():
    for who in ("inspector", "township_inspector", "dispatched_inspector", "petition_office", "centre_clerk"):
        assert desks.unit_desks(staff(who)) == [], who
    villager = staff("clerk")
    Membership.objects.create(user=villager, role=Role.HANDLER, organisation=unit(factories.VILLAGE))
    assert desks.unit_desks(type(villager).objects.get(pk=villager.pk)) == []


def test_a_unit_says_itself_which_other_body_has_the_power_and_still_reads_the_case():
    given = factories.NOT_ACCEPTED | {"reason": "属邻县管辖", "destination": "邻县农业农村局"}
    petition = act(brought(), "redirect_here", "officer", **given)
    paper = petition.notices.get(code="redirect_notice")
    assert petition.state == "redirected" and paper.issued_by == unit(AGRICULTURE)
    assert "邻县农业农村局" in paper.body and sees("officer", petition) and not petition.deadlines.open()
