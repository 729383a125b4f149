"""Who has lost number or password comes in person with an identity paper and leaves with a new one."""

from __future__ import annotations

import logging
import re

import factories
import pytest
from desk import address
from django.contrib.sessions.models import Session
from django.test import Client

from delivery.models import OutboxMessage
from intake.petitions.errors import NotAllowed, NotFound
from intake.petitions.models import Petition
from intake.petitions.policies import Actor
from intake.petitions.process import Person, passwords
from privacy.models import AccessRecord
from records import events

pytestmark = pytest.mark.django_db

SEEN = {"person": "0", "paper": "resident", "matches": "on"}
LINK = "新的查询密码"


def text(response) -> str:
    return response.content.decode()


def slip_of(response) -> str:
    """The password on the slip."""
    assert response.status_code == 200, text(response)[:3000]
    return re.findall(r'<dd class="mono">([^<]+)</dd>', text(response))[1]


def test_the_petition_office_hands_over_a_new_password_and_the_old_one_dies(at):
    made = factories.file_petition()
    desk = at("petition_office")
    page = address(made.petition, "password")
    assert page in text(desk.get(address(made.petition)))
    assert "覃见山" not in text(desk.get(page)), "the form names the contacts covered"
    new = slip_of(desk.post(page, SEEN))
    assert passwords.prove(made.petition.shown_number, new) == made.petition
    assert passwords.prove(made.petition.shown_number, made.password) is None


def test_the_history_says_who_gave_it_and_by_which_paper_and_the_petitioner_reads_when(at):
    petition = factories.file_petition().petition
    new = slip_of(at("petition_office").post(address(petition, "password"), SEEN))
    event = events.history("petition", petition.pk).get(action="password_changed")
    assert event.actor_id == factories.staff("petition_office").uuid
    assert event.organisation_code == factories.PETITION_OFFICE
    assert event.data == {"person": 0, "paper": "resident"}
    assert "当面办理，核对证件：居民身份证" in text(at("petition_office").get(address(petition)))
    looked = AccessRecord.objects.filter(object_id=petition.pk, purpose="new query password")
    assert looked.get().user == event.actor_id
    resident = Client()
    resident.post("/track/", {"number": petition.shown_number, "password": new})
    assert "查询密码已于" in text(resident.get("/track/case/"))


def test_the_phone_of_the_case_is_told_in_case_somebody_else_came(at):
    petition = factories.file_petition().petition
    before = OutboxMessage.objects.count()
    new = slip_of(at("petition_office").post(address(petition, "password"), SEEN))
    message = OutboxMessage.objects.order_by("-pk").first()
    assert OutboxMessage.objects.count() == before + 1
    assert message.payload and petition.shown_number in message.payload and new not in message.payload


def test_the_password_is_on_the_slip_and_nowhere_else(at, caplog):
    petition = factories.file_petition().petition
    desk = at("petition_office")
    with caplog.at_level(logging.DEBUG):
        response = desk.post(address(petition, "password"), SEEN)
    new = slip_of(response)
    assert "no-store" in response["Cache-Control"] and "Location" not in response
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    kept += [str(row.data) for row in events.history("petition", petition.pk)]
    kept += [message.payload or "" for message in OutboxMessage.objects.all()] + [caplog.text]
    for place in kept:
        assert new not in place and new.replace("-", "") not in place
    assert new not in text(desk.get(address(petition))) + text(desk.get(address(petition, "password")))


def test_without_the_statement_that_the_paper_was_seen_nothing_changes(at):
    made = factories.file_petition()
    for left_out in SEEN:
        sent = {name: value for name, value in SEEN.items() if name != left_out}
        assert at("petition_office").post(address(made.petition, "password"), sent).status_code == 422
    assert at("petition_office").get(address(made.petition, "password")).status_code == 200
    assert passwords.prove(made.petition.shown_number, made.password) == made.petition


def test_a_report_of_wrongdoing_gets_its_new_password_at_the_discipline_intake_alone(at):
    made = factories.accusation()
    page = address(made.petition, "password")
    assert at("petition_office").post(page, SEEN).status_code == 404
    response = at("inspector").post(page, SEEN)
    assert passwords.prove(made.petition.shown_number, slip_of(response)) == made.petition
    assert not any(word in text(response) for word in ("纪委", "监委", "纪检", "信访室"))


def test_nobody_can_ask_for_an_anonymous_case_or_one_without_a_name_to_compare(at):
    for people in ([], [Person(phone="19900010001")]):
        petition = factories.file_petition(people=people).petition
        desk = at("petition_office")
        assert LINK not in text(desk.get(address(petition)))
        assert desk.post(address(petition, "password"), SEEN).status_code == 404
        with pytest.raises(NotAllowed):
            actor = Actor.staff(factories.staff("petition_office"))
            passwords.renew_in_person(petition.pk, actor, person=0, paper="resident")


def test_a_unit_that_handles_the_case_gives_no_password_and_a_stranger_learns_nothing(at):
    petition = factories.to_in_progress()
    page = address(petition, "password")
    assert page not in text(at("officer").get(address(petition)))
    assert at("officer").post(page, SEEN).status_code == 404
    assert at("officer2").post(page, SEEN).status_code == 404
    for name, refusal in (("officer", NotAllowed), ("officer2", NotFound)):
        with pytest.raises(refusal):
            actor = Actor.staff(factories.staff(name))
            passwords.renew_in_person(petition.pk, actor, person=0, paper="resident")
    assert Petition.objects.get(pk=petition.pk).password_changed_at is None


def test_any_contact_of_a_joint_petition_may_come(at):
    people = [factories.WRITER, Person(name="韦甲", phone="19900020001")]
    made = factories.file_petition(joint=True, people_count=9, people=people)
    page = address(made.petition, "password")
    assert at("petition_office").post(page, SEEN | {"person": "2"}).status_code == 422
    new = slip_of(at("petition_office").post(page, SEEN | {"person": "1"}))
    assert passwords.prove(made.petition.shown_number, new) == made.petition
