"""What is urgent is told at once to local government and the office of the joint conference: that it is, no more."""

from __future__ import annotations

import datetime
import json

import factories
import pytest
import time_machine
from desk import address, do
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import accusation, act, to_in_progress, to_registered, unit

from delivery.models import OutboxMessage
from intake.petitions import policies
from intake.petitions.models import DutyContact
from intake.petitions.policies import Actor
from intake.petitions.process import case as cases
from records import events
from regions.process import save_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

Duty = DutyContact.Duty
GOVERNMENT, CONFERENCE, OFFICE, INTAKE = "19900012000", "19900012001", "0990-000 1234", "0990-000 1256"
REASON = "扬言到县政府门口聚集"


@pytest.fixture(autouse=True)
def the_hour():
    with time_machine.travel("2026-11-30T01:12:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def address_book():
    """As in most counties, the office of the joint conference sits in the petition office."""
    keep("990121-GOV", Duty.GOVERNMENT, sms=GOVERNMENT, mail="duty@gov.example")
    keep(factories.PETITION_OFFICE, Duty.JOINT_OFFICE, sms=CONFERENCE)
    keep(factories.PETITION_OFFICE, Duty.CALL_BACK, phone=OFFICE)
    keep(factories.DISCIPLINE, Duty.CALL_BACK, phone=INTAKE)


def keep(code: str, duty: str, **ways: str) -> DutyContact:
    return DutyContact.objects.create(organisation=unit(code), duty=duty, **ways)


def sent() -> dict[str, str]:
    """What lies in the outbox for duty contacts, by address."""
    payloads = [json.loads(payload) for payload in OutboxMessage.objects.values_list("payload", flat=True)]
    book = {GOVERNMENT, CONFERENCE, "duty@gov.example"}
    return {one["to"]: f"{one['subject']}\n{one['body']}" for one in payloads if one["to"] in book}


def at(name: str) -> Client:
    client = Client()
    client.force_login(factories.staff(name))
    return client


def may_report(name: str, petition) -> bool:
    actor = Actor.staff(factories.staff(name))
    return "report_up" in {row.action for row in policies.available_actions(actor, cases.load(petition.pk))}


def form(name: str, petition) -> str:
    return at(name).get(do(petition, "report_up")).content.decode()


def test_government_and_conference_are_told_place_kind_hour_and_whom_to_call_and_nothing_else(address_book):
    petition = act(to_registered(), "report_up", "petition_office", reason=REASON, threat=True)
    assert set(sent()) == {GOVERNMENT, CONFERENCE, "duty@gov.example"}
    for words in sent().values():
        for said in ("砚川县柘木湾镇", "扬言事项", "2026年11月30日 09:12", f"砚川县信访局 {OFFICE}"):
            assert said in words
        for kept in (petition.shown_number, petition.title, "覃见山", "荷叶埂", REASON):
            assert kept not in words


def test_a_unit_that_reports_has_the_petition_office_called(address_book):
    act(to_in_progress(), "report_up", "officer", reason=REASON)
    assert OFFICE in sent()[GOVERNMENT] and "紧急事项" in sent()[GOVERNMENT]


def test_an_urgent_accusation_is_told_to_the_government_without_place_or_kind_and_never_in_the_petition_office(
    address_book,
):
    petition = act(accusation().petition, "report_up", "inspector", reason=REASON, threat=True)
    assert set(sent()) == {GOVERNMENT, "duty@gov.example"}
    for words in sent().values():
        assert INTAKE in words
        for kept in ("柘木湾", "扬言", "检举", "信访", petition.shown_number, petition.title, REASON):
            assert kept not in words, kept
    assert "不告知联席会议办公室：检举控告不得让其知道" in form("inspector", accusation().petition)


def test_a_government_that_is_complained_of_is_not_told_and_the_officer_reports_by_hand(address_book):
    petition = accusation(reported_party="砚川县人民政府").petition
    who = next(name for name in ("superior_inspector", "inspector") if may_report(name, petition))
    assert "不告知本地党委、政府：该单位在本件中被反映" in form(who, petition)
    act(petition, "report_up", who, reason=REASON)
    assert not sent(), "nor is any office under it"
    assert not petition.notices.filter(code="report_up").exists()


def test_where_no_number_is_kept_the_officer_is_told_to_call():
    petition = to_registered()
    assert "没有登记号码" in form("petition_office", petition)
    keep("990121-GOV", Duty.GOVERNMENT, phone="0990-000 1200")
    assert "请立即拨打 0990-000 1200" in form("petition_office", petition)
    act(petition, "report_up", "petition_office", reason=REASON)
    assert not sent()


def test_a_channel_that_is_switched_off_reaches_nobody_and_the_form_says_so(address_book, settings):
    settings.SUNSHINE_SMS_CHANNEL = "off"
    petition = to_registered()
    page = form("petition_office", petition)
    assert "砚川县人民政府" in page and "系统不能告知联席会议办公室" in page
    act(petition, "report_up", "petition_office", reason=REASON)
    assert set(sent()) == {"duty@gov.example"}


def test_who_was_told_stands_in_the_history_and_the_letter_gives_the_number_to_call(address_book):
    petition = act(to_registered(), "report_up", "petition_office", reason=REASON)
    event = events.history("petition", petition.pk).get(action="report_up")
    assert event.data["told"] == ["990121-GOV", factories.PETITION_OFFICE]
    assert OFFICE in petition.notices.get(code="report_up").body
    assert "已告知：" in at("petition_office").get(address(petition)).content.decode()


def test_the_report_is_printed_to_be_handed_over_and_signed_for(address_book):
    petition = act(to_registered(), "report_up", "petition_office", reason=REASON)
    letter = petition.notices.get(code="report_up")
    desk = at("petition_office")
    assert (
        address(petition, "print_paper", letter.pk)
        in desk.get(address(petition, "paper", letter.pk)).content.decode()
    )
    page = desk.get(address(petition, "print_paper", letter.pk)).content.decode()
    assert REASON in page and "签收人" in page and "砚川县人民政府" in page
    receipt = petition.notices.get(code="receipt")
    assert desk.get(address(petition, "print_paper", receipt.pk)).status_code == 404
    assert at("officer").get(address(petition, "print_paper", letter.pk)).status_code == 404


def test_a_second_report_is_told_again_and_the_hours_go_on_from_the_first(address_book, the_hour):
    petition = act(to_registered(), "report_up", "petition_office", reason=REASON)
    first = petition.reported_up_at
    the_hour.shift(3 * 3600 + 60)
    petition = act(petition, "report_up", "petition_office", reason="有人受伤", threat=True)
    assert petition.reported_up_at == first
    assert sum(GOVERNMENT in (message.payload or "") for message in OutboxMessage.objects.all()) == 2
    queue = at("petition_office").get(reverse("workbench:queue"), {"tab": "urgent"}).content.decode()
    assert "已报告 3 小时" in queue
    assert "已报告 3 小时" in at("petition_office").get(address(petition)).content.decode()


def test_the_hours_end_with_the_case(address_book):
    petition = act(to_registered(), "report_up", "petition_office", reason=REASON)
    petition = act(petition, "withdraw", "P")
    page = at("petition_office").get(address(petition)).content.decode()
    assert "不满 1 小时" not in page


def test_another_countys_offices_and_ended_ones_are_not_told(address_book):
    keep(factories.TOWNSHIP, Duty.GOVERNMENT, sms="19900012002")
    keep("990121201-GOV", Duty.GOVERNMENT, sms="19900012003")
    act(to_registered(), "report_up", "petition_office", reason=REASON)
    numbers = {json.loads(row.payload)["to"] for row in OutboxMessage.objects.all()}
    assert "19900012002" in numbers and "19900012003" not in numbers


def test_operators_keep_the_address_book_and_nobody_else_sees_it():
    data = {"organisation": unit("990121-GOV").pk, "duty": "government", "phone": "", "sms": GOVERNMENT}
    for name in ("petition_office", "inspector", "leader"):
        assert at(name).post("/admin/duty-contacts/new/", data).headers["Location"] == "/admin/"
    assert not DutyContact.objects.exists()
    assert at("operator").post("/admin/duty-contacts/new/", data | {"mail": ""}).status_code == 302
    assert DutyContact.objects.get().sms == GOVERNMENT


def test_a_contact_by_which_nobody_is_reached_is_refused():
    government = unit("990121-GOV")
    for wrong in (
        {"duty": Duty.GOVERNMENT},
        {"duty": Duty.CALL_BACK, "sms": GOVERNMENT},
        {"duty": Duty.GOVERNMENT, "sms": "0990-000123"},
        {"duty": Duty.GOVERNMENT, "sms": "１９９００００１２３４"},
    ):
        with pytest.raises(ValidationError):
            DutyContact(organisation=government, **wrong).full_clean()


def test_a_case_is_urgent_even_while_the_tree_has_no_government_in_force():
    petition = to_registered()
    government = unit("990121-GOV")
    government.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    save_organisation(government)
    petition = act(petition, "report_up", "petition_office", reason="可能造成影响")
    assert petition.urgent and not petition.notices.filter(code="report_up").exists()
